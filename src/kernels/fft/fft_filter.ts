import type { Conv2dProblem } from '../../problem/problem.ts';
import type { KernelStep } from '../../wgsl/step.ts';
import { fftStep } from './fft_step.ts';
import type { FftTiling } from './fft_tiling.ts';

/** Lays the filter out as squares in the buffer `products`, after the first pass. */
export function fftFilterStep(problem: Conv2dProblem, tiling: FftTiling): KernelStep {
  return fftStep(
    problem,
    tiling,
    {
      shader: 'fft_filter',
      bindings: [
        { name: 'filterWeights', access: 'read', buffer: 'filter' },
        { name: 'spectrum', access: 'write', buffer: 'products' },
      ],
    },
    tiling.filterSquares,
  );
}
