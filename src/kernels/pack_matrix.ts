import type { Conv2dProblem } from '../problem/problem.ts';
import type { KernelProgram, KernelStep, OwnedBuffer, TextureSize } from '../wgsl/step.ts';
import { sampledBuffer } from './cpu/texture_runs.ts';
import { packStep } from './pack.ts';

/** How the rows of a left factor lie: for each tile of them, value of k by value of k. */
export interface RowLayout {
  /** Vectors of 4 rows in all, padding included; */
  readonly rows4: number;
  /** and in a tile. */
  readonly tile4: number;
  /** Values of k: input channels, and zeros. */
  readonly depth: number;
  /** Where the factor is sampled. */
  readonly texture?: TextureSize;
}

/** The buffer of `factors` such factors. */
export function factorBuffer({ rows4, depth, texture }: RowLayout, factors: number): OwnedBuffer {
  if (texture) return sampledBuffer(texture, 'prepared');
  return { sizeBytes: factors * depth * rows4 * 16, lifetime: 'prepared' };
}

/** The filter as the left factor of a matrix product, and the buffer `packedFilter` it goes to. */
export function packMatrix(
  problem: Conv2dProblem,
  layout: RowLayout,
): { step: KernelStep; buffers: KernelProgram['buffers'] } {
  const factors = problem.groups * problem.filterHeight * problem.filterWidth;
  const { depth, rows4, tile4 } = layout;
  const constants = { DEPTH: depth, ROWS4: rows4, TILE4: tile4 };
  const step = packStep('pack_matrix', problem, constants, factors * depth * rows4);
  return { step, buffers: { packedFilter: factorBuffer(layout, factors) } };
}
