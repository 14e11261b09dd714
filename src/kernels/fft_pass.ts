import { type FftTiling, fftConstants, workgroupsOfSquares } from './fft_tiling.ts';
import { SHADERS } from './shaders.ts';
import { type KernelStep, makeStep } from './step.ts';

/** What is transformed where: buffers that passes read and write in turn. */
interface Squares {
  readonly count: number;
  readonly buffers: readonly [string, string];
}

/** Passes from a transform's second one on, `countPasses` of them. */
export function fftPasses(tiling: FftTiling, { count, buffers }: Squares, countPasses: number): KernelStep[] {
  return Array.from({ length: countPasses }, (_, pass) =>
    makeStep(
      {
        shader: 'fft_pass',
        constants: {
          ...fftConstants(tiling),
          COUNT_SQUARES: count,
          LEVEL: (pass + 1) % tiling.digits,
        },
        bindings: [
          { name: 'before', access: 'read', buffer: buffers[pass % 2] },
          { name: 'after', access: 'write', buffer: buffers[(pass + 1) % 2] },
        ],
        countWorkgroups: workgroupsOfSquares(count, tiling),
      },
      SHADERS,
    ),
  );
}
