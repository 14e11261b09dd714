import type { Conv2dProblem } from '../../problem/problem.ts';
import type { KernelStep } from '../../wgsl/step.ts';
import { fftStep } from './fft_step.ts';
import type { FftTiling } from './fft_tiling.ts';

/** Lays the input's tiles out as squares in the buffer `spectrum`, after the first pass. */
export function fftInputStep(problem: Conv2dProblem, tiling: FftTiling): KernelStep {
  return fftStep(problem, tiling, {
    shader: 'fft_input',
    bindings: [
      { name: 'input', access: 'read', buffer: 'input' },
      { name: 'spectrum', access: 'write', buffer: 'spectrum' },
    ],
  });
}
