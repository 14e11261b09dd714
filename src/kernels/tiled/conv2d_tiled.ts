import shader from '../../../shaders/conv2d/conv2d_tiled.wgsl';
import type { Capabilities } from '../../problem/capabilities.ts';
import { type Conv2dProblem, flopsOf } from '../../problem/problem.ts';
import { makeStep } from '../../wgsl/step.ts';
import { convBindings } from '../bindings.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import { busyShare, type Kernel, type Tiles } from '../kernel.ts';

/** Tile shapes, the usual one first. Keys are the shader's constants. */
const TILE_CANDIDATES: readonly Tiles[] = [
  { THREADS_OW: 8, THREADS_OH: 8, THREADS_OC: 1, THREAD_OC: 8, THREAD_OW: 2, CHUNK_IC: 4 },
  { THREADS_OW: 8, THREADS_OH: 4, THREADS_OC: 4, THREAD_OC: 8, THREAD_OW: 4, CHUNK_IC: 4 },
  { THREADS_OW: 8, THREADS_OH: 8, THREADS_OC: 1, THREAD_OC: 4, THREAD_OW: 2, CHUNK_IC: 2 },
  { THREADS_OW: 16, THREADS_OH: 4, THREADS_OC: 1, THREAD_OC: 1, THREAD_OW: 4, CHUNK_IC: 1 },
  { THREADS_OW: 4, THREADS_OH: 4, THREADS_OC: 4, THREAD_OC: 2, THREAD_OW: 2, CHUNK_IC: 2 },
  { THREADS_OW: 4, THREADS_OH: 4, THREADS_OC: 4, THREAD_OC: 1, THREAD_OW: 1, CHUNK_IC: 1 },
];

/** An input tile with its halo and a filter slab in workgroup memory, a register tile per invocation. */
export const conv2dTiled: Kernel = {
  name: 'conv2d_tiled',
  algorithm: 'direct',
  refusal: (problem, capabilities) =>
    fitting(problem, capabilities).length > 0 ? undefined : 'no tile with its halo fits workgroup memory',
  candidates: fitting,
  cost(problem, capabilities, tiles) {
    const useful = problem.outHeight * problem.outWidth * (problem.outChannels / problem.groups);
    const computed = tileCount(problem, tiles) * tileOutputs(tiles);
    const perTap = capabilities.isSoftware ? 6 : 1;
    const loads = (tiles.THREAD_OC + tiles.THREAD_OW) / (tiles.THREAD_OC * tiles.THREAD_OW);
    const staging = stagedElements(problem, tiles) / (tiles.CHUNK_IC * taps(problem) * tileOutputs(tiles));
    const workgroupCount = problem.batch * problem.groups * tileCount(problem, tiles);
    const invocations = workgroupCount * tiles.THREADS_OW * tiles.THREADS_OH * tiles.THREADS_OC;
    const perFlop = (computed / useful) * (1 + perTap * loads + 8 * staging);
    return (flopsOf(problem) * perFlop) / busyShare(invocations, capabilities);
  },
  build(problem, _capabilities, tiles) {
    const step = makeStep({
      shader,
      constants: { ...problemConstants(problem), ...tiles },
      types: elementTypes(problem),
      bindings: convBindings(problem),
      workgroupCount: problem.batch * problem.groups * tileCount(problem, tiles),
    });
    return { prepare: [], steps: [step], buffers: {} };
  },
};

function fitting(problem: Conv2dProblem, { limits }: Capabilities): Tiles[] {
  return TILE_CANDIDATES.filter(
    (tiles) =>
      stagedElements(problem, tiles) * 4 <= limits.maxComputeWorkgroupStorageSize &&
      tiles.THREADS_OW * tiles.THREADS_OH * tiles.THREADS_OC <= limits.maxComputeInvocationsPerWorkgroup,
  );
}

function stagedElements(problem: Conv2dProblem, tiles: Tiles): number {
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = problem;
  const rows = (tiles.THREADS_OH - 1) * strideHeight + (filterHeight - 1) * dilationHeight + 1;
  const tileOutWidth = tiles.THREADS_OW * tiles.THREAD_OW;
  const columns = (tileOutWidth - 1) * strideWidth + (filterWidth - 1) * dilationWidth + 1;
  return tiles.CHUNK_IC * (rows * columns + taps(problem) * tiles.THREADS_OC * tiles.THREAD_OC);
}

/** Tiles per group and image. */
function tileCount(problem: Conv2dProblem, tiles: Tiles): number {
  return (
    Math.ceil(problem.outWidth / (tiles.THREADS_OW * tiles.THREAD_OW)) *
    Math.ceil(problem.outHeight / tiles.THREADS_OH) *
    Math.ceil(problem.outChannels / problem.groups / (tiles.THREADS_OC * tiles.THREAD_OC))
  );
}

function tileOutputs(tiles: Tiles): number {
  return tiles.THREADS_OW * tiles.THREAD_OW * tiles.THREADS_OH * tiles.THREADS_OC * tiles.THREAD_OC;
}

function taps(problem: Conv2dProblem): number {
  return problem.filterHeight * problem.filterWidth;
}
