import type { Conv2dProblem } from '../../problem/problem.ts';
import { type KernelStep, makeStep, type StepInit } from '../../wgsl/step.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import { SHADERS } from '../shaders.ts';
import { type FftTiling, fftConstants, workgroupsOfSquares } from './fft_tiling.ts';

/** A step whose shader goes over `countSquares` squares, four elements at a time. */
export function fftStep(
  problem: Conv2dProblem,
  tiling: FftTiling,
  { shader, bindings, constants }: Pick<StepInit, 'shader' | 'bindings'> & Partial<StepInit>,
  countSquares = tiling.countSquares,
): KernelStep {
  return makeStep(
    {
      shader,
      constants: {
        ...problemConstants(problem),
        ...fftConstants(tiling),
        COUNT_SQUARES: countSquares,
        ...constants,
      },
      types: elementTypes(problem),
      bindings,
      countWorkgroups: workgroupsOfSquares(countSquares, tiling),
    },
    SHADERS,
  );
}
