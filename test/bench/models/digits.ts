import { conv2dReference } from 'webgpu-conv';
import { batchOf, CLASSES, digitNetwork } from '../../nn/digit-network.ts';
import { accuracyOf, type DigitTrainer, startTraining, WHOLE_TRAINING } from '../../nn/digit-training.ts';
import { arrangeDigits, type Digits, pixelsOf } from '../../nn/digits.ts';
import { timeMs } from '../clock.ts';
import type { Contestant, OwnEntry } from '../contestant.ts';
import { PEERS_URL } from '../peers/load.ts';
import { enterTfjsTraining } from '../peers/tfjs-training.ts';
import type { Contest } from '../race.ts';
import { peersAmong } from './pictures.ts';

const { batch, steps, seed, learningRate, heldOutCount } = WHOLE_TRAINING;
/** Of the loss; what the tests hold every step to. */
const ALLOWED_LOSS = 1e-3;
/** The share of held-out digits that may be mistaken. */
const ALLOWED_MISTAKES = 0.03;
/** Forward, and backward by inputs and by weights. */
const PASSES = 3;

/** One step of training the network of lesson 7 on 100 handwritten digits: forward, backward, Adam. */
export async function digitsStepContest(device: GPUDevice, peers: readonly Contestant[]): Promise<Contest> {
  const { training } = await loadDigits();
  const options = { digits: training, batch, seed, optimizer: { type: 'adam', learningRate } } as const;
  const expected = lossOf(training);
  return {
    ...work(),
    key: `digits-step-${batch}`,
    name: `digits, a training step of ${batch}`,
    ours: async () =>
      trainingEntry({
        start: () => startTraining(device, options),
        firstSteps: 1,
        read: async (trainer) => [await trainer.loss()],
        describe: () => 'forward, backward, Adam',
      }),
    peers: peersAmong(peers, { tfjs: () => enterTfjsTraining(options) }),
    check: ([loss]: ArrayLike<number> & Iterable<number>) => Math.abs(loss - expected) / ALLOWED_LOSS,
  } as Contest;
}

/** The whole training: its first run takes every step and answers for 1000 digits that it has not seen. */
export async function digitsContest(device: GPUDevice): Promise<Contest> {
  const { training, heldOut } = await loadDigits();
  let right = 0;
  const optimizer = { type: 'adam', learningRate } as const;
  return {
    ...work(),
    key: `digits-${steps}x${batch}`,
    name: `digits, ${steps} steps of ${batch}`,
    ours: async () =>
      trainingEntry({
        start: () => startTraining(device, { digits: training, batch, seed, optimizer, decaySteps: steps }),
        firstSteps: steps,
        read: (trainer) => trainer.scoresOf(heldOut),
        describe: () => `knows ${(100 * right).toFixed(1)} % of ${heldOutCount}`,
      }),
    peers: {},
    check(scores) {
      right = accuracyOf(scores, heldOut.labels);
      return (1 - right) / ALLOWED_MISTAKES;
    },
  };
}

async function loadDigits(): Promise<{ training: Digits; heldOut: Digits }> {
  const files = Array.from({ length: CLASSES }, (_, label) =>
    fetch(`${PEERS_URL}/mnist/src/digits/${label}.json`).then((response) => response.json()),
  );
  return arrangeDigits(await Promise.all(files), heldOutCount);
}

function work() {
  const { graph, variables } = digitNetwork(batch, seed);
  const forward = graph.nodes.reduce((sum, { operator }) => sum + operator.multiplyAddCount, 0);
  const weights = variables.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return { flops: 2 * PASSES * forward, bytes: 4 * (batch * (784 + CLASSES) + 4 * weights) };
}

function trainingEntry(of: {
  start(): Promise<DigitTrainer>;
  firstSteps: number;
  read(trainer: DigitTrainer): Promise<ArrayLike<number>>;
  describe(): string;
}): OwnEntry {
  let trainer: DigitTrainer;
  const run = async (count: number) => {
    for (let index = 0; index < count; index++) {
      trainer.step();
      // no queue of hundreds of steps
      await trainer.done();
    }
  };
  return {
    get choice() {
      return { kernel: of.describe(), tiles: {}, algorithm: 'direct' } as const;
    },
    async first() {
      trainer = await of.start();
      await run(of.firstSteps);
    },
    run,
    read: () => of.read(trainer),
    secondCreateMs: () => timeMs(async () => (await of.start()).destroy()),
    gpuMs: async () => undefined,
    dispose: () => trainer?.destroy(),
  };
}

/** Mean cross-entropy of the first batch before any step, in float64. */
function lossOf({ pixelsBase64, labels }: Digits): number {
  const { images, targets } = batchOf(pixelsOf(pixelsBase64), labels, 0, batch);
  const { variables } = digitNetwork(batch, seed);
  const weights = variables.map(({ source, shape }) => ({
    data: source.type === 'variable' ? source.data : [],
    shape,
  }));
  const layer = (input: Parameters<typeof conv2dReference>[0], first: number) =>
    pooled(conv2dReference(input, weights[first], { bias: weights[first + 1], activation: 'relu' }));
  const features = layer(layer({ data: images, shape: [batch, 1, 28, 28] }, 0), 2);
  const filter = { data: weights[4].data, shape: [CLASSES, features.data.length / batch, 1, 1] };
  const flat = { data: features.data, shape: [batch, features.data.length / batch, 1, 1] };
  const { data: scores } = conv2dReference(flat, filter, { bias: weights[5] });
  let loss = 0;
  for (let row = 0; row < batch; row++) {
    const own = scores.subarray(row * CLASSES, (row + 1) * CLASSES);
    const sum = own.reduce((total, score) => total + Math.exp(score), 0);
    own.forEach((score, index) => {
      loss += targets[row * CLASSES + index] * (Math.log(sum) - score);
    });
  }
  return loss / batch;
}

/** The largest of each 2×2. */
function pooled({ data, shape: [n, c, h, w] }: ReturnType<typeof conv2dReference>) {
  const [rows, columns] = [h / 2, w / 2];
  const largest = Float64Array.from({ length: n * c * rows * columns }, (_, index) => {
    const plane = Math.floor(index / rows / columns) * h * w;
    const at = plane + 2 * (Math.floor(index / columns) % rows) * w + 2 * (index % columns);
    return Math.max(data[at], data[at + 1], data[at + w], data[at + w + 1]);
  });
  return { data: largest, shape: [n, c, rows, columns] };
}
