import { emptyTensor, tensor } from '../../../src/index.ts';
import { createModel, type Model, type OptimizerInit, trainingStep } from '../../../src/nn/index.ts';
import { batchOf, CLASSES, digitNetwork } from '../../nn/digit-network.ts';
import type { Digits } from '../../nn/digits.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

interface Training {
  digits: Digits;
  heldOut?: Digits;
  batch: number;
  steps: number;
  seed: number;
  optimizer: OptimizerInit;
}

/** Trains the network of lesson 7 on the GPU: the loss of every step, and how many held-out digits it then knows. */
async function trainDigits({ digits, heldOut, batch, steps, seed, optimizer }: Training) {
  const device = await sharedDevice();
  const { graph, input, output, variables } = digitNetwork(batch, seed);
  const target = graph.input('target', [batch, CLASSES]);
  const loss = graph.softmaxCrossEntropy(output, target);
  trainingStep(graph, loss, variables, optimizer);
  const model = await createModel(device, { nodes: graph.nodes, outputs: { loss } });
  const pixels = bytesOf(digits.pixelsBase64);
  const tensors = { digits: emptyTensor(device, input.shape), target: emptyTensor(device, target.shape) };
  const losses: number[] = [];
  const start = performance.now();
  for (let step = 0; step < steps; step++) {
    const { images, targets } = batchOf(pixels, digits.labels, step, batch);
    tensors.digits.write(images);
    tensors.target.write(targets);
    const { loss: made } = model.run(tensors);
    losses.push((await made.read())[0]);
    made.destroy();
  }
  const durationMs = performance.now() - start;
  const accuracy = heldOut ? await accuracyOf(device, model, heldOut, seed) : undefined;
  model.destroy();
  return { losses, accuracy, durationMs };
}

/** The share of digits whose largest score is their label, with the trained weights in a model without a loss. */
async function accuracyOf(device: GPUDevice, trained: Model, { pixelsBase64, labels }: Digits, seed: number) {
  const batch = labels.length;
  const { graph, output } = digitNetwork(batch, seed);
  const model = await createModel(device, { nodes: graph.nodes, outputs: { scores: output } });
  const encoder = device.createCommandEncoder();
  for (const [name, weight] of Object.entries(model.weights)) {
    const { buffer } = trained.weights[name];
    encoder.copyBufferToBuffer(buffer, 0, weight.buffer, 0, weight.sizeBytes);
  }
  device.queue.submit([encoder.finish()]);
  const { images } = batchOf(bytesOf(pixelsBase64), labels, 0, batch);
  const scores = await model.run({ digits: tensor(device, images, [batch, 1, 28, 28]) }).scores.read();
  model.destroy();
  const right = labels.filter((label, row) => {
    const own = scores.subarray(row * CLASSES, (row + 1) * CLASSES);
    return own.indexOf(Math.max(...own)) === label;
  });
  return right.length / batch;
}

register({ trainDigits });
