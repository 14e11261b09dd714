import { type OptimizerInit, optimizerSettings } from '../../src/nn/index.ts';
import { batchOf, CLASSES, digitNetwork } from './digit-network.ts';
import type { Digits } from './digits.ts';

interface Tensor {
  add(other: Tensor): Tensor;
  relu(): Tensor;
  transpose(permutation: number[]): Tensor;
  reshape(shape: number[]): Tensor;
  matMul(other: Tensor): Tensor;
  data(): Promise<Float32Array>;
  dataSync(): Float32Array;
  dispose(): void;
}

/** What training takes of TensorFlow.js; its own types come only with `test/peers`, which is not always installed. */
export interface TrainingTf {
  setBackend(name: string): Promise<boolean>;
  tensor(data: ArrayLike<number>, shape: number[]): Tensor;
  variable(initial: Tensor): Tensor;
  conv2d(x: Tensor, filter: Tensor, strides: number, pad: 'valid'): Tensor;
  maxPool(x: Tensor, size: number, strides: number, pad: 'valid'): Tensor;
  losses: { softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor };
  train: Record<'momentum' | 'adam', (...settings: number[]) => Optimizer>;
  tidy<T>(run: () => T): T;
}

interface Optimizer {
  minimize(f: () => Tensor, returnCost: true): Tensor;
}

/** What {@link tfjsTrainer} trains with. */
export interface TfjsTraining {
  pixels: Uint8Array;
  labels: Digits['labels'];
  batch: number;
  seed: number;
  optimizer: OptimizerInit;
}

/** A function that takes one step of training the digit network by TensorFlow.js, from our weights; it gives the loss. */
export function tfjsTrainer(tf: TrainingTf, { pixels, labels, batch, seed, optimizer: init }: TfjsTraining) {
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
  const optimizer =
    init.type === 'adam'
      ? tf.train.adam(...optimizerSettings(init))
      : tf.train.momentum(...optimizerSettings(init));
  let step = 0;
  return () =>
    tf.tidy(() => {
      const { images, targets } = batchOf(pixels, labels, step++, batch);
      const [x, goal] = [tf.tensor(images, [batch, 28, 28, 1]), tf.tensor(targets, [batch, CLASSES])];
      return optimizer.minimize(() => {
        const first = tf.maxPool(tf.conv2d(x, filter1, 1, 'valid').add(bias1).relu(), 2, 2, 'valid');
        const second = tf.maxPool(tf.conv2d(first, filter2, 1, 'valid').add(bias2).relu(), 2, 2, 'valid');
        const features = second.transpose([0, 3, 1, 2]).reshape([batch, 256]);
        return tf.losses.softmaxCrossEntropy(goal, features.matMul(weight).add(bias));
      }, true);
    });
}
