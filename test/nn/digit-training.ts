import { emptyTensor, tensor } from '../../src/index.ts';
import { createModel, type OptimizerInit, optimizerSettings, trainingStep } from '../../src/nn/index.ts';
import { batchOf, CLASSES, digitNetwork } from './digit-network.ts';
import { type Digits, pixelsOf } from './digits.ts';

/** The whole training of lesson 7: every digit but the held-out ones five times, in steps that shrink to nothing. */
export const WHOLE_TRAINING = { batch: 100, steps: 450, seed: 1, learningRate: 0.01, heldOutCount: 1000 };

/** The network of lesson 7 in training on the GPU. */
export interface DigitTrainer {
  /** Takes one step with the next batch; its loss is that before the step. */
  step(): void;
  /** Resolves once what was submitted is done. */
  done(): Promise<undefined>;
  /** Of the last step. */
  loss(): Promise<number>;
  /** Ten scores for each of these digits, by the weights as they are. */
  scoresOf(digits: Digits): Promise<Float32Array>;
  destroy(): void;
}

/** What {@link startTraining} trains with. */
export interface DigitTraining {
  readonly digits: Digits;
  readonly batch: number;
  readonly seed: number;
  readonly optimizer: OptimizerInit;
  /** Steps over which the learning rate falls to 0 in a straight line; it stays as it is where there are none. */
  readonly decaySteps?: number;
}

export async function startTraining(
  device: GPUDevice,
  { digits, batch, seed, optimizer, decaySteps }: DigitTraining,
): Promise<DigitTrainer> {
  const { graph, input, output, variables } = digitNetwork(batch, seed);
  const target = graph.input('target', [batch, CLASSES]);
  const loss = graph.softmaxCrossEntropy(output, target);
  trainingStep(graph, loss, variables, optimizer);
  const model = await createModel(device, { nodes: graph.nodes, outputs: { loss } });
  const pixels = pixelsOf(digits.pixelsBase64);
  const tensors = {
    digits: emptyTensor(device, input.shape),
    target: emptyTensor(device, target.shape),
    loss: emptyTensor(device, [1]),
  };
  let taken = 0;
  return {
    step() {
      const { images, targets } = batchOf(pixels, digits.labels, taken, batch);
      tensors.digits.write(images);
      tensors.target.write(targets);
      if (decaySteps) {
        const learningRate = optimizer.learningRate * Math.max(0, 1 - taken / decaySteps);
        model.weights.settings.write(Float32Array.from(optimizerSettings({ ...optimizer, learningRate })));
      }
      model.run(tensors);
      taken++;
    },
    done: () => device.queue.onSubmittedWorkDone(),
    loss: async () => (await tensors.loss.read())[0],
    async scoresOf({ pixelsBase64, labels }) {
      const own = digitNetwork(labels.length, seed);
      const outputs = { scores: own.output };
      const asking = await createModel(device, { nodes: own.graph.nodes, outputs });
      const encoder = device.createCommandEncoder();
      for (const [name, weight] of Object.entries(asking.weights)) {
        encoder.copyBufferToBuffer(model.weights[name].buffer, 0, weight.buffer, 0, weight.sizeBytes);
      }
      device.queue.submit([encoder.finish()]);
      const { images } = batchOf(pixelsOf(pixelsBase64), labels, 0, labels.length);
      const given = tensor(device, images, own.input.shape);
      const { scores } = asking.run({ digits: given });
      const read = await scores.read();
      for (const made of [asking, given, scores]) made.destroy();
      return read;
    },
    destroy() {
      model.destroy();
      for (const made of Object.values(tensors)) made.destroy();
    },
  };
}

/** The share of digits whose largest score is their label's. */
export function accuracyOf(scores: ArrayLike<number>, labels: readonly number[]): number {
  const right = labels.filter((label, row) => {
    const own = Array.from({ length: CLASSES }, (_, index) => scores[row * CLASSES + index]);
    return own.indexOf(Math.max(...own)) === label;
  });
  return right.length / labels.length;
}
