import shader from '../../shaders/nn/nn_filter_gradient_rows.wgsl';
import { elementTypes, problemConstants } from '../kernels/constants.ts';
import { elementCount } from '../problem/layouts.ts';
import { type Conv2dProblem, filterShapeOf } from '../problem/problem.ts';
import { caller, owned, read, write } from '../wgsl/bindings.ts';
import type { StepInit } from '../wgsl/step.ts';
import { sumPartsStep } from './nn_sum_parts.ts';

const WORKGROUP_SIZE = 64;
/** Maximum sums per invocation. SwiftShader compiles more of them slowly and spills them. */
const MAX_SUMS = 32;
/** Invocations that keep a few cores busy. */
const WANTED_INVOCATIONS = 512;

/** Whether a row of taps fits one invocation. */
export function canSumRows({ filterWidth }: Conv2dProblem): boolean {
  return filterWidth <= MAX_SUMS;
}

/** How shaders/nn/nn_filter_gradient_rows.wgsl divides the work. */
export function rowTiles(problem: Conv2dProblem) {
  const { groups, batch, outHeight, filterHeight, filterWidth } = problem;
  const [groupIn, groupOut] = [problem.inChannels / groups, problem.outChannels / groups];
  const tileCount = Math.ceil(groupOut / Math.max(1, Math.floor(MAX_SUMS / filterWidth)));
  const unitCount = filterHeight * groupIn * tileCount * groups;
  const partCount = Math.min(batch * outHeight, Math.ceil(WANTED_INVOCATIONS / unitCount));
  return { tileOc: Math.ceil(groupOut / tileCount), tileCount, unitCount, partCount };
}

/** `input`, `outputGradient` → `filterGradient`, through the buffer `parts`. */
export function rowSteps(problem: Conv2dProblem): StepInit[] {
  const { tileOc, tileCount, unitCount, partCount } = rowTiles(problem);
  const weightCount = elementCount(filterShapeOf(problem));
  const invocationCount = unitCount * partCount;
  const rows: StepInit = {
    shader,
    constants: {
      ...problemConstants(problem),
      TILE_OC: tileOc,
      TILE_COUNT: tileCount,
      PART_COUNT: partCount,
      INVOCATION_COUNT: invocationCount,
      WEIGHT_COUNT: weightCount,
      SUM_COUNT: tileOc * problem.filterWidth,
    },
    types: elementTypes(problem),
    bindings: [read('input'), read('outputGradient'), write('parts', owned('parts'))],
    workgroupCount: Math.ceil(invocationCount / WORKGROUP_SIZE),
  };
  const output = { ...caller('filterGradient'), dtype: problem.dtype };
  return [rows, sumPartsStep({ parts: owned('parts'), partCount, valueCount: weightCount, output })];
}
