import type { Conv2dProblem } from '../../problem/problem.ts';
import type { KernelStep } from '../../wgsl/step.ts';
import { fftStep } from './fft_step.ts';
import type { FftTiling } from './fft_tiling.ts';

/** What is transformed where: buffers that passes read and write in turn. */
interface Squares {
  readonly count: number;
  readonly buffers: readonly [string, string];
}

/** Passes from a transform's second one on, `passCount` of them. */
export function fftPasses(
  problem: Conv2dProblem,
  tiling: FftTiling,
  { count, buffers }: Squares,
  passCount: number,
): KernelStep[] {
  return Array.from({ length: passCount }, (_, pass) =>
    fftStep(
      problem,
      tiling,
      {
        shader: 'fft_pass',
        constants: { LEVEL: (pass + 1) % tiling.digits },
        bindings: [
          { name: 'before', access: 'read', buffer: buffers[pass % 2] },
          { name: 'after', access: 'write', buffer: buffers[(pass + 1) % 2] },
        ],
      },
      count,
    ),
  );
}
