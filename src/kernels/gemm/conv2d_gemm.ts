import gemmShader from '../../../shaders/conv2d/conv2d_gemm.wgsl';
import sumSplitsShader from '../../../shaders/conv2d/sum_splits.wgsl';
import { resolveActivation } from '../../problem/activation.ts';
import type { Capabilities } from '../../problem/capabilities.ts';
import { elementCount } from '../../problem/layouts.ts';
import { type Conv2dProblem, deriveProblem, outputShapeOf } from '../../problem/problem.ts';
import { owned, read, type StepBinding } from '../../wgsl/bindings.ts';
import { type KernelStep, makeStep } from '../../wgsl/step.ts';
import { convBindings, epilogueBindings } from '../bindings.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import { BUSY_INVOCATIONS, busyShare, GPU_COST_OF_MOVE, type Kernel, type Tiles } from '../kernel.ts';
import { packMatrix, type RowLayout } from '../pack.ts';

/** Tiles from 128 × 64 down to 32 × 32 results, 8 × 8 to 4 × 4 per invocation. Keys are the shader's constants. */
const TILE_CANDIDATES: readonly Tiles[] = [
  { THREADS_M: 8, THREADS_N: 16, THREAD_M4: 2, THREAD_N: 4, TILE_K: 16 },
  { THREADS_M: 16, THREADS_N: 16, THREAD_M4: 2, THREAD_N: 4, TILE_K: 16 },
  { THREADS_M: 8, THREADS_N: 16, THREAD_M4: 2, THREAD_N: 8, TILE_K: 8 },
  { THREADS_M: 8, THREADS_N: 8, THREAD_M4: 2, THREAD_N: 8, TILE_K: 16 },
  { THREADS_M: 8, THREADS_N: 16, THREAD_M4: 1, THREAD_N: 4, TILE_K: 16 },
  { THREADS_M: 8, THREADS_N: 8, THREAD_M4: 1, THREAD_N: 4, TILE_K: 16 },
  { THREADS_M: 8, THREADS_N: 8, THREAD_M4: 1, THREAD_N: 4, TILE_K: 4 },
];
/** Workgroups that may share a tile's channels if tiles alone would leave the device idle. */
const SPLITS = [2, 4, 8];
/** Relative cost of a workgroup-memory read, and of staging one value from storage (a register read costs 0). */
const SHARED_READ = 0.5;
const STAGED_READ = 6;

const SUM_WORKGROUP_SIZE = 64;

/** Sizes of a problem that determine the product's size. */
export type GemmSizes = Pick<
  Conv2dProblem,
  | 'batch'
  | 'inChannels'
  | 'outChannels'
  | 'outHeight'
  | 'outWidth'
  | 'filterHeight'
  | 'filterWidth'
  | 'groups'
>;

/** Convolution as an implicit matrix product in workgroup memory, for GPUs and many channels. */
export const conv2dGemm: Kernel = {
  name: 'conv2d_gemm',
  algorithm: 'direct',
  refusal: (_problem, capabilities) =>
    gemmCandidates(capabilities).length > 0 ? undefined : 'no tile fits workgroup memory',
  candidates: (problem, capabilities) =>
    gemmCandidates(capabilities).flatMap((tiles) => [tiles, ...splitsOf(problem, tiles)]),
  cost: gemmCost,
  build(problem, _capabilities, tiles) {
    const { step: pack, buffers } = packMatrix(problem, gemmRows(problem, tiles));
    const types = elementTypes(problem);
    if (tiles.SPLITS === 1) {
      const bindings = convBindings(problem, { filter: owned('packedFilter') });
      return { prepare: [pack], steps: [gemmStep(problem, tiles, types, bindings)], buffers };
    }
    const activation = resolveActivation(undefined);
    const plain = deriveProblem(problem, { hasBias: false, hasResidual: false, activation });
    const bindings = convBindings(plain, { filter: owned('packedFilter'), output: owned('partialSums') });
    const sums = gemmStep(plain, tiles, { ...types, Result: 'f32' }, bindings);
    const sizeBytes = tiles.SPLITS * elementCount(outputShapeOf(problem)) * 4;
    return {
      prepare: [pack],
      steps: [sums, sumSplitsStep(problem, tiles.SPLITS)],
      buffers: { ...buffers, partialSums: { sizeBytes, lifetime: 'scratch' } },
    };
  },
};

/** The same tile in several workgroups, each with some of the channels. */
function splitsOf(problem: Conv2dProblem, tiles: Tiles): Tiles[] {
  if (workgroupCount(problem, tiles) * tiles.THREADS_M * tiles.THREADS_N >= BUSY_INVOCATIONS) return [];
  const turns = Math.ceil(problem.inChannels / problem.groups / tiles.TILE_K);
  return SPLITS.filter((splits) => splits <= turns).map((splits) => ({ ...tiles, SPLITS: splits }));
}

/** Tiles within the device's limits. */
export function gemmCandidates({ limits }: Capabilities): Tiles[] {
  return TILE_CANDIDATES.filter(
    (tiles) =>
      tiles.THREADS_M * tiles.THREADS_N <= limits.maxComputeInvocationsPerWorkgroup &&
      4 * tiles.TILE_K * (tileM(tiles) + tileN(tiles) + 1) <= limits.maxComputeWorkgroupStorageSize,
  ).map((tiles) => ({ ...tiles, SPLITS: 1 }));
}

/** Estimated time in multiply-adds of a busy device. */
export function gemmCost(problem: GemmSizes, capabilities: Capabilities, tiles: Tiles): number {
  const channelsOfTurn = tiles.TILE_K * tiles.SPLITS;
  const channels = Math.ceil(problem.inChannels / problem.groups / channelsOfTurn) * tiles.TILE_K;
  const depth = channels * problem.filterHeight * problem.filterWidth;
  const tileCount = workgroupCount(problem, tiles);
  const results = tileM(tiles) * tileN(tiles);
  const shared = (SHARED_READ * (tiles.THREAD_M4 + tiles.THREAD_N)) / (tiles.THREAD_M4 * 4 * tiles.THREAD_N);
  const staged = (STAGED_READ * (tileM(tiles) / 4 + tileN(tiles))) / results;
  const busy = busyShare(tileCount * tiles.THREADS_M * tiles.THREADS_N, capabilities);
  const perResult = 2 * depth * (1 + shared + staged);
  const sums = tiles.SPLITS > 1 ? 2 * GPU_COST_OF_MOVE : 0;
  return ((tileCount * results * (perResult + sums)) / busy) * (capabilities.isSoftware ? 8 : 1);
}

/** Memory layout of a group's channels in the packed filter: contiguous, padded to whole tiles. */
export function gemmRows({ inChannels, outChannels, groups }: GemmSizes, tiles: Tiles): RowLayout {
  const rows4 = (Math.ceil(outChannels / groups / tileM(tiles)) * tileM(tiles)) / 4;
  return { rows4, tile4: rows4, depth: inChannels / groups };
}

/** The product itself; its left factor is already packed. */
export function gemmStep(
  problem: Conv2dProblem,
  tiles: Tiles,
  types: Readonly<Record<string, string>>,
  bindings: readonly StepBinding[],
): KernelStep {
  return makeStep({
    shader: gemmShader,
    constants: { ...problemConstants(problem), ...tiles, ROWS4: gemmRows(problem, tiles).rows4 },
    types: { Result: types.Element, ...types },
    bindings,
    workgroupCount: workgroupCount(problem, tiles),
  });
}

/** Adds `splits` planes of sums in the buffer `partialSums`, then bias, residual and activation. */
function sumSplitsStep(problem: Conv2dProblem, splits: number): KernelStep {
  return makeStep({
    shader: sumSplitsShader,
    constants: { ...problemConstants(problem), SPLITS: splits },
    types: elementTypes(problem),
    bindings: [read('partialSums', owned('partialSums')), ...epilogueBindings(problem)],
    workgroupCount: Math.ceil(elementCount(outputShapeOf(problem)) / SUM_WORKGROUP_SIZE),
  });
}

function workgroupCount(problem: GemmSizes, tiles: Tiles): number {
  const { batch, outHeight, outWidth, outChannels, groups } = problem;
  const columns = batch * outHeight * outWidth;
  const tileCount =
    groups * Math.ceil(outChannels / groups / tileM(tiles)) * Math.ceil(columns / tileN(tiles));
  return tileCount * tiles.SPLITS;
}

function tileM({ THREADS_M, THREAD_M4 }: Tiles): number {
  return THREADS_M * THREAD_M4 * 4;
}

function tileN({ THREADS_N, THREAD_N }: Tiles): number {
  return THREADS_N * THREAD_N;
}
