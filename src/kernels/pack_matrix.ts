import type { Conv2dProblem } from '../problem/problem.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { PACK_BINDINGS } from './kernel.ts';
import { SHADERS } from './shaders.ts';
import { type KernelProgram, type KernelStep, makeStep, type OwnedBuffer, type TextureSize } from './step.ts';
import { sampledBuffer } from './texture_runs.ts';

const WORKGROUP_SIZE = 64;

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
  const step = makeStep(
    {
      shader: 'pack_matrix',
      constants: {
        ...problemConstants(problem),
        DEPTH: layout.depth,
        ROWS4: layout.rows4,
        TILE4: layout.tile4,
      },
      types: elementTypes(problem),
      bindings: PACK_BINDINGS,
      countWorkgroups: Math.ceil((factors * layout.depth * layout.rows4) / WORKGROUP_SIZE),
    },
    SHADERS,
  );
  return { step, buffers: { packedFilter: factorBuffer(layout, factors) } };
}
