import type { Conv2dProblem } from '../problem/problem.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { type FftTiling, fftConstants, workgroupsOfSquares } from './fft_tiling.ts';
import { SHADERS } from './shaders.ts';
import { type KernelStep, makeStep } from './step.ts';

/** Lays the input's tiles out as squares in the buffer `spectrum`, after the first pass. */
export function fftInputStep(problem: Conv2dProblem, tiling: FftTiling): KernelStep {
  return makeStep(
    {
      shader: 'fft_input',
      constants: { ...problemConstants(problem), ...fftConstants(tiling) },
      types: elementTypes(problem),
      bindings: [
        { name: 'input', access: 'read', buffer: 'input' },
        { name: 'spectrum', access: 'write', buffer: 'spectrum' },
      ],
      countWorkgroups: workgroupsOfSquares(tiling.countSquares, tiling),
    },
    SHADERS,
  );
}
