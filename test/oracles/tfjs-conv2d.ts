import type { ResolvedActivation } from '../../src/problem/activation.ts';
import type { Conv2dProblem } from '../../src/problem/problem.ts';
import type { Conv2dCase } from '../case.ts';
import type { CaseTensor, CaseTensors } from '../data.ts';
import type { Tensor, Tf } from './tfjs.ts';

/** The convolution put together from TensorFlow.js operations, in the order of the problem's `inputLayout`. */
export function conv2dByTfjs(
  tf: Tf,
  problem: Conv2dProblem,
  { padding }: Conv2dCase,
  tensors: CaseTensors,
): Float32Array {
  const { inputLayout, filterLayout, flipFilter, paddingMode, groups } = problem;
  const load = ({ data, shape }: CaseTensor) => tf.tensor(data, [...shape]);
  const inOrder = (x: Tensor, from: string, to: string) =>
    x.transpose([...to].map((axis) => from.indexOf(axis)));
  return tf.tidy(() => {
    const input = inOrder(load(tensors.input), inputLayout, 'nhwc');
    const hwio = inOrder(load(tensors.filter), filterLayout, 'hwio');
    const filter = flipFilter ? hwio.reverse([0, 1]) : hwio;
    // TensorFlow's own 'same', where it can do the rest too
    const usesSame = padding === 'same' && paddingMode === 'zeros' && !isStridedAndDilated(problem);
    const padded = usesSame ? input : addBorder(tf, problem, input);
    const convolve = groups > 1 && groups === problem.inChannels ? depthwise : grouped;
    let sum = convolve(tf, problem, padded, filter, usesSame ? 'same' : 'valid');
    if (tensors.bias) sum = sum.add(load(tensors.bias));
    if (tensors.residual) sum = sum.add(inOrder(load(tensors.residual), inputLayout, 'nhwc'));
    return inOrder(activate(tf, problem.activation, sum), 'nhwc', inputLayout).dataSync();
  });
}

function isStridedAndDilated(p: Conv2dProblem): boolean {
  return Math.max(p.strideHeight, p.strideWidth) > 1 && Math.max(p.dilationHeight, p.dilationWidth) > 1;
}

type Pad = 'same' | 'valid';

/** One group after the other: the CPU backend knows no groups. */
function grouped(tf: Tf, problem: Conv2dProblem, input: Tensor, filter: Tensor, pad: Pad): Tensor {
  const { groups } = problem;
  const [n, h, w, inChannels] = input.shape;
  const [kh, kw, ic, outChannels] = filter.shape;
  const [inSize, outSize] = [inChannels / groups, outChannels / groups];
  const parts = Array.from({ length: groups }, (_, group) => {
    const x = input.slice([0, 0, 0, group * inSize], [n, h, w, inSize]);
    const weights = filter.slice([0, 0, 0, group * outSize], [kh, kw, ic, outSize]);
    return strided(tf, problem, (strides, dilations) =>
      tf.conv2d(x, weights, strides, pad, 'NHWC', dilations),
    );
  });
  return tf.concat(parts, 3);
}

/** TensorFlow counts the outputs of a depthwise convolution as [input channel, multiplier], as we do. */
function depthwise(tf: Tf, problem: Conv2dProblem, input: Tensor, filter: Tensor, pad: Pad): Tensor {
  const [kh, kw] = filter.shape;
  const weights = filter.reshape([kh, kw, problem.inChannels, problem.outChannels / problem.inChannels]);
  return strided(tf, problem, (strides, dilations) =>
    tf.depthwiseConv2d(input, weights, strides, pad, 'NHWC', dilations),
  );
}

/** TensorFlow.js refuses strides and dilations together: dilated first, then every stride-th output. */
function strided(
  tf: Tf,
  problem: Conv2dProblem,
  convolve: (strides: number[], dilations: number[]) => Tensor,
): Tensor {
  const strides = [problem.strideHeight, problem.strideWidth];
  const dilations = [problem.dilationHeight, problem.dilationWidth];
  if (!isStridedAndDilated(problem)) return convolve(strides, dilations);
  const dense = convolve([1, 1], dilations);
  return tf.stridedSlice(dense, [0, 0, 0, 0], dense.shape, [1, ...strides, 1]);
}

function addBorder(tf: Tf, problem: Conv2dProblem, input: Tensor): Tensor {
  const rows = extend(tf, problem, input, 1, problem.padTop, problem.padBottom);
  return extend(tf, problem, rows, 2, problem.padLeft, problem.padRight);
}

/** Borders one axis. Mirrored and repeated ones are made too wide by whole periods, then cut. */
function extend(
  tf: Tf,
  problem: Conv2dProblem,
  x: Tensor,
  axis: 1 | 2,
  before: number,
  after: number,
): Tensor {
  const size = x.shape[axis];
  const onAxis = (value: number, elsewhere: number) =>
    x.shape.map((_, i) => (i === axis ? value : elsewhere));
  const cut = (wide: Tensor, margin: number) =>
    wide.slice(
      onAxis(margin - before, 0),
      wide.shape.map((s, i) => (i === axis ? before + size + after : s)),
    );
  const mode = problem.paddingMode === 'reflect' && size === 1 ? 'replicate' : problem.paddingMode;
  const most = Math.max(before, after);
  switch (mode) {
    case 'zeros':
    case 'constant':
      return tf.pad(
        x,
        x.shape.map((_, i) => (i === axis ? [before, after] : [0, 0])),
        problem.paddingValue,
      );
    case 'replicate': {
      const edge = (at: number, count: number) =>
        x
          .slice(
            onAxis(at, 0),
            x.shape.map((s, i) => (i === axis ? 1 : s)),
          )
          .tile(onAxis(count, 1));
      const parts = [...(before ? [edge(0, before)] : []), x, ...(after ? [edge(size - 1, after)] : [])];
      return tf.concat(parts, axis);
    }
    case 'circular': {
      const periods = Math.ceil(most / size);
      return cut(x.tile(onAxis(2 * periods + 1, 1)), periods * size);
    }
    default: {
      const step = mode === 'reflect' ? size - 1 : size;
      let wide = x;
      let margin = 0;
      for (; margin < most; margin += step) {
        wide = tf.mirrorPad(
          wide,
          x.shape.map((_, i) => (i === axis ? [step, step] : [0, 0])),
          mode,
        );
      }
      return cut(wide, margin);
    }
  }
}

function activate(tf: Tf, { type, a, b }: ResolvedActivation, x: Tensor): Tensor {
  switch (type) {
    case 'identity':
      return x;
    case 'relu':
      return tf.relu(x);
    case 'relu6':
      return tf.relu6(x);
    case 'leaky-relu':
      return tf.leakyRelu(x, a);
    case 'elu':
      // tf.elu has alpha 1: the positive part as it is, the negative part times alpha
      return tf.relu(x).add(tf.elu(tf.relu(x.mul(-1)).mul(-1)).mul(a));
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'tanh':
      return tf.tanh(x);
    case 'silu':
      return x.mul(tf.sigmoid(x));
    case 'gelu-erf':
      return x.mul(0.5).mul(tf.erf(x.mul(Math.SQRT1_2)).add(1));
    case 'gelu-tanh': {
      const inner = x
        .mul(x)
        .mul(x)
        .mul(0.044715)
        .add(x)
        .mul(Math.sqrt(2 / Math.PI));
      return x.mul(0.5).mul(tf.tanh(inner).add(1));
    }
    case 'hard-swish':
      return x.mul(tf.relu6(x.add(3))).div(6);
    case 'clamp':
      return tf.clipByValue(x, a, b);
  }
}
