import { loadPeer } from '../peers/load.mjs';
import { gradientCases, wholeNumbers } from './gradient-graphs.ts';

/** What the cases take of TensorFlow.js; its own types come only with `test/peers`, which is not always installed. */
interface Tensor {
  add(other: Tensor): Tensor;
  mul(other: Tensor): Tensor;
  relu(): Tensor;
  leakyRelu(slope: number): Tensor;
  matMul(other: Tensor): Tensor;
  square(): Tensor;
  transpose(permutation: readonly number[]): Tensor;
  sum(): Tensor;
  concat(other: Tensor, axis: number): Tensor;
  dataSync(): Float32Array;
}

type Padding = 'valid' | [[0, 0], [number, number], [number, number], [0, 0]];

interface Tf {
  setBackend(name: string): Promise<boolean>;
  tensor(data: readonly number[], shape: readonly number[]): Tensor;
  variable(initial: Tensor, trainable: boolean, name: string): Tensor;
  variableGrads(f: () => Tensor): { value: Tensor; grads: Record<string, Tensor> };
  conv2d(x: Tensor, filter: Tensor, strides: number, pad: Padding): Tensor;
  depthwiseConv2d(x: Tensor, filter: Tensor, strides: number, pad: Padding): Tensor;
  conv2dTranspose(x: Tensor, filter: Tensor, shape: number[], strides: number, pad: 'valid'): Tensor;
  avgPool(x: Tensor, size: number, strides: number, pad: 'valid'): Tensor;
}

type Network = (tf: Tf, x: Tensor, variables: Readonly<Record<string, Tensor>>) => Tensor;

const padded = (rows: [number, number], columns: [number, number]): Padding => [
  [0, 0],
  rows,
  columns,
  [0, 0],
];

/** The networks of `gradientCases` in TensorFlow.js's own words. */
const NETWORKS: Readonly<Record<string, Network>> = {
  'conv2d, strided and padded, with bias and ReLU': (tf, x, { filter, bias }) =>
    tf
      .conv2d(x, filter, 2, padded([1, 1], [1, 0]))
      .add(bias)
      .relu(),
  'depthwise, with a multiplier': (tf, x, { filter }) =>
    tf.depthwiseConv2d(x, filter, 1, padded([1, 1], [1, 1])),
  'transposed, strided': (tf, x, { filter, bias }) =>
    tf.conv2dTranspose(x, filter, [1, 9, 10, 2], 2, 'valid').add(bias),
  'transposed, another layout, a row more': (tf, x, { filter }) =>
    tf.conv2dTranspose(x, filter.transpose([2, 3, 0, 1]), [1, 10, 10, 2], 2, 'valid'),
  'average pooling, then leaky ReLU': (tf, x, { filter }) =>
    tf.avgPool(tf.conv2d(x, filter, 1, 'valid'), 2, 2, 'valid').leakyRelu(0.25),
  'fully connected, after a sum and a product with broadcast': (_, x, { factor, shift, weight, bias }) =>
    x.mul(factor).add(shift).matMul(weight).add(bias),
  'a branch concatenated with its source': (tf, x, { filter, mix }) =>
    tf.conv2d(x.concat(tf.conv2d(x, filter, 1, padded([1, 1], [1, 1])), 3), mix, 1, 'valid'),
};

/** Loss and gradients on TensorFlow.js's CPU backend, by the names of the variables. */
export async function tfjsGradients(name: string): Promise<Record<string, number[]>> {
  const tf = (await loadPeer('@tensorflow/tfjs')) as Tf;
  await tf.setBackend('cpu');
  const { input, variables } = gradientCases[name];
  const x = tf.tensor(wholeNumbers(input, 1), input);
  const own = Object.fromEntries(
    Object.entries(variables).map(([key, shape], index) => [
      key,
      tf.variable(tf.tensor(wholeNumbers(shape, index + 2), shape), true, `${name} ${key}`),
    ]),
  );
  const { value, grads } = tf.variableGrads(() => NETWORKS[name](tf, x, own).square().sum());
  const found = Object.keys(variables).map((key) => [key, Array.from(grads[`${name} ${key}`].dataSync())]);
  return { loss: Array.from(value.dataSync()), ...Object.fromEntries(found) };
}
