import shader from '../../../shaders/cpu/conv2d_rows.wgsl';
import type { Conv2dProblem } from '../../problem/problem.ts';
import { makeStep } from '../../wgsl/step.ts';
import { sampledFilterBindings } from '../bindings.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import { CPU_KERNEL_ON_GPU, type Kernel, type Tiles } from '../kernel.ts';
import { filterChunks, filterRuns, packRuns } from '../pack.ts';
import { hasRoom } from '../texture_runs.ts';

/** Maximum taps of a filter row in unrolled code; longer rows are summed in chunks. */
const LONGEST_CHUNK = 11;
const chunksOf = ({ filterWidth }: Conv2dProblem) => filterChunks(filterWidth, LONGEST_CHUNK);
/** Outputs per invocation, along a row. */
const WIDTHS = [8, 7, 6, 5, 4];
/** Maximum terms of unrolled code. SwiftShader compiles twice as many in 0.4 s, and more superlinearly. */
const MAX_TERMS = 180;

/** Direct sums from register tiles, without workgroup memory: any problem, for CPU adapters. */
export const conv2dRows: Kernel = {
  name: 'conv2d_rows',
  algorithm: 'direct',
  refusal(problem) {
    const { texels, count } = filterRuns(problem, chunksOf(problem));
    return hasRoom(texels, count) ? undefined : 'the filter does not fit a texture';
  },
  candidates,
  cost(problem, { isSoftware }, tiles) {
    const { chunkWidth, chunkCount } = chunksOf(problem);
    const filterRows = (problem.inChannels / problem.groups) * problem.filterHeight * chunkCount;
    const sums = tiles.THREAD_OW * 4;
    const loads = columnsOf(problem, tiles.THREAD_OW) * 10 + chunkWidth * 8;
    const perTile = filterRows * (loads + sums * (0.7 * chunkWidth + 1)) + sums * 20 + 800;
    return (
      Math.ceil(tileCount(problem, tiles) / 4) *
      channelTileCount(problem) *
      perTile *
      (isSoftware ? 1 : CPU_KERNEL_ON_GPU)
    );
  },
  build(problem, _capabilities, tiles) {
    const chunks = chunksOf(problem);
    const { step: pack, buffers, runs } = packRuns(problem, chunks, filterRuns(problem, chunks));
    const sum = makeStep({
      shader,
      constants: {
        ...problemConstants(problem),
        ...tiles,
        CHUNK_KW: chunks.chunkWidth,
        CHUNK_COUNT: chunks.chunkCount,
        RUNS_LOG2: runs.log2,
      },
      types: elementTypes(problem),
      bindings: sampledFilterBindings(problem),
      workgroupCount: Math.ceil(tileCount(problem, tiles) / tiles.WORKGROUP_SIZE) * channelTileCount(problem),
    });
    return { prepare: [pack], steps: [sum], buffers };
  },
};

/** Widths whose unrolled code stays small. */
function candidates(problem: Conv2dProblem): Tiles[] {
  const { chunkWidth } = chunksOf(problem);
  const widths = [...new Set(WIDTHS.map((width) => Math.min(width, problem.outWidth)))];
  const terms = (width: number) => width * chunkWidth + 4 * columnsOf(problem, width);
  const small = widths.filter((width) => terms(width) <= MAX_TERMS);
  return (small.length > 0 ? small : [1]).map((THREAD_OW) => ({ WORKGROUP_SIZE: 32, THREAD_OW }));
}

/** Input columns that `width` outputs and one chunk of taps read. */
function columnsOf(problem: Conv2dProblem, width: number): number {
  const { chunkWidth } = chunksOf(problem);
  const reach = (width - 1) * problem.strideWidth + (chunkWidth - 1) * problem.dilationWidth + 1;
  return Math.min(reach, width * chunkWidth);
}

function tileCount(problem: Conv2dProblem, { THREAD_OW }: Tiles): number {
  return problem.batch * problem.outHeight * Math.ceil(problem.outWidth / THREAD_OW);
}

function channelTileCount({ groups, outChannels }: Conv2dProblem): number {
  return groups * Math.ceil(outChannels / groups / 4);
}
