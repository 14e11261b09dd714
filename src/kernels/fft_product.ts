import type { Conv2dProblem } from '../problem/problem.ts';
import { problemConstants } from './constants.ts';
import { type FftTiling, fftConstants, workgroupsOfSquares } from './fft_tiling.ts';
import { SHADERS } from './shaders.ts';
import { type KernelStep, makeStep } from './step.ts';

/** Multiplies `spectrum`, after its last pass, with `filterSpectrum`; to `products`, after its first. */
export function fftProductStep(problem: Conv2dProblem, tiling: FftTiling): KernelStep {
  return makeStep(
    {
      shader: 'fft_product',
      constants: { ...problemConstants(problem), ...fftConstants(tiling) },
      bindings: [
        { name: 'spectrum', access: 'read', buffer: 'spectrum' },
        { name: 'filterSpectrum', access: 'read', buffer: 'filterSpectrum' },
        { name: 'products', access: 'write', buffer: 'products' },
      ],
      countWorkgroups: workgroupsOfSquares(tiling.countSquares, tiling),
    },
    SHADERS,
  );
}
