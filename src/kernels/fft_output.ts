import type { Conv2dProblem } from '../problem/problem.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { type FftTiling, fftConstants, workgroupsOfSquares } from './fft_tiling.ts';
import { SHADERS } from './shaders.ts';
import { type KernelStep, makeStep } from './step.ts';

/** Writes the output from the buffer `products`, after its last pass. */
export function fftOutputStep(problem: Conv2dProblem, tiling: FftTiling): KernelStep {
  return makeStep(
    {
      shader: 'fft_output',
      constants: { ...problemConstants(problem), ...fftConstants(tiling) },
      types: elementTypes(problem),
      bindings: [
        { name: 'products', access: 'read', buffer: 'products' },
        { name: 'bias', access: 'read', buffer: problem.hasBias ? 'bias' : 'none' },
        { name: 'residual', access: 'read', buffer: problem.hasResidual ? 'residual' : 'none' },
        { name: 'output', access: 'write', buffer: 'output' },
      ],
      countWorkgroups: workgroupsOfSquares(tiling.countSquares, tiling),
    },
    SHADERS,
  );
}
