import filterShader from '../../../shaders/winograd/winograd_filter.wgsl';
import inputShader from '../../../shaders/winograd/winograd_input.wgsl';
import outputShader from '../../../shaders/winograd/winograd_output.wgsl';
import type { Conv2dProblem } from '../../problem/problem.ts';
import { caller, owned, read, type StepBinding, write } from '../../wgsl/bindings.ts';
import type { Shader } from '../../wgsl/shader.ts';
import { type KernelStep, makeStep, type TextureSize } from '../../wgsl/step.ts';
import { epilogueBindings } from '../bindings.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import type { RowLayout } from '../pack.ts';
import { tilingConstants, type WinogradTiling } from './winograd_tiling.ts';

const WORKGROUP_SIZE = 64;

/** Memory layout of the right factor: one column per input tile, channel-major within each tile of columns. */
export interface ColumnLayout {
  /** Columns per tile; it divides the tiling's pitch. */
  readonly tile: number;
  /** Size of the texture copy if the factor is sampled. */
  readonly texture?: TextureSize;
}

/** Transforms the 3×3 filters into `side` × `side` left factors in the buffer `transformedFilter`. */
export function winogradFilterStep(
  problem: Conv2dProblem,
  tiling: WinogradTiling,
  side: number,
  { depth, rows4, tile4 }: RowLayout,
): KernelStep {
  const constants = { FILTER_SIDE: side, DEPTH: depth, ROWS4: rows4, TILE4: tile4 };
  const bindings = [
    read('filterWeights', caller('filter')),
    write('transformed', owned('transformedFilter')),
  ];
  return winogradStep(problem, tiling, filterShader, constants, bindings, depth * rows4 * 4);
}

/**
 * Transforms the input's tiles into the buffer `transformedInput`. Writes `depth` channels; channels past the input's
 * repeat its last one.
 */
export function winogradInputStep(
  problem: Conv2dProblem,
  tiling: WinogradTiling,
  columns: ColumnLayout,
  depth: number,
): KernelStep {
  const bindings = [read('input'), write('transformed', owned('transformedInput'))];
  const constants = { DEPTH: depth, TILE: columns.tile };
  return winogradStep(problem, tiling, inputShader, constants, bindings, depth * tiling.tileCount);
}

/** Transforms the buffer `products` back and writes the output. */
export function winogradOutputStep(problem: Conv2dProblem, tiling: WinogradTiling): KernelStep {
  const bindings = [read('products', owned('products')), ...epilogueBindings(problem)];
  return winogradStep(problem, tiling, outputShader, {}, bindings, problem.outChannels * tiling.tileCount);
}

function winogradStep(
  problem: Conv2dProblem,
  tiling: WinogradTiling,
  shader: Shader,
  constants: Readonly<Record<string, number>>,
  bindings: readonly StepBinding[],
  invocationCount: number,
): KernelStep {
  return makeStep({
    shader,
    constants: { ...problemConstants(problem), ...tilingConstants(tiling, problem), ...constants },
    types: elementTypes(problem),
    bindings,
    workgroupCount: Math.ceil(invocationCount / WORKGROUP_SIZE),
  });
}
