import { elementTypes, problemConstants } from '../kernels/constants.ts';
import { countOf } from '../problem/layouts.ts';
import { type Conv2dProblem, filterShapeOf } from '../problem/problem.ts';
import type { StepInit } from '../wgsl/step.ts';
import { sumPartsStep } from './nn_sum_parts.ts';

const WORKGROUP_SIZE = 64;
/** Sums that an invocation keeps: with more, SwiftShader compiles longer and spills them. */
const MAX_SUMS = 32;
/** Invocations that keep a few cores busy to the end. */
const WANTED_INVOCATIONS = 512;

/** Whether a row of taps fits one invocation. */
export function canSumRows({ filterWidth }: Conv2dProblem): boolean {
  return filterWidth <= MAX_SUMS;
}

/** How shaders/nn_filter_gradient_rows.wgsl shares out the work. */
export function rowTiles(problem: Conv2dProblem) {
  const { groups, batch, outHeight, filterHeight, filterWidth } = problem;
  const [groupIn, groupOut] = [problem.inChannels / groups, problem.outChannels / groups];
  const countTiles = Math.ceil(groupOut / Math.max(1, Math.floor(MAX_SUMS / filterWidth)));
  const countUnits = filterHeight * groupIn * countTiles * groups;
  const countParts = Math.min(batch * outHeight, Math.ceil(WANTED_INVOCATIONS / countUnits));
  return { tileOc: Math.ceil(groupOut / countTiles), countTiles, countUnits, countParts };
}

/** `input`, `outputGradient` → `filterGradient`, by way of the buffer `parts`. */
export function rowSteps(problem: Conv2dProblem): StepInit[] {
  const { tileOc, countTiles, countUnits, countParts } = rowTiles(problem);
  const countWeights = countOf(filterShapeOf(problem));
  const countInvocations = countUnits * countParts;
  const rows: StepInit = {
    shader: 'nn_filter_gradient_rows',
    constants: {
      ...problemConstants(problem),
      TILE_OC: tileOc,
      COUNT_TILES: countTiles,
      COUNT_PARTS: countParts,
      COUNT_INVOCATIONS: countInvocations,
      COUNT_WEIGHTS: countWeights,
      COUNT_SUMS: tileOc * problem.filterWidth,
    },
    types: elementTypes(problem),
    bindings: [
      { name: 'input', access: 'read', buffer: 'input' },
      { name: 'outputGradient', access: 'read', buffer: 'outputGradient' },
      { name: 'parts', access: 'write', buffer: 'parts' },
    ],
    countWorkgroups: Math.ceil(countInvocations / WORKGROUP_SIZE),
  };
  const output = { buffer: 'filterGradient', dtype: problem.dataType };
  return [rows, sumPartsStep({ parts: 'parts', countParts, countValues: countWeights, output })];
}
