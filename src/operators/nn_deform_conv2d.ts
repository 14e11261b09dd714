import shader from '../../shaders/nn/nn_deform_conv2d.wgsl';
import { InvalidArgumentError } from '../errors.ts';
import { elementTypes, problemConstants, strideConstants } from '../kernels/constants.ts';
import { shapeOf, tensorStrides } from '../problem/layouts.ts';
import type { Conv2dSettings, Dtype } from '../problem/options.ts';
import { flopsOf, outputShapeOf } from '../problem/problem.ts';
import { checkInteger } from '../problem/validate.ts';
import { caller, optional, read, write } from '../wgsl/bindings.ts';
import { conv2dProblemOf } from './convolution.ts';
import { defineOperator, elementCount, type Operator, type TensorSpec } from './operator.ts';

/** Shapes and options of {@link deformConv2d}. Names follow `conv2d`. */
export interface DeformConv2dInit
  extends Omit<Conv2dSettings, 'paddingMode' | 'paddingValue' | 'flipFilter' | 'accuracy'> {
  /** `[n, c, h, w]` in the order of `inputLayout`. */
  readonly inputShape: readonly number[];
  /** `[outChannels, inChannels / groups, h, w]` in the order of `filterLayout`. */
  readonly filterShape: readonly number[];
  /** Groups of input channels, each with its own offsets. Default 1. */
  readonly offsetGroups?: number;
  /** Whether there is an input `mask` that weights each tap (v2). Default false. */
  readonly hasMask?: boolean;
  /** Whether there is an input `bias`, `[outChannels]`. Default false. */
  readonly hasBias?: boolean;
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

const WORKGROUP_SIZE = 64;

/**
 * Deformable convolution, v2 with a `mask`: `input`, `filter`, `offset` (and `mask`, `bias`) → `output`. `offset` has
 * `2 · offsetGroups · filterHeight · filterWidth` channels at the output's size: for each group and tap the rows down,
 * then the columns right. `mask` has half as many. Semantics: ONNX DeformConv, torchvision's `deform_conv2d`.
 */
export function deformConv2d(init: DeformConv2dInit): Operator {
  const { offsetGroups = 1, hasMask = false, ...settings } = init;
  const problem = conv2dProblemOf(settings);
  const { inputShape, filterShape, dtype = 'float32' } = init;
  const { batch, inChannels, outHeight: h, outWidth: w, inputLayout } = problem;
  if (inChannels % checkInteger('offsetGroups', offsetGroups, 1) !== 0) {
    throw new InvalidArgumentError(
      'offsetGroups',
      offsetGroups,
      `a divisor of the input's ${inChannels} channels`,
    );
  }
  const tapCount = offsetGroups * problem.filterHeight * problem.filterWidth;
  const perTap = (c: number) => ({
    spec: { shape: shapeOf(inputLayout, [batch, c, h, w]), dtype },
    strides: tensorStrides(inputLayout, { c, h, w }),
  });
  const [offsets, masks] = [perTap(2 * tapCount), perTap(tapCount)];
  const inputs: Record<string, TensorSpec> = {
    input: { shape: inputShape, dtype },
    filter: { shape: filterShape, dtype },
    offset: offsets.spec,
  };
  if (hasMask) inputs.mask = masks.spec;
  if (init.hasBias) inputs.bias = { shape: [problem.outChannels], dtype };
  const outputShape = outputShapeOf(problem);
  return defineOperator({
    kind: 'deformConv2d',
    inputs,
    outputs: { output: { shape: outputShape, dtype } },
    multiplyAddCount: flopsOf(problem) / 2,
    steps: [
      {
        shader,
        constants: {
          ...problemConstants(problem),
          OFFSET_CHANNELS: inChannels / offsetGroups,
          HAS_MASK: hasMask,
          OUTPUT_COUNT: elementCount(outputShape),
          ...strideConstants('OFFSET', offsets.strides),
          ...strideConstants('MASK', masks.strides),
        },
        types: elementTypes(problem),
        bindings: [
          read('input'),
          read('filterWeights', caller('filter')),
          read('offset'),
          read('mask', optional('mask', hasMask)),
          read('bias', optional('bias', init.hasBias)),
          write('output'),
        ],
        workgroupCount: Math.ceil(elementCount(outputShape) / WORKGROUP_SIZE),
      },
    ],
  });
}
