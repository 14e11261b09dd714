import shader from '../../../shaders/cpu/depthwise_rows.wgsl';
import type { Conv2dProblem } from '../../problem/problem.ts';
import { makeStep } from '../../wgsl/step.ts';
import { sampledFilterBindings } from '../bindings.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import { CPU_KERNEL_ON_GPU, distinctTiles, type Kernel, type Tiles } from '../kernel.ts';
import { filterChunks, packRuns, tapRuns } from '../pack.ts';
import { hasRoom } from '../texture_runs.ts';

const WORKGROUP_SIZE = 16;
/** Maximum taps of a filter row in unrolled code; longer rows are summed in chunks. */
const LONGEST_CHUNK = 8;
const chunksOf = ({ filterWidth }: Conv2dProblem) => filterChunks(filterWidth, LONGEST_CHUNK);
const HEIGHTS = [2, 4, 1];
const WIDTHS = [8, 7, 4, 1];

/** Depthwise convolutions with filters of any size, for CPU adapters. */
export const depthwiseRows: Kernel = {
  name: 'depthwise_rows',
  algorithm: 'direct',
  refusal(problem) {
    if (problem.groups !== problem.inChannels) return 'a group has more than one input channel';
    const { texels, count } = tapRuns(problem, chunksOf(problem));
    return hasRoom(texels, count) ? undefined : 'the filter does not fit a texture';
  },
  candidates: (problem) =>
    distinctTiles(HEIGHTS.flatMap((height) => WIDTHS.map((width) => tilesOf(problem, height, width)))),
  cost(problem, { isSoftware }, tiles) {
    const sums = tiles.THREAD_OH * tiles.THREAD_OW;
    const rows =
      (tiles.THREAD_OH - 1) * problem.strideHeight + (problem.filterHeight - 1) * problem.dilationHeight + 1;
    const loads = spanOf(problem, tiles) * 9 + tiles.THREAD_OH * Math.ceil(tiles.CHUNK_KW / 4) * 13;
    const perRow = loads + sums * (tiles.CHUNK_KW * 0.55 + 1);
    const perTile = rows * tiles.CHUNK_COUNT * perRow + sums * 30 + 800;
    return (tileCount(problem, tiles) / 4) * perTile * (isSoftware ? 1 : CPU_KERNEL_ON_GPU);
  },
  build(problem, _capabilities, tiles) {
    const chunks = { chunkWidth: tiles.CHUNK_KW, chunkCount: tiles.CHUNK_COUNT };
    const { step: pack, buffers, runs } = packRuns(problem, chunks, tapRuns(problem, chunks));
    const step = makeStep({
      shader,
      constants: { ...problemConstants(problem), ...tiles, RUNS_LOG2: runs.log2, WORKGROUP_SIZE },
      types: elementTypes(problem),
      bindings: sampledFilterBindings(problem),
      workgroupCount: Math.ceil(tileCount(problem, tiles) / WORKGROUP_SIZE),
    });
    return { prepare: [pack], steps: [step], buffers };
  },
};

function tilesOf(problem: Conv2dProblem, height: number, width: number): Tiles {
  const { chunkWidth, chunkCount } = chunksOf(problem);
  return {
    THREAD_OH: Math.min(height, problem.outHeight),
    THREAD_OW: Math.min(width, problem.outWidth),
    CHUNK_KW: chunkWidth,
    CHUNK_COUNT: chunkCount,
  };
}

/** Input columns that an invocation's outputs and one chunk of taps read. */
function spanOf({ strideWidth, dilationWidth }: Conv2dProblem, { THREAD_OW, CHUNK_KW }: Tiles): number {
  return Math.min((THREAD_OW - 1) * strideWidth + (CHUNK_KW - 1) * dilationWidth + 1, THREAD_OW * CHUNK_KW);
}

function tileCount(problem: Conv2dProblem, { THREAD_OH, THREAD_OW }: Tiles): number {
  const { batch, outChannels, outHeight, outWidth } = problem;
  return batch * outChannels * Math.ceil(outHeight / THREAD_OH) * Math.ceil(outWidth / THREAD_OW);
}
