import type { Conv2dProblem } from '../problem/problem.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { SHADERS } from './shaders.ts';
import { type KernelProgram, type KernelStep, makeStep, type TextureSize } from './step.ts';

const WORKGROUP_SIZE = 64;

/** How wide the runs of taps are in which a filter row is packed, and how many make a row. */
export interface FilterChunks {
  readonly chunkWidth: number;
  readonly countChunks: number;
}

/** The filter repacked for conv2d_rows, four channels a vector, and the buffer `packedFilter` with the texture it goes to. */
export function packFilter(
  problem: Conv2dProblem,
  { chunkWidth, countChunks }: FilterChunks,
  texture: TextureSize,
): { step: KernelStep; buffers: KernelProgram['buffers'] } {
  const { groups, inChannels, outChannels, filterHeight } = problem;
  const taps = (inChannels / groups) * filterHeight * chunkWidth * countChunks;
  const countPacked = groups * Math.ceil(outChannels / groups / 4) * taps;
  const step = makeStep(
    {
      shader: 'pack_filter',
      constants: { ...problemConstants(problem), CHUNK_KW: chunkWidth, COUNT_CHUNKS: countChunks },
      types: elementTypes(problem),
      bindings: [
        { name: 'filterWeights', access: 'read', buffer: 'filter' },
        { name: 'packed', access: 'write', buffer: 'packedFilter' },
      ],
      countWorkgroups: Math.ceil(countPacked / WORKGROUP_SIZE),
    },
    SHADERS,
  );
  const sizeBytes = texture.width * texture.height * 16;
  return { step, buffers: { packedFilter: { sizeBytes, lifetime: 'prepared', texture } } };
}
