import type { Conv2dProblem } from '../problem/problem.ts';
import type { FilterChunks, FilterRuns } from './pack.ts';

/** A depthwise filter as depthwise_rows samples it, four taps a texel: a run is a row, or the zeros below each channel's last. */
export function tapRuns(
  { outChannels, filterHeight }: Conv2dProblem,
  { chunkWidth, chunkCount }: FilterChunks,
): FilterRuns {
  const texels = chunkCount * Math.ceil(chunkWidth / 4);
  return { shader: 'pack_taps', texels, count: outChannels * (filterHeight + 1) };
}
