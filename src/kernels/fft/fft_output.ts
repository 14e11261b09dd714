import type { Conv2dProblem } from '../../problem/problem.ts';
import type { KernelStep } from '../../wgsl/step.ts';
import { fftStep } from './fft_step.ts';
import type { FftTiling } from './fft_tiling.ts';

/** Writes the output from the buffer `products`, after its last pass. */
export function fftOutputStep(problem: Conv2dProblem, tiling: FftTiling): KernelStep {
  return fftStep(problem, tiling, {
    shader: 'fft_output',
    bindings: [
      { name: 'products', access: 'read', buffer: 'products' },
      { name: 'bias', access: 'read', buffer: problem.hasBias ? 'bias' : 'none' },
      { name: 'residual', access: 'read', buffer: problem.hasResidual ? 'residual' : 'none' },
      { name: 'output', access: 'write', buffer: 'output' },
    ],
  });
}
