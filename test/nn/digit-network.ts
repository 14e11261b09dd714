import { GraphBuilder, layers, type SequentialGraph, sequential, type Value } from '../../src/nn/index.ts';
import type { Digits } from './digits.ts';

export const CLASSES = 10;
const PIXELS = 28 * 28;

/** The network of lesson 7: two convolutions of 5×5 with ReLU and 2×2 max pooling, then a score for each digit. */
export function digitNetwork(
  batch: number,
  seed: number,
): { graph: GraphBuilder; input: Value } & SequentialGraph {
  const graph = new GraphBuilder();
  const input = graph.input('digits', [batch, 1, 28, 28]);
  const pool = layers.maxPool2d({ windowDimensions: 2, strides: 2 });
  const stack = [
    layers.conv2d({ outChannels: 6, filterSize: 5, activation: 'relu' }),
    pool,
    layers.conv2d({ outChannels: 16, filterSize: 5, activation: 'relu' }),
    pool,
    layers.flatten(),
    layers.linear({ outFeatures: CLASSES }),
  ];
  return { graph, input, ...sequential(graph, input, stack, { seed }) };
}

/** Pictures and one-hot labels of batch `step`, going round when the digits are used up. */
export function batchOf(pixels: Uint8Array, labels: Digits['labels'], step: number, batch: number) {
  const images = new Float32Array(batch * PIXELS);
  const targets = new Float32Array(batch * CLASSES);
  for (let row = 0; row < batch; row++) {
    const which = (step * batch + row) % labels.length;
    for (let i = 0; i < PIXELS; i++) images[row * PIXELS + i] = pixels[which * PIXELS + i] / 255;
    targets[row * CLASSES + labels[which]] = 1;
  }
  return { images, targets };
}
