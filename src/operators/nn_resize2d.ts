import shader from '../../shaders/nn/nn_resize2d.wgsl';
import { InvalidArgumentError, UnsupportedError } from '../errors.ts';
import { strideConstants } from '../kernels/constants.ts';
import { readInputShape, shapeOf, tensorStrides } from '../problem/layouts.ts';
import type { Dtype, InputLayout, Pair } from '../problem/options.ts';
import { checkOneOf, checkPair, checkShape, MAX_EXTENT } from '../problem/validate.ts';
import { read, write } from '../wgsl/bindings.ts';
import { defineOperator, elementCount, elementType, type Operator } from './operator.ts';

const COORDINATES = ['half-pixel', 'align-corners', 'asymmetric'] as const;
const ROUNDINGS = ['floor', 'round-prefer-floor', 'round-prefer-ceil', 'ceil'] as const;

/** Shapes and options of {@link resize2d}. */
export interface Resize2dInit {
  /** `[n, c, h, w]` in the order of `inputLayout`. */
  readonly inputShape: readonly number[];
  /** `[height, width]` of the output. Give either `sizes` or `scales`. */
  readonly sizes?: Pair;
  /** `[height, width]` of the output divided by those of the input. The products must be whole numbers. */
  readonly scales?: readonly [height: number, width: number];
  /** Interpolation. Default `'nearest-neighbor'`, as in WebNN. */
  readonly mode?: 'nearest-neighbor' | 'linear';
  /** How output pixels map to the input, by ONNX's names. Default `'half-pixel'`, as in WebNN. */
  readonly coordinates?: (typeof COORDINATES)[number];
  /** How `'nearest-neighbor'` rounds, by ONNX's names. Default `'round-prefer-floor'`. */
  readonly rounding?: (typeof ROUNDINGS)[number];
  /** Axes of input and output. Default `'nchw'`. */
  readonly inputLayout?: InputLayout;
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

const WORKGROUP_SIZE = 64;

/**
 * Samples a picture at another size: `input` → `output`. Positions outside read the edge. Semantics: WebNN's
 * `resample2d`, ONNX's Resize.
 */
export function resize2d(init: Resize2dInit): Operator {
  const { inputShape, dtype = 'float32' } = init;
  const layout = checkOneOf('inputLayout', init.inputLayout ?? 'nchw', ['nchw', 'nhwc']);
  const mode = checkOneOf('mode', init.mode ?? 'nearest-neighbor', ['nearest-neighbor', 'linear']);
  const coordinates = checkOneOf('coordinates', init.coordinates ?? 'half-pixel', COORDINATES);
  const rounding = checkOneOf('rounding', init.rounding ?? 'round-prefer-floor', ROUNDINGS);
  const { batch, channels, height, width } = readInputShape(checkShape('inputShape', inputShape, 4), layout);
  const [outHeight, outWidth] = init.scales
    ? [scaled(height, init.scales[0]), scaled(width, init.scales[1])]
    : checkPair('sizes', init.sizes as Pair);
  const outputShape = checkShape('sizes', shapeOf(layout, [batch, channels, outHeight, outWidth]));
  const fraction = (name: string, inSize: number, outSize: number) => {
    const exact = placeFraction(coordinates, inSize, outSize);
    const { numerator, shift, denominator } = mode === 'linear' ? exact : rounded(exact, rounding);
    if (outSize * numerator + denominator > MAX_EXTENT) {
      throw new InvalidArgumentError('sizes', outSize, `a size whose product with ${inSize} fits an i32`);
    }
    return {
      [`NUMERATOR_${name}`]: numerator,
      [`SHIFT_${name}`]: shift,
      [`DENOMINATOR_${name}`]: denominator,
    };
  };
  return defineOperator({
    kind: 'resize2d',
    inputs: { input: { shape: inputShape, dtype } },
    outputs: { output: { shape: outputShape, dtype } },
    window: {
      extent: mode === 'linear' ? [2, 2] : [1, 1],
      strides: [height / outHeight, width / outWidth],
    },
    steps: [
      {
        shader,
        constants: {
          IS_LINEAR: mode === 'linear',
          CHANNELS: channels,
          IN_HEIGHT: height,
          IN_WIDTH: width,
          OUT_HEIGHT: outHeight,
          OUT_WIDTH: outWidth,
          ...fraction('HEIGHT', height, outHeight),
          ...fraction('WIDTH', width, outWidth),
          OUTPUT_COUNT: elementCount(outputShape),
          IS_NHWC: layout === 'nhwc',
          ...strideConstants('INPUT', tensorStrides(layout, { c: channels, h: height, w: width })),
        },
        types: elementType(dtype),
        bindings: [read('input'), write('output')],
        workgroupCount: Math.ceil(elementCount(outputShape) / WORKGROUP_SIZE),
      },
    ],
  });
}

/**
 * A size times a scale. ONNX places pixels by the scale, this library by the sizes: the same if the product, in float32
 * as scales are, is whole.
 */
function scaled(size: number, scale: number): number {
  const product = Math.fround(size * scale);
  if (Number.isInteger(product)) return product;
  throw new UnsupportedError(`resizing ${size} pixels by ${scale} gives no whole size; use sizes`);
}

interface Fraction {
  readonly numerator: number;
  readonly shift: number;
  readonly denominator: number;
}

/** The position of an output index along one axis of the input, (index · numerator + shift) / denominator. */
function placeFraction(coordinates: (typeof COORDINATES)[number], inSize: number, outSize: number): Fraction {
  switch (coordinates) {
    case 'half-pixel':
      return { numerator: 2 * inSize, shift: inSize - outSize, denominator: 2 * outSize };
    case 'align-corners':
      return { numerator: inSize - 1, shift: 0, denominator: Math.max(outSize - 1, 1) };
    case 'asymmetric':
      return { numerator: inSize, shift: 0, denominator: outSize };
  }
}

/** The fraction whose floor is `exact`, rounded by `rounding`. */
function rounded(
  { numerator, shift, denominator }: Fraction,
  rounding: (typeof ROUNDINGS)[number],
): Fraction {
  const half = {
    floor: 0,
    'round-prefer-floor': denominator - 1,
    'round-prefer-ceil': denominator,
    ceil: 2 * denominator - 1,
  }[rounding];
  return { numerator: 2 * numerator, shift: 2 * shift + half, denominator: 2 * denominator };
}
