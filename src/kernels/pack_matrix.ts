import type { Conv2dProblem } from '../problem/problem.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { paddedRows4 } from './matmul_quads.ts';
import { SHADERS } from './shaders.ts';
import { type KernelProgram, type KernelStep, makeStep } from './step.ts';

const WORKGROUP_SIZE = 64;

/** The filter of a 1×1 convolution as the left factor of matmul_quads, and the buffer `packedFilter` it goes to. */
export function packMatrix(problem: Conv2dProblem): { step: KernelStep; buffers: KernelProgram['buffers'] } {
  const rows4 = paddedRows4(problem.outChannels);
  const countPacked = problem.inChannels * rows4;
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
