import packFilterShader from '../../shaders/conv2d/pack_filter.wgsl';
import packMatrixShader from '../../shaders/conv2d/pack_matrix.wgsl';
import packTapsShader from '../../shaders/conv2d/pack_taps.wgsl';
import type { Conv2dProblem } from '../problem/problem.ts';
import { caller, owned, read, write } from '../wgsl/bindings.ts';
import type { Shader } from '../wgsl/shader.ts';
import {
  type KernelProgram,
  type KernelStep,
  makeStep,
  type OwnedBuffer,
  type TextureSize,
} from '../wgsl/step.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { sampledBuffer, type TextureRuns, textureRuns } from './texture_runs.ts';

const WORKGROUP_SIZE = 64;

/** The step that packs a filter, and the buffer `packedFilter` that it writes. */
interface Packing {
  readonly step: KernelStep;
  readonly buffers: KernelProgram['buffers'];
}

/** Memory layout of the rows of a left factor: tile by tile, and k by k within a tile. */
export interface RowLayout {
  /** Total row vectors (4 rows each), including padding. */
  readonly rows4: number;
  /** Row vectors per tile. */
  readonly tile4: number;
  /** Values of k: the input channels, padded with zeros. */
  readonly depth: number;
  /** Size of the texture copy if the factor is sampled. */
  readonly texture?: TextureSize;
}

/** The buffer of `factors` left factors. */
export function factorBuffer({ rows4, depth, texture }: RowLayout, factors: number): OwnedBuffer {
  if (texture) return sampledBuffer(texture, 'prepared');
  return { sizeBytes: factors * depth * rows4 * 16, lifetime: 'prepared' };
}

/** Packs the filter as the left factor of a matrix product. */
export function packMatrix(problem: Conv2dProblem, layout: RowLayout): Packing {
  const factors = problem.groups * problem.filterHeight * problem.filterWidth;
  const { depth, rows4, tile4 } = layout;
  const constants = { DEPTH: depth, ROWS4: rows4, TILE4: tile4 };
  const step = packStep(packMatrixShader, problem, constants, factors * depth * rows4);
  return { step, buffers: { packedFilter: factorBuffer(layout, factors) } };
}

/** Filter rows are packed as `chunkCount` chunks of `chunkWidth` taps. */
export interface FilterChunks {
  readonly chunkWidth: number;
  readonly chunkCount: number;
}

/** Splits `filterWidth` taps into the fewest chunks of at most `longest` taps. */
export function filterChunks(filterWidth: number, longest: number): FilterChunks {
  const chunkCount = Math.ceil(filterWidth / longest);
  return { chunkCount, chunkWidth: Math.ceil(filterWidth / chunkCount) };
}

/** A filter packed for a texture: `count` runs of `texels` each. */
export interface FilterRuns {
  readonly shader: Shader;
  readonly texels: number;
  readonly count: number;
}

/** Runs for conv2d_rows, four channels per texel: one per row, or chunk of a row, of a tile of four channels. */
export function filterRuns(
  { groups, inChannels, outChannels, filterHeight }: Conv2dProblem,
  { chunkWidth, chunkCount }: FilterChunks,
): FilterRuns {
  const tileCount = groups * Math.ceil(outChannels / groups / 4);
  const count = tileCount * chunkCount * (inChannels / groups) * filterHeight;
  return { shader: packFilterShader, texels: chunkWidth, count };
}

/** Runs for depthwise_rows, four taps per texel: one per row, and one of zeros after each channel's last row. */
export function tapRuns(
  { outChannels, filterHeight }: Conv2dProblem,
  { chunkWidth, chunkCount }: FilterChunks,
): FilterRuns {
  const texels = chunkCount * Math.ceil(chunkWidth / 4);
  return { shader: packTapsShader, texels, count: outChannels * (filterHeight + 1) };
}

/** Packs the filter in runs for the texture copy of `packedFilter`. */
export function packRuns(
  problem: Conv2dProblem,
  { chunkWidth, chunkCount }: FilterChunks,
  { shader, texels, count }: FilterRuns,
): Packing & { readonly runs: TextureRuns } {
  const runs = textureRuns(texels, count);
  return {
    step: packStep(shader, problem, { CHUNK_KW: chunkWidth, CHUNK_COUNT: chunkCount }, texels * count),
    buffers: { packedFilter: sampledBuffer(runs.size, 'prepared') },
    runs,
  };
}

/** Packs the filter as `vectorCount` vectors, one per invocation. */
function packStep(
  shader: Shader,
  problem: Conv2dProblem,
  constants: Readonly<Record<string, number>>,
  vectorCount: number,
): KernelStep {
  return makeStep({
    shader,
    constants: { ...problemConstants(problem), ...constants },
    types: elementTypes(problem),
    bindings: [read('filterWeights', caller('filter')), write('packed', owned('packedFilter'))],
    workgroupCount: Math.ceil(vectorCount / WORKGROUP_SIZE),
  });
}
