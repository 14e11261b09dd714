import shader from '../../shaders/nn/nn_conv_transpose2d.wgsl';
import { InvalidArgumentError } from '../errors.ts';
import { activationConstants, strideConstants } from '../kernels/constants.ts';
import { type ResolvedActivation, resolveActivation } from '../problem/activation.ts';
import {
  type FilterStrides,
  filterStrides,
  readFilterShape,
  readInputShape,
  shapeOf,
  type TensorStrides,
  tensorStrides,
} from '../problem/layouts.ts';
import type { Activation, Dtype, FilterLayout, InputLayout, Padding, Pair } from '../problem/options.ts';
import { resolvePadding } from '../problem/padding.ts';
import { checkInteger, checkPair, checkShape } from '../problem/validate.ts';
import { type BufferRef, caller, NOTHING, optional, read, write } from '../wgsl/bindings.ts';
import type { StepInit } from '../wgsl/step.ts';
import { defineOperator, elementCount, elementType, type Operator, type TensorSpec } from './operator.ts';

/** Shapes and options of {@link convTranspose2d}. Names follow WebNN's `convTranspose2d`. */
export interface ConvTranspose2dInit {
  /** `[n, c, h, w]` in the order of `inputLayout`. */
  readonly inputShape: readonly number[];
  /** `[inChannels, outChannels / groups, h, w]` in the order of `filterLayout`. */
  readonly filterShape: readonly number[];
  /**
   * Rows and columns cropped from the output's edges. `'same'` makes the output `strides` times the input. Default 0.
   */
  readonly padding?: Padding;
  /** Rows and columns between the outputs of neighboring inputs. Default 1. */
  readonly strides?: Pair;
  /** Distance between the taps of one window. Default 1. */
  readonly dilations?: Pair;
  /** Channel groups. Default 1. */
  readonly groups?: number;
  /** Rows and columns added at the bottom and right, less than the strides. Default 0. */
  readonly outputPadding?: number | readonly [number, number];
  /** Rows and columns of the output, instead of `outputPadding`. With `'same'` the padding follows from them. */
  readonly outputSizes?: readonly [number, number];
  /** Whether there is an input `bias`, `[outChannels]`. Default false. */
  readonly hasBias?: boolean;
  /** Applied last. Default none. */
  readonly activation?: Activation;
  /** Axes of input and output. Default `'nchw'`. */
  readonly inputLayout?: InputLayout;
  /** Axes of the filter, in any order. Default `'iohw'`. */
  readonly filterLayout?: FilterLayout | 'iohw' | 'hwoi';
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/** Sizes and strides of one dispatch of shaders/nn/nn_conv_transpose2d.wgsl. */
export interface GatherInit {
  readonly outChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outputCount: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly groupInChannels: number;
  readonly groupOutChannels: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly flipFilter: boolean;
  readonly activation: ResolvedActivation;
  readonly inputLayout: InputLayout;
  readonly inputStrides: TensorStrides;
  readonly filterStrides: FilterStrides;
  readonly dtype: Dtype;
  readonly buffers: { readonly input: BufferRef; readonly bias?: BufferRef; readonly output: BufferRef };
}

const WORKGROUP_SIZE = 64;

/** Sizes that follow from the options, and the rows and columns cropped from the output's edges. */
export function resolveTransposed(init: ConvTranspose2dInit) {
  const { inputShape, filterShape, inputLayout = 'nchw', filterLayout = 'iohw' } = init;
  const input = readInputShape(checkShape('inputShape', inputShape, 4), inputLayout);
  const filter = readFilterShape(checkShape('filterShape', filterShape, 4), filterLayout as FilterLayout);
  const groups = checkInteger('groups', init.groups ?? 1, 1);
  if (filter.inChannels !== input.channels || input.channels % groups !== 0) {
    const needs = `the input's ${input.channels} channels, divisible by ${groups} groups`;
    throw new InvalidArgumentError('filterShape', filterShape, needs);
  }
  const [strides, dilations] = [
    checkPair('strides', init.strides ?? 1),
    checkPair('dilations', init.dilations ?? 1),
  ];
  const grown = { height: input.height * strides[0], width: input.width * strides[1] };
  const window = {
    height: (filter.height - 1) * dilations[0] + 1,
    width: (filter.width - 1) * dilations[1] + 1,
  };
  const isSame = init.padding === 'same' || init.padding === 'same-lower';
  const [height, width] = (isSame && init.outputSizes) || [grown.height, grown.width];
  const pads = resolvePadding(init.padding ?? 0, { height, width }, window, strides);
  const given = isSame ? { outputSizes: [grown.height, grown.width] as const, ...init } : init;
  const [outHeight, outWidth] = outputSizesOf(given, strides, [
    grown.height - strides[0] + window.height - pads.padTop - pads.padBottom,
    grown.width - strides[1] + window.width - pads.padLeft - pads.padRight,
  ]);
  return { input, filter, groups, strides, dilations, pads, outHeight, outWidth };
}

/**
 * Transposed convolution, in which each input spreads the filter over the output: `input`, `filter` (and `bias`) →
 * `output`. Semantics: WebNN's `convTranspose2d`.
 */
export function convTranspose2d(init: ConvTranspose2dInit): Operator {
  const { inputShape, filterShape, inputLayout = 'nchw', filterLayout = 'iohw', dtype = 'float32' } = init;
  const { input, filter, groups, strides, dilations, pads, outHeight, outWidth } = resolveTransposed(init);
  const outChannels = filter.outChannels * groups;
  const outputShape = checkShape(
    'output.shape',
    shapeOf(inputLayout, [input.batch, outChannels, outHeight, outWidth]),
  );
  const step = gatherStep({
    outChannels,
    outHeight,
    outWidth,
    outputCount: elementCount(outputShape),
    inHeight: input.height,
    inWidth: input.width,
    filterHeight: filter.height,
    filterWidth: filter.width,
    groupInChannels: input.channels / groups,
    groupOutChannels: filter.outChannels,
    padTop: pads.padTop,
    padLeft: pads.padLeft,
    strides,
    dilations,
    flipFilter: false,
    activation: resolveActivation(init.activation),
    inputLayout,
    inputStrides: tensorStrides(inputLayout, { c: input.channels, h: input.height, w: input.width }),
    filterStrides: filterStrides(filterLayout as FilterLayout, {
      o: filter.outChannels,
      i: filter.inChannels,
      h: filter.height,
      w: filter.width,
    }),
    dtype,
    buffers: { input: caller('input'), bias: optional('bias', init.hasBias), output: caller('output') },
  });
  const inputs: Record<string, TensorSpec> = {
    input: { shape: inputShape, dtype },
    filter: { shape: filterShape, dtype },
  };
  if (init.hasBias) inputs.bias = { shape: [outChannels], dtype };
  return defineOperator({
    kind: 'convTranspose2d',
    inputs,
    outputs: { output: { shape: outputShape, dtype } },
    multiplyAddCount: elementCount(inputShape) * filter.outChannels * filter.height * filter.width,
    window: {
      extent: [Math.ceil(filter.height / strides[0]), Math.ceil(filter.width / strides[1])],
      strides: [1 / strides[0], 1 / strides[1]],
    },
    steps: [step],
  });
}

/** A dispatch that gathers, for each output, the inputs whose window covers it. */
export function gatherStep(init: GatherInit): StepInit {
  const { input, bias = NOTHING, output } = init.buffers;
  return {
    shader,
    constants: {
      OUT_CHANNELS: init.outChannels,
      OUT_HEIGHT: init.outHeight,
      OUT_WIDTH: init.outWidth,
      IN_HEIGHT: init.inHeight,
      IN_WIDTH: init.inWidth,
      FILTER_HEIGHT: init.filterHeight,
      FILTER_WIDTH: init.filterWidth,
      GROUP_IN_CHANNELS: init.groupInChannels,
      GROUP_OUT_CHANNELS: init.groupOutChannels,
      PAD_TOP: init.padTop,
      PAD_LEFT: init.padLeft,
      STRIDE_HEIGHT: init.strides[0],
      STRIDE_WIDTH: init.strides[1],
      DILATION_HEIGHT: init.dilations[0],
      DILATION_WIDTH: init.dilations[1],
      FLIP_FILTER: init.flipFilter,
      HAS_BIAS: bias.from !== 'nothing',
      OUTPUT_COUNT: init.outputCount,
      IS_NHWC: init.inputLayout === 'nhwc',
      ...strideConstants('INPUT', init.inputStrides),
      FILTER_STRIDE_O: init.filterStrides.o,
      FILTER_STRIDE_I: init.filterStrides.i,
      FILTER_STRIDE_H: init.filterStrides.h,
      FILTER_STRIDE_W: init.filterStrides.w,
      ...activationConstants(init.activation),
    },
    types: elementType(init.dtype),
    bindings: [
      read('input', input),
      read('filterWeights', caller('filter')),
      read('bias', bias),
      write('output', output),
    ],
    workgroupCount: Math.ceil(init.outputCount / WORKGROUP_SIZE),
  };
}

/** Rows and columns of the output: `least`, or up to a stride minus one more. @throws InvalidArgumentError. */
function outputSizesOf(
  { outputPadding = 0, outputSizes }: ConvTranspose2dInit,
  strides: readonly [number, number],
  least: readonly [number, number],
): [number, number] {
  const pair = typeof outputPadding === 'number' ? [outputPadding, outputPadding] : outputPadding;
  const sizes = outputSizes ?? [least[0] + pair[0], least[1] + pair[1]];
  sizes.forEach((size, axis) => {
    checkInteger('the output', size, 1);
    if (size >= least[axis] && size < least[axis] + strides[axis]) return;
    const name = outputSizes ? `outputSizes[${axis}]` : `outputPadding[${axis}]`;
    throw new InvalidArgumentError(
      name,
      size,
      `an output from ${least[axis]} to ${least[axis] + strides[axis] - 1}`,
    );
  });
  return [sizes[0], sizes[1]];
}
