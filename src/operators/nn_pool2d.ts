import shader from '../../shaders/nn/nn_pool2d.wgsl';
import { InvalidArgumentError } from '../errors.ts';
import { strideConstants } from '../kernels/constants.ts';
import { readInputShape, shapeOf, tensorStrides } from '../problem/layouts.ts';
import type { Dtype, InputLayout, Padding, Pair } from '../problem/options.ts';
import { resolvePadding } from '../problem/padding.ts';
import { checkBoolean, checkOneOf, checkPair, checkShape } from '../problem/validate.ts';
import { read, write } from '../wgsl/bindings.ts';
import { defineOperator, elementCount, elementType, type Operator } from './operator.ts';

/** Kinds of pooling. The index in this list is `POOLING` in shaders/nn/nn_pool2d.wgsl. */
const POOLINGS = ['max', 'average', 'l2'] as const;

/** A kind of pooling. */
export type Pooling = (typeof POOLINGS)[number];

/** Shapes and options of the poolings. Names follow WebNN's pool2d. */
export interface Pool2dInit {
  /** `[n, c, h, w]` in the order of `inputLayout`. */
  readonly inputShape: readonly number[];
  /** Rows and columns of a window. Default: the whole input (global pooling). */
  readonly windowDimensions?: Pair;
  /** Step between windows. Default 1, as in WebNN. */
  readonly strides?: Pair;
  /** Distance between the taps of one window. Default 1. */
  readonly dilations?: Pair;
  /** Border around the input. Default 0. */
  readonly padding?: Padding;
  /** `'ceil'` adds a last window that reaches past the end, if it starts inside. Default `'floor'`. */
  readonly outputShapeRounding?: 'floor' | 'ceil';
  /** Whether the mean counts the padding as zeros. Default false. */
  readonly countIncludePad?: boolean;
  /** Axes of input and output. Default `'nchw'`. */
  readonly inputLayout?: InputLayout;
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/** A pooling with every default filled in and every size checked. */
export interface Pool2dProblem {
  readonly pooling: Pooling;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly dtype: Dtype;
  readonly window: readonly [number, number];
  readonly extent: readonly [number, number];
  readonly strides: readonly [number, number];
  /** Constants that the shaders declare. */
  readonly constants: Readonly<Record<string, number | boolean>>;
}

const WORKGROUP_SIZE = 64;

/** The largest value of each window: `input` → `output`. Semantics: WebNN's `maxPool2d`. */
export const maxPool2d = (init: Pool2dInit): Operator => pool2d('max', init);

/**
 * The mean of each window: `input` → `output`. Semantics: WebNN's `averagePool2d`, with PyTorch's `countIncludePad`.
 */
export const averagePool2d = (init: Pool2dInit): Operator => pool2d('average', init);

/** The square root of each window's sum of squares: `input` → `output`. Semantics: WebNN's `l2Pool2d`. */
export const l2Pool2d = (init: Pool2dInit): Operator => pool2d('l2', init);

/** Checks shapes and options and fills in the defaults. @throws InvalidArgumentError. */
export function createPool2dProblem(pooling: Pooling, init: Pool2dInit): Pool2dProblem {
  const { inputShape, dtype = 'float32' } = init;
  const layout = checkOneOf('inputLayout', init.inputLayout ?? 'nchw', ['nchw', 'nhwc']);
  const { batch, channels, height, width } = readInputShape(checkShape('inputShape', inputShape, 4), layout);
  const window = checkPair('windowDimensions', init.windowDimensions ?? [height, width]);
  const strides = checkPair('strides', init.strides ?? 1);
  const dilations = checkPair('dilations', init.dilations ?? 1);
  const rounding = checkOneOf('outputShapeRounding', init.outputShapeRounding ?? 'floor', ['floor', 'ceil']);
  const extent = [0, 1].map((axis) => (window[axis] - 1) * dilations[axis] + 1) as [number, number];
  const pads = resolvePadding(
    init.padding ?? 0,
    { height, width },
    { height: extent[0], width: extent[1] },
    strides,
  );
  const rows = windowCount(height, pads.padTop, pads.padBottom, extent[0], strides[0], rounding);
  const columns = windowCount(width, pads.padLeft, pads.padRight, extent[1], strides[1], rounding);
  return {
    pooling,
    inputShape,
    outputShape: shapeOf(layout, [batch, channels, rows, columns]),
    dtype,
    window,
    extent,
    strides,
    constants: {
      POOLING: POOLINGS.indexOf(pooling),
      CHANNELS: channels,
      IN_HEIGHT: height,
      IN_WIDTH: width,
      OUT_HEIGHT: rows,
      OUT_WIDTH: columns,
      WINDOW_HEIGHT: window[0],
      WINDOW_WIDTH: window[1],
      PAD_TOP: pads.padTop,
      PAD_LEFT: pads.padLeft,
      PADDED_BOTTOM: height + pads.padBottom,
      PADDED_RIGHT: width + pads.padRight,
      STRIDE_HEIGHT: strides[0],
      STRIDE_WIDTH: strides[1],
      DILATION_HEIGHT: dilations[0],
      DILATION_WIDTH: dilations[1],
      COUNT_INCLUDE_PAD: checkBoolean('countIncludePad', init.countIncludePad ?? false),
      IS_NHWC: layout === 'nhwc',
      OUTPUT_COUNT: batch * channels * rows * columns,
      ...strideConstants('INPUT', tensorStrides(layout, { c: channels, h: height, w: width })),
      ...strideConstants('OUTPUT', tensorStrides(layout, { c: channels, h: rows, w: columns })),
    },
  };
}

function pool2d(pooling: Pooling, init: Pool2dInit): Operator {
  const problem = createPool2dProblem(pooling, init);
  const { inputShape, outputShape, dtype, extent, strides, constants } = problem;
  return defineOperator({
    kind: `${pooling}Pool2d`,
    inputs: { input: { shape: inputShape, dtype } },
    outputs: { output: { shape: outputShape, dtype } },
    window: { extent, strides },
    steps: [
      {
        shader,
        constants,
        types: elementType(dtype),
        bindings: [read('input'), write('output')],
        workgroupCount: Math.ceil(elementCount(outputShape) / WORKGROUP_SIZE),
      },
    ],
  });
}

/** Windows along one axis; with `'ceil'` also one that starts inside the input or the padding before it. */
function windowCount(
  size: number,
  padBefore: number,
  padAfter: number,
  extent: number,
  stride: number,
  rounding: 'floor' | 'ceil',
): number {
  const room = size + padBefore + padAfter - extent;
  if (room < 0)
    throw new InvalidArgumentError('windowDimensions', extent, `at most ${room + extent}, the padded input`);
  if (rounding === 'floor') return Math.floor(room / stride) + 1;
  const count = Math.ceil(room / stride) + 1;
  return (count - 1) * stride >= size + padBefore ? count - 1 : count;
}
