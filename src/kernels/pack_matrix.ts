import type { Conv2dProblem } from '../problem/problem.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { SHADERS } from './shaders.ts';
import { type KernelProgram, type KernelStep, makeStep } from './step.ts';

const WORKGROUP_SIZE = 64;

/**
 * The filter as the left factor of a matrix product, `rows4` vectors of 4 channels a row, and the buffer
 * `packedFilter` it goes to.
 */
export function packMatrix(
  problem: Conv2dProblem,
  rows4: number,
): { step: KernelStep; buffers: KernelProgram['buffers'] } {
  const countPacked = problem.inChannels * problem.filterHeight * problem.filterWidth * rows4;
  const step = makeStep(
    {
      shader: 'pack_matrix',
      constants: { ...problemConstants(problem), ROWS4: rows4 },
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
