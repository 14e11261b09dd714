import type { Conv2dProblem } from '../../problem/problem.ts';
import type { KernelStep } from '../../wgsl/step.ts';
import { fftStep } from './fft_step.ts';
import type { FftTiling } from './fft_tiling.ts';

/** Multiplies `spectrum`, after its last pass, with `filterSpectrum`; to `products`, after its first. */
export function fftProductStep(problem: Conv2dProblem, tiling: FftTiling): KernelStep {
  return fftStep(problem, tiling, {
    shader: 'fft_product',
    bindings: [
      { name: 'spectrum', access: 'read', buffer: 'spectrum' },
      { name: 'filterSpectrum', access: 'read', buffer: 'filterSpectrum' },
      { name: 'products', access: 'write', buffer: 'products' },
    ],
  });
}
