import shader from '../../shaders/nn/nn_fold_border.wgsl';
import { problemConstants, strideConstants } from '../kernels/constants.ts';
import { tensorStrides } from '../problem/layouts.ts';
import { type Conv2dProblem, inputShapeOf } from '../problem/problem.ts';
import { caller, owned, read, write } from '../wgsl/bindings.ts';
import type { StepInit } from '../wgsl/step.ts';
import { elementCount, elementType } from './operator.ts';

const WORKGROUP_SIZE = 64;

/** Folds a padded input's gradient, in the buffer `padded`, back onto the pixels that the border copied. */
export function foldBorderStep(problem: Conv2dProblem): StepInit {
  const outputCount = elementCount(inputShapeOf(problem));
  return {
    shader,
    constants: {
      ...problemConstants(problem),
      CHANNELS: problem.inChannels,
      HEIGHT: problem.inHeight,
      WIDTH: problem.inWidth,
      PAD_BOTTOM: problem.padBottom,
      PAD_RIGHT: problem.padRight,
      OUTPUT_COUNT: outputCount,
      ...strideConstants('INPUT', paddedStrides(problem)),
    },
    types: elementType(problem.dtype),
    bindings: [read('input', owned('padded')), write('output', caller('inputGradient'))],
    workgroupCount: Math.ceil(outputCount / WORKGROUP_SIZE),
  };
}

/** Rows and columns of the padded input. */
export function paddedSizes(problem: Conv2dProblem): [number, number] {
  return [
    problem.inHeight + problem.padTop + problem.padBottom,
    problem.inWidth + problem.padLeft + problem.padRight,
  ];
}

function paddedStrides(problem: Conv2dProblem) {
  const [h, w] = paddedSizes(problem);
  return tensorStrides(problem.inputLayout, { c: problem.inChannels, h, w });
}
