import { InvalidArgumentError } from '../errors.ts';
import type { Dtype, InputLayout } from '../problem/options.ts';
import { checkAxis, checkInteger, checkShape } from '../problem/validate.ts';
import { caller } from '../wgsl/bindings.ts';
import { denseStrides, mapStep } from './nn_map.ts';
import { defineOperator, type Operator, type ReceptiveWindow } from './operator.ts';

/** Shapes and options of {@link transpose}. */
export interface TransposeInit {
  /** Axis sizes, outermost first. */
  readonly inputShape: readonly number[];
  /** The input axis of each output axis. Default: in reverse. */
  readonly permutation?: readonly number[];
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/** Reorders axes: `input` → `output`. Semantics: WebNN's `transpose`. */
export function transpose(init: TransposeInit): Operator {
  const { inputShape, dtype = 'float32' } = init;
  checkShape('inputShape', inputShape);
  const axes = inputShape.map((_, axis) => axis);
  const permutation = init.permutation ?? axes.toReversed();
  if (permutation.toSorted((a, b) => a - b).join() !== axes.join()) {
    throw new InvalidArgumentError('permutation', permutation, `each of ${axes.join(', ')} once`);
  }
  const strides = denseStrides(inputShape);
  const shape = permutation.map((axis) => inputShape[axis]);
  return rearrange('transpose', inputShape, shape, shape, {
    input: permutation.map((axis) => strides[axis]),
    output: denseStrides(shape),
    dtype,
  });
}

/** Shapes and options of {@link pixelShuffle}. */
export interface PixelShuffleInit {
  /** `[n, c, h, w]` in the order of `inputLayout`. */
  readonly inputShape: readonly number[];
  /** Rows and columns that each pixel becomes. */
  readonly blockSize: number;
  /** Axes of input and output. Default `'nchw'`. */
  readonly inputLayout?: InputLayout;
  /**
   * Order within the input's channels. `'crd'`: output channel, then position in the block (PyTorch's PixelShuffle).
   * `'dcr'`: position in the block, then output channel (TensorFlow's depth_to_space, ONNX's default). Default `'crd'`.
   */
  readonly mode?: 'crd' | 'dcr';
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/**
 * Moves channels to rows and columns: `input` → `output`. Semantics: ONNX's DepthToSpace,
 * https://onnx.ai/onnx/operators/onnx__DepthToSpace.html
 */
export function pixelShuffle(init: PixelShuffleInit): Operator {
  const { inputShape, inputLayout = 'nchw', mode = 'crd', dtype = 'float32' } = init;
  const block = checkInteger('blockSize', init.blockSize, 1);
  checkShape('inputShape', inputShape, 4);
  const size = (axis: string) => inputShape[inputLayout.indexOf(axis)];
  const [n, inChannels, h, w] = ['n', 'c', 'h', 'w'].map(size);
  const c = inChannels / block ** 2;
  if (!Number.isInteger(c)) {
    throw new InvalidArgumentError('inputShape', inputShape, `a channel count divisible by ${block ** 2}`);
  }
  const isNchw = inputLayout === 'nchw';
  const [inC, inH, inW] = isNchw ? [h * w, w, 1] : [1, w * inChannels, inChannels];
  const [outC, outH, outW] = isNchw ? [h * w * block ** 2, w * block, 1] : [1, w * block * c, c];
  const [perChannel, perPlace] = mode === 'crd' ? [inC * block ** 2, inC] : [inC, inC * c];
  const shape = isNchw ? [n, c, h * block, w * block] : [n, h * block, w * block, c];
  return rearrange('pixelShuffle', inputShape, shape, [n, c, h, block, w, block], {
    input: [inChannels * h * w, perChannel, inH, perPlace * block, inW, perPlace],
    output: [inChannels * h * w, outC, outH * block, outH, outW * block, outW],
    dtype,
    window: { extent: [1, 1], strides: [1 / block, 1 / block] },
  });
}

/** Shapes and options of {@link concat}. */
export interface ConcatInit {
  /** One shape per input, equal except along `axis`. */
  readonly inputShapes: readonly (readonly number[])[];
  /** The axis to join along; -1 is the last. */
  readonly axis: number;
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/** Joins `input0`, `input1`, … along an axis → `output`. Semantics: WebNN's `concat`. */
export function concat(init: ConcatInit): Operator {
  const { inputShapes, dtype = 'float32' } = init;
  const [first = []] = inputShapes;
  const axis = checkAxis('axis', init.axis, first.length);
  for (const [index, shape] of inputShapes.entries()) {
    const fits = shape.length === first.length && shape.every((size, i) => i === axis || size === first[i]);
    if (!fits) {
      throw new InvalidArgumentError(
        `inputShapes[${index}]`,
        shape,
        `[${first.join(', ')}] except along axis ${axis}`,
      );
    }
  }
  const shape = first.with(
    axis,
    inputShapes.reduce((sum, input) => sum + input[axis], 0),
  );
  const strides = denseStrides(shape);
  let position = 0;
  const steps = inputShapes.map((sizes, index) => {
    const offset = position * strides[axis];
    position += sizes[axis];
    const a = { ...caller(`input${index}`), strides: denseStrides(sizes) };
    return mapStep({ sizes, a, output: { ...caller('output'), strides, offset }, dtype });
  });
  return defineOperator({
    kind: 'concat',
    inputs: Object.fromEntries(inputShapes.map((own, index) => [`input${index}`, { shape: own, dtype }])),
    outputs: { output: { shape, dtype } },
    steps,
  });
}

/** Shapes and options of {@link slice}. */
export interface SliceInit {
  /** Axis sizes, outermost first. */
  readonly inputShape: readonly number[];
  /** First element along each axis. */
  readonly starts: readonly number[];
  /** Elements along each axis. */
  readonly sizes: readonly number[];
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/** The block of `sizes` elements that begins at `starts`: `input` → `output`. Semantics: WebNN's `slice`. */
export function slice(init: SliceInit): Operator {
  const { inputShape, starts, sizes, dtype = 'float32' } = init;
  checkShape('sizes', sizes, checkShape('inputShape', inputShape).length);
  starts.forEach((start, axis) => {
    checkInteger(`starts[${axis}]`, start, 0);
    if (start + sizes[axis] <= inputShape[axis]) return;
    throw new InvalidArgumentError(`sizes[${axis}]`, sizes[axis], `at most ${inputShape[axis] - start}`);
  });
  const input = denseStrides(inputShape);
  const offset = starts.reduce((sum, start, axis) => sum + start * input[axis], 0);
  return rearrange('slice', inputShape, sizes, sizes, { input, offset, output: denseStrides(sizes), dtype });
}

/** An operator of one step that only moves elements. `sizes` is the index space, `moves` the strides in it. */
function rearrange(
  kind: string,
  inputShape: readonly number[],
  outputShape: readonly number[],
  sizes: readonly number[],
  moves: {
    input: readonly number[];
    offset?: number;
    output: readonly number[];
    dtype: Dtype;
    window?: ReceptiveWindow;
  },
): Operator {
  const { dtype, window } = moves;
  const step = mapStep({
    sizes,
    a: { ...caller('input'), strides: moves.input, offset: moves.offset },
    output: { ...caller('output'), strides: moves.output },
    dtype,
  });
  return defineOperator({
    kind,
    inputs: { input: { shape: inputShape, dtype } },
    outputs: { output: { shape: outputShape, dtype } },
    window,
    steps: [step],
  });
}
