import { loadPeer } from '../peers/load.mjs';

/** What we use of TensorFlow.js; its own types come only with `test/peers`, which is not always installed. */
export interface Tensor {
  readonly shape: number[];
  dataSync(): Float32Array;
  add(other: Tensor | number): Tensor;
  mul(other: Tensor | number): Tensor;
  div(other: Tensor | number): Tensor;
  transpose(permutation: number[]): Tensor;
  slice(begin: number[], size: number[]): Tensor;
  reverse(axes: number[]): Tensor;
  tile(repetitions: number[]): Tensor;
  reshape(shape: number[]): Tensor;
}

export interface Tf {
  setBackend(name: string): Promise<boolean>;
  tidy<T>(run: () => T): T;
  tensor(data: Float32Array, shape: number[]): Tensor;
  concat(tensors: Tensor[], axis: number): Tensor;
  pad(x: Tensor, pads: number[][], value: number): Tensor;
  mirrorPad(x: Tensor, pads: number[][], mode: 'reflect' | 'symmetric'): Tensor;
  stridedSlice(x: Tensor, begin: number[], end: number[], strides: number[]): Tensor;
  conv2d(
    x: Tensor,
    filter: Tensor,
    strides: number[],
    pad: 'valid' | 'same',
    format: 'NHWC',
    dilations: number[],
  ): Tensor;
  depthwiseConv2d: Tf['conv2d'];
  relu(x: Tensor): Tensor;
  relu6(x: Tensor): Tensor;
  leakyRelu(x: Tensor, slope: number): Tensor;
  elu(x: Tensor): Tensor;
  sigmoid(x: Tensor): Tensor;
  tanh(x: Tensor): Tensor;
  erf(x: Tensor): Tensor;
  clipByValue(x: Tensor, min: number, max: number): Tensor;
}

/** TensorFlow.js on its CPU backend, or undefined where `test/peers` is not installed. */
export async function loadTfjs(): Promise<Tf | undefined> {
  const tf = (await loadPeer('@tensorflow/tfjs').catch(() => undefined)) as Tf | undefined;
  await tf?.setBackend('cpu');
  return tf;
}
