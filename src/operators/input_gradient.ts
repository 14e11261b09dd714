import { resolveActivation } from '../problem/activation.ts';
import { filterStrides, tensorStrides } from '../problem/layouts.ts';
import { type Conv2dProblem, outputShapeOf } from '../problem/problem.ts';
import { caller, owned } from '../wgsl/bindings.ts';
import { adjointConvolution } from './adjoint_convolution.ts';
import { type Conv2dOperatorInit, conv2dProblemOf } from './convolution.ts';
import { type GatherInit, gatherStep } from './nn_conv_transpose2d.ts';
import { foldBorderStep, paddedSizes } from './nn_fold_border.ts';
import { defineOperator, elementCount, type Operator } from './operator.ts';

/**
 * The gradient of `conv2d` with respect to its input: `outputGradient`, `filter` → `inputGradient`. It runs on the
 * kernels of conv2d if possible. If the border repeats the input, the padded input's gradient is folded back. The
 * convolution's activation is not part of it: take `activationGradient` first.
 */
export function conv2dInputGradient(init: Conv2dOperatorInit): Operator {
  const problem = conv2dProblemOf(init);
  const { inputShape, filterShape, dtype = 'float32' } = init;
  const outputShape = outputShapeOf(problem);
  const repeatsInput = problem.paddingMode !== 'zeros' && problem.paddingMode !== 'constant';
  const [height, width] = paddedSizes(problem);
  const paddedBytes = problem.batch * problem.inChannels * height * width * 4;
  const gathered = defineOperator({
    kind: 'conv2dInputGradient',
    inputs: { outputGradient: { shape: outputShape, dtype }, filter: { shape: filterShape, dtype } },
    outputs: { inputGradient: { shape: inputShape, dtype } },
    multiplyAddCount: (elementCount(outputShape) * elementCount(filterShape)) / problem.outChannels,
    scratch: repeatsInput ? { padded: paddedBytes } : {},
    steps: repeatsInput
      ? [gatherStep(adjoint(problem, { padded: true })), foldBorderStep(problem)]
      : [gatherStep(adjoint(problem, { padded: false }))],
  });
  return { ...gathered, plan: adjointConvolution(problem) ?? gathered.plan };
}

/** The gather that is the adjoint of `problem`. It writes the input, with or without its border. */
function adjoint(problem: Conv2dProblem, { padded }: { padded: boolean }): GatherInit {
  const { groups, filterHeight, filterWidth, inChannels, outChannels } = problem;
  const [outHeight, outWidth] = padded ? paddedSizes(problem) : [problem.inHeight, problem.inWidth];
  const groupOutChannels = inChannels / groups;
  const sizes = { o: outChannels, i: groupOutChannels, h: filterHeight, w: filterWidth };
  const forward = filterStrides(problem.filterLayout, sizes);
  return {
    outChannels: inChannels,
    outHeight,
    outWidth,
    outputCount: problem.batch * inChannels * outHeight * outWidth,
    inHeight: problem.outHeight,
    inWidth: problem.outWidth,
    filterHeight,
    filterWidth,
    groupInChannels: outChannels / groups,
    groupOutChannels,
    padTop: padded ? 0 : problem.padTop,
    padLeft: padded ? 0 : problem.padLeft,
    strides: [problem.strideHeight, problem.strideWidth],
    dilations: [problem.dilationHeight, problem.dilationWidth],
    flipFilter: problem.flipFilter,
    activation: resolveActivation(undefined),
    inputLayout: problem.inputLayout,
    inputStrides: tensorStrides(problem.inputLayout, {
      c: outChannels,
      h: problem.outHeight,
      w: problem.outWidth,
    }),
    filterStrides: { ...forward, o: forward.i, i: forward.o },
    dtype: problem.dtype,
    buffers: { input: caller('outputGradient'), output: padded ? owned('padded') : caller('inputGradient') },
  };
}
