import filterShader from '../../../shaders/fft/fft_filter.wgsl';
import inputShader from '../../../shaders/fft/fft_input.wgsl';
import outputShader from '../../../shaders/fft/fft_output.wgsl';
import passShader from '../../../shaders/fft/fft_pass.wgsl';
import productShader from '../../../shaders/fft/fft_product.wgsl';
import type { Conv2dProblem } from '../../problem/problem.ts';
import { caller, owned, read, write } from '../../wgsl/bindings.ts';
import { type KernelStep, makeStep, type StepInit } from '../../wgsl/step.ts';
import { epilogueBindings } from '../bindings.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import { type FftTiling, fftConstants, workgroupsOfSquares } from './fft_tiling.ts';

/** Squares to transform, and the two buffers that passes alternate between. */
interface Squares {
  readonly count: number;
  readonly buffers: readonly [string, string];
}

/** Writes the filter's squares, after their first pass, to the buffer `products`. */
export function fftFilterStep(problem: Conv2dProblem, tiling: FftTiling): KernelStep {
  const bindings = [read('filterWeights', caller('filter')), write('spectrum', owned('products'))];
  return fftStep(problem, tiling, { shader: filterShader, bindings }, tiling.filterSquares);
}

/** Writes the squares of the input's tiles, after their first pass, to the buffer `spectrum`. */
export function fftInputStep(problem: Conv2dProblem, tiling: FftTiling): KernelStep {
  const bindings = [read('input'), write('spectrum', owned('spectrum'))];
  return fftStep(problem, tiling, { shader: inputShader, bindings });
}

/** The next `passCount` passes of a transform, from its second on. */
export function fftPasses(
  problem: Conv2dProblem,
  tiling: FftTiling,
  { count, buffers }: Squares,
  passCount: number,
): KernelStep[] {
  return Array.from({ length: passCount }, (_, pass) => {
    const bindings = [
      read('before', owned(buffers[pass % 2])),
      write('after', owned(buffers[(pass + 1) % 2])),
    ];
    const constants = { LEVEL: (pass + 1) % tiling.digits };
    return fftStep(problem, tiling, { shader: passShader, constants, bindings }, count);
  });
}

/** Finishes `spectrum`, multiplies by `filterSpectrum`, and writes the first inverse pass to `products`. */
export function fftProductStep(problem: Conv2dProblem, tiling: FftTiling): KernelStep {
  const bindings = [
    read('spectrum', owned('spectrum')),
    read('filterSpectrum', owned('filterSpectrum')),
    write('products', owned('products')),
  ];
  return fftStep(problem, tiling, { shader: productShader, bindings });
}

/** Finishes the inverse transform of `products` and writes the output. */
export function fftOutputStep(problem: Conv2dProblem, tiling: FftTiling): KernelStep {
  const bindings = [read('products', owned('products')), ...epilogueBindings(problem)];
  return fftStep(problem, tiling, { shader: outputShader, bindings });
}

/** A step whose shader processes `squareCount` squares, four elements at a time. */
function fftStep(
  problem: Conv2dProblem,
  tiling: FftTiling,
  { shader, bindings, constants }: Pick<StepInit, 'shader' | 'bindings'> & Partial<StepInit>,
  squareCount = tiling.squareCount,
): KernelStep {
  return makeStep({
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
  });
}
