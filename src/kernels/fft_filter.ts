import type { Conv2dProblem } from '../problem/problem.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { type FftTiling, fftConstants, workgroupsOfSquares } from './fft_tiling.ts';
import { SHADERS } from './shaders.ts';
import { type KernelStep, makeStep } from './step.ts';

/** Lays the filter out as squares in the buffer `products`, after the first pass. */
export function fftFilterStep(problem: Conv2dProblem, tiling: FftTiling): KernelStep {
  return makeStep(
    {
      shader: 'fft_filter',
      constants: { ...problemConstants(problem), ...fftConstants(tiling) },
      types: elementTypes(problem),
      bindings: [
        { name: 'filterWeights', access: 'read', buffer: 'filter' },
        { name: 'spectrum', access: 'write', buffer: 'products' },
      ],
      countWorkgroups: workgroupsOfSquares(tiling.filterSquares, tiling),
    },
    SHADERS,
  );
}
