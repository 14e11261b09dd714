import type { Conv2dProblem } from '../problem/problem.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { PACK_BINDINGS } from './kernel.ts';
import { SHADERS } from './shaders.ts';
import { type KernelProgram, type KernelStep, makeStep } from './step.ts';
import { hasRoom, sampledBuffer, type TextureRuns, textureRuns } from './texture_runs.ts';

const WORKGROUP_SIZE = 64;

/** How wide the runs of taps are in which a filter row is packed, and how many make a row. */
export interface FilterChunks {
  readonly chunkWidth: number;
  readonly countChunks: number;
}

/** As few chunks of `filterWidth` taps as are no longer than `longest`. */
export function filterChunks(filterWidth: number, longest: number): FilterChunks {
  const countChunks = Math.ceil(filterWidth / longest);
  return { countChunks, chunkWidth: Math.ceil(filterWidth / countChunks) };
}

/** The filter repacked for conv2d_rows, four channels a texel, and the buffer `packedFilter` with the texture it goes to. */
export function packFilter(
  problem: Conv2dProblem,
  chunks: FilterChunks,
): { step: KernelStep; buffers: KernelProgram['buffers']; runs: TextureRuns } {
  const { chunkWidth, countChunks } = chunks;
  const countRuns = countRunsOf(problem, chunks);
  const runs = textureRuns(chunkWidth, countRuns);
  const step = makeStep(
    {
      shader: 'pack_filter',
      constants: { ...problemConstants(problem), CHUNK_KW: chunkWidth, COUNT_CHUNKS: countChunks },
      types: elementTypes(problem),
      bindings: PACK_BINDINGS,
      countWorkgroups: Math.ceil((countRuns * chunkWidth) / WORKGROUP_SIZE),
    },
    SHADERS,
  );
  return { step, buffers: { packedFilter: sampledBuffer(runs.size, 'prepared') }, runs };
}

/** Whether there is a texture large enough. */
export function canPackFilter(problem: Conv2dProblem, chunks: FilterChunks): boolean {
  return hasRoom(chunks.chunkWidth, countRunsOf(problem, chunks));
}

/** Filter rows of all tiles of four channels, in chunks. */
function countRunsOf(problem: Conv2dProblem, { countChunks }: FilterChunks): number {
  const { groups, inChannels, outChannels, filterHeight } = problem;
  const countTiles = groups * Math.ceil(outChannels / groups / 4);
  return countTiles * countChunks * (inChannels / groups) * filterHeight;
}
