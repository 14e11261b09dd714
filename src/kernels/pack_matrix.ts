import type { Conv2dProblem } from '../problem/problem.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { SHADERS } from './shaders.ts';
import { type KernelProgram, type KernelStep, makeStep } from './step.ts';

const WORKGROUP_SIZE = 64;

/** How the rows of a left factor lie: for each tile of them, value of k by value of k. */
export interface RowLayout {
  /** Vectors of 4 rows in all, padding included; */
  readonly rows4: number;
  /** and in a tile. */
  readonly tile4: number;
}

/** The filter as the left factor of a matrix product, and the buffer `packedFilter` it goes to. */
export function packMatrix(
  problem: Conv2dProblem,
  layout: RowLayout,
): { step: KernelStep; buffers: KernelProgram['buffers'] } {
  const countPacked = problem.inChannels * problem.filterHeight * problem.filterWidth * layout.rows4;
  const step = makeStep(
    {
      shader: 'pack_matrix',
      constants: { ...problemConstants(problem), ROWS4: layout.rows4, TILE4: layout.tile4 },
      types: elementTypes(problem),
      bindings: [
        { name: 'filterWeights', access: 'read', buffer: 'filter' },
        { name: 'packed', access: 'write', buffer: 'packedFilter' },
      ],
      countWorkgroups: Math.ceil(countPacked / WORKGROUP_SIZE),
    },
    SHADERS,
  );
  return { step, buffers: { packedFilter: { sizeBytes: countPacked * 16, lifetime: 'prepared' } } };
}
