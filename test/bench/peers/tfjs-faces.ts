import type { WeightTensor } from 'webgpu-conv/nn';
import type { Entry } from '../contestant.ts';
import type { Pixels } from '../models/pictures.ts';
import { globalNamed } from './load.ts';
import { finish, type Tensorflow, type TfTensor, tensorEntry, uploadTo } from './tfjs.ts';

interface TensorflowOps extends Tensorflow {
  sub(a: TfTensor, b: TfTensor): TfTensor;
  mul(a: TfTensor, b: number): TfTensor;
  maxPool(x: TfTensor, size: number, strides: number, pad: 'same'): TfTensor;
  tidy<T>(run: () => T): T;
}

const MEAN_COLOR = Float32Array.of(117.001, 114.697, 97.404);

/** face-api's tiny face detector, as face-api calls TensorFlow.js, with bias and activation fused. */
export async function enterTfjsFaces(
  weights: ReadonlyMap<string, WeightTensor>,
  picture: Pixels,
): Promise<Entry> {
  const tf = globalNamed<TensorflowOps>('tf');
  // face-api, which the row is checked by, has the same engine and its CPU backend
  await tf.setBackend('webgpu');
  const backend = tf.backend();
  const uploaded = new Map(
    [...weights].map(([name, { data, shape }]) => [
      name,
      uploadTo(tf, { data: Float32Array.from(data as Float32Array), shape }),
    ]),
  );
  const mean = uploadTo(tf, { data: MEAN_COLOR, shape: [3] });
  const x = uploadTo(tf, picture);
  await finish(backend);
  const weight = (name: string) => uploaded.get(name)!;
  const leaky = { activation: 'leakyrelu', leakyreluAlpha: 0.1 };
  const convolve = (input: TfTensor, filter: string, bias: string, options: object = leaky) =>
    tf.fused.conv2d({
      x: input,
      filter: weight(filter),
      bias: weight(bias),
      strides: 1,
      pad: 'valid',
      ...options,
    });
  const detect = () => {
    let value = convolve(tf.mul(tf.sub(x, mean), 1 / 255), 'conv0/filters', 'conv0/bias');
    for (let block = 1; block <= 5; block++) {
      const pooled = tf.maxPool(value, 2, 2, 'same');
      const filter = weight(`conv${block}/depthwise_filter`);
      const spatial = tf.fused.depthwiseConv2d({ x: pooled, filter, strides: 1, pad: 'same' });
      value = convolve(spatial, `conv${block}/pointwise_filter`, `conv${block}/bias`);
    }
    return convolve(tf.maxPool(value, 2, 1, 'same'), 'conv8/filters', 'conv8/bias', {});
  };
  return tensorEntry(backend, () => tf.tidy(detect), [x, mean, ...uploaded.values()]);
}
