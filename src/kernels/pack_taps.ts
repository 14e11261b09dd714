import type { Conv2dProblem } from '../problem/problem.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { PACK_BINDINGS } from './kernel.ts';
import type { FilterChunks } from './pack_filter.ts';
import { SHADERS } from './shaders.ts';
import { type KernelProgram, type KernelStep, makeStep } from './step.ts';
import { hasRoom, sampledBuffer, type TextureRuns, textureRuns } from './texture_runs.ts';

const WORKGROUP_SIZE = 64;

/**
 * A depthwise filter repacked for depthwise_rows, four taps of a row a texel, and the buffer `packedFilter` with the texture
 * it goes to.
 */
export function packTaps(
  problem: Conv2dProblem,
  chunks: FilterChunks,
): { step: KernelStep; buffers: KernelProgram['buffers']; runs: TextureRuns } {
  const texels = texelsOf(chunks);
  const runs = textureRuns(texels, countRuns(problem));
  const step = makeStep(
    {
      shader: 'pack_taps',
      constants: {
        ...problemConstants(problem),
        CHUNK_KW: chunks.chunkWidth,
        COUNT_CHUNKS: chunks.countChunks,
      },
      types: elementTypes(problem),
      bindings: PACK_BINDINGS,
      countWorkgroups: Math.ceil((countRuns(problem) * texels) / WORKGROUP_SIZE),
    },
    SHADERS,
  );
  return { step, buffers: { packedFilter: sampledBuffer(runs.size, 'prepared') }, runs };
}

/** Whether there is a texture large enough. */
export function canPackTaps(problem: Conv2dProblem, chunks: FilterChunks): boolean {
  return hasRoom(texelsOf(chunks), countRuns(problem));
}

/** Of a filter row. */
function texelsOf({ chunkWidth, countChunks }: FilterChunks): number {
  return countChunks * Math.ceil(chunkWidth / 4);
}

/** Filter rows, and one of zeros a channel. */
function countRuns({ outChannels, filterHeight }: Conv2dProblem): number {
  return outChannels * (filterHeight + 1);
}
