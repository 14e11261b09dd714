import type { Conv2dProblem } from '../problem/problem.ts';
import { type KernelProgram, type KernelStep, makeStep } from '../wgsl/step.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { sampledBuffer, type TextureRuns, textureRuns } from './cpu/texture_runs.ts';
import { SHADERS } from './shaders.ts';

const WORKGROUP_SIZE = 64;

/** How wide the runs of taps are in which a filter row is packed, and how many make a row. */
export interface FilterChunks {
  readonly chunkWidth: number;
  readonly chunkCount: number;
}

/** As few chunks of `filterWidth` taps as are no longer than `longest`. */
export function filterChunks(filterWidth: number, longest: number): FilterChunks {
  const chunkCount = Math.ceil(filterWidth / longest);
  return { chunkCount, chunkWidth: Math.ceil(filterWidth / chunkCount) };
}

/** A filter as a shader packs it for a texture: `count` runs of `texels` each. */
export interface FilterRuns {
  readonly shader: 'pack_filter' | 'pack_taps';
  readonly texels: number;
  readonly count: number;
}

/** The step that packs the filter so, and the buffer `packedFilter` with the texture it goes to. */
export function packRuns(
  problem: Conv2dProblem,
  { chunkWidth, chunkCount }: FilterChunks,
  { shader, texels, count }: FilterRuns,
): { step: KernelStep; buffers: KernelProgram['buffers']; runs: TextureRuns } {
  const runs = textureRuns(texels, count);
  return {
    step: packStep(shader, problem, { CHUNK_KW: chunkWidth, CHUNK_COUNT: chunkCount }, texels * count),
    buffers: { packedFilter: sampledBuffer(runs.size, 'prepared') },
    runs,
  };
}

/** The step that packs the filter as `vectorCount` vectors, an invocation each, into the buffer `packedFilter`. */
export function packStep(
  shader: string,
  problem: Conv2dProblem,
  constants: Readonly<Record<string, number>>,
  vectorCount: number,
): KernelStep {
  return makeStep(
    {
      shader,
      constants: { ...problemConstants(problem), ...constants },
      types: elementTypes(problem),
      bindings: [
        { name: 'filterWeights', access: 'read', buffer: 'filter' },
        { name: 'packed', access: 'write', buffer: 'packedFilter' },
      ],
      workgroupCount: Math.ceil(vectorCount / WORKGROUP_SIZE),
    },
    SHADERS,
  );
}
