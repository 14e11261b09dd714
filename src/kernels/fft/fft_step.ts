import type { Conv2dProblem } from '../../problem/problem.ts';
import { type KernelStep, makeStep, type StepInit } from '../../wgsl/step.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import { SHADERS } from '../shaders.ts';
import { type FftTiling, fftConstants, workgroupsOfSquares } from './fft_tiling.ts';

/** A step whose shader goes over `squareCount` squares, four elements at a time. */
export function fftStep(
  problem: Conv2dProblem,
  tiling: FftTiling,
  { shader, bindings, constants }: Pick<StepInit, 'shader' | 'bindings'> & Partial<StepInit>,
  squareCount = tiling.squareCount,
): KernelStep {
  return makeStep(
    {
      shader,
      constants: {
        ...problemConstants(problem),
        ...fftConstants(tiling),
        SQUARE_COUNT: squareCount,
        ...constants,
      },
      types: elementTypes(problem),
      bindings,
      workgroupCount: workgroupsOfSquares(squareCount, tiling),
    },
    SHADERS,
  );
}
