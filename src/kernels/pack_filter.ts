import type { Conv2dProblem } from '../problem/problem.ts';
import type { FilterChunks, FilterRuns } from './pack.ts';

/** The filter as conv2d_rows samples it, four channels a texel: a run is a row of a tile of four channels, or a chunk of it. */
export function filterRuns(
  { groups, inChannels, outChannels, filterHeight }: Conv2dProblem,
  { chunkWidth, chunkCount }: FilterChunks,
): FilterRuns {
  const tileCount = groups * Math.ceil(outChannels / groups / 4);
  const count = tileCount * chunkCount * (inChannels / groups) * filterHeight;
  return { shader: 'pack_filter', texels: chunkWidth, count };
}
