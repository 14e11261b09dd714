import { loadPeer } from '../peers/load.mjs';
import { batchOf, CLASSES, digitNetwork } from './digit-network.ts';
import type { Digits } from './digits.ts';

/** What training takes of TensorFlow.js; its own types come only with `test/peers`, which is not always installed. */
interface Tensor {
  add(other: Tensor): Tensor;
  relu(): Tensor;
  transpose(permutation: number[]): Tensor;
  reshape(shape: number[]): Tensor;
  matMul(other: Tensor): Tensor;
  dataSync(): Float32Array;
  dispose(): void;
}

interface TrainingTf {
  setBackend(name: string): Promise<boolean>;
  tensor(data: ArrayLike<number>, shape: number[]): Tensor;
  variable(initial: Tensor): Tensor;
  conv2d(x: Tensor, filter: Tensor, strides: number, pad: 'valid'): Tensor;
  maxPool(x: Tensor, size: number, strides: number, pad: 'valid'): Tensor;
  losses: { softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor };
  train: {
    momentum(rate: number, momentum: number): { minimize(f: () => Tensor, returnCost: true): Tensor };
  };
  tidy<T>(run: () => T): T;
}

/** The losses of the digit network's first steps, trained by TensorFlow.js on its CPU backend from the same weights. */
export async function tfjsLosses(
  { pixelsBase64, labels }: Digits,
  options: { batch: number; steps: number; seed: number; learningRate: number; momentum: number },
): Promise<number[]> {
  const tf = (await loadPeer('@tensorflow/tfjs')) as TrainingTf;
  await tf.setBackend('cpu');
  const { batch, steps, seed } = options;
  const initial = digitNetwork(batch, seed).variables.map(({ source, shape, name }) => {
    if (source.type !== 'variable') throw new Error(`${name} is no variable`);
    return tf.tensor(source.data, [...shape]);
  });
  // oihw → hwio, and [out, in] → [in, out]
  const permuted = initial.map((weight, index) => {
    if (index === 0 || index === 2) return weight.transpose([2, 3, 1, 0]);
    return index === 4 ? weight.transpose([1, 0]) : weight;
  });
  const [filter1, bias1, filter2, bias2, weight, bias] = permuted.map((value) => tf.variable(value));
  const optimizer = tf.train.momentum(options.learningRate, options.momentum);
  const pixels = Buffer.from(pixelsBase64, 'base64');
  return Array.from({ length: steps }, (_, step) =>
    tf.tidy(() => {
      const { images, targets } = batchOf(pixels, labels, step, batch);
      const [x, goal] = [tf.tensor(images, [batch, 28, 28, 1]), tf.tensor(targets, [batch, CLASSES])];
      const cost = optimizer.minimize(() => {
        const first = tf.maxPool(tf.conv2d(x, filter1, 1, 'valid').add(bias1).relu(), 2, 2, 'valid');
        const second = tf.maxPool(tf.conv2d(first, filter2, 1, 'valid').add(bias2).relu(), 2, 2, 'valid');
        const features = second.transpose([0, 3, 1, 2]).reshape([batch, 256]);
        return tf.losses.softmaxCrossEntropy(goal, features.matMul(weight).add(bias));
      }, true);
      return cost.dataSync()[0];
    }),
  );
}
