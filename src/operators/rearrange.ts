import { InvalidArgumentError } from '../errors.ts';
import type { Dtype, InputLayout } from '../problem/options.ts';
import { checkAxis, checkInteger, checkShape } from '../problem/validate.ts';
import { caller } from '../wgsl/bindings.ts';
import { denseStrides, mapStep } from './nn_map.ts';
import { defineOperator, type Operator, type ReceptiveWindow } from './operator.ts';

/** What {@link transpose} is made from. */
export interface TransposeInit {
  readonly inputShape: readonly number[];
  /** Which axis of the input each axis of the output is. Default: in reverse. */
  readonly permutation?: readonly number[];
  readonly dtype?: Dtype;
}

/** Axes in another order. */
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

/** What {@link pixelShuffle} is made from. */
export interface PixelShuffleInit {
  readonly inputShape: readonly number[];
  /** Rows and columns that each pixel becomes. */
  readonly blockSize: number;
  /** Default `'nchw'`. */
  readonly inputLayout?: InputLayout;
  /**
   * Where a block's place stands among the channels: `'crd'` after the output channel (PyTorch's PixelShuffle), `'dcr'`
   * before it (TensorFlow's depth_to_space, ONNX's default). Default `'crd'`.
   */
  readonly mode?: 'crd' | 'dcr';
  readonly dtype?: Dtype;
}

/** Channels become rows and columns: ONNX's DepthToSpace, https://onnx.ai/onnx/operators/onnx__DepthToSpace.html */
export function pixelShuffle(init: PixelShuffleInit): Operator {
  const { inputShape, inputLayout = 'nchw', mode = 'crd', dtype = 'float32' } = init;
  const block = checkInteger('blockSize', init.blockSize, 1);
  checkShape('inputShape', inputShape, 4);
  const size = (axis: string) => inputShape[inputLayout.indexOf(axis)];
  const [n, inChannels, h, w] = ['n', 'c', 'h', 'w'].map(size);
  const c = inChannels / block ** 2;
  if (!Number.isInteger(c)) {
    throw new InvalidArgumentError(
      'inputShape',
      inputShape,
      `channels that ${block ** 2}, the block's pixels, divides`,
    );
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

/** What {@link concat} is made from. */
export interface ConcatInit {
  readonly inputShapes: readonly (readonly number[])[];
  /** -1 is the last. */
  readonly axis: number;
  readonly dtype?: Dtype;
}

/** Inputs `input0`, `input1`, … one after another along an axis. */
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

/** What {@link slice} is made from. */
export interface SliceInit {
  readonly inputShape: readonly number[];
  readonly starts: readonly number[];
  readonly sizes: readonly number[];
  readonly dtype?: Dtype;
}

/** The block of `sizes` elements that begins at `starts`: WebNN's `slice`. */
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

/** An operator of one step that only moves elements: `sizes` is the index space, `moves` the strides in it. */
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
