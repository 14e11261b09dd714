import { emptyTensor, type GpuTensor } from 'webgpu-conv';
import { createModel, type Model, type OptimizerInit, optimizerSettings, trainingStep } from 'webgpu-conv/nn';
import { CLASSES, type Digits, oneHot, PIXELS } from './digit_data.ts';
import { digitNetwork, STAGE_NAMES, type StageName } from './digit_network.ts';

/** Digits per training step. */
export const BATCH = 32;
const EXAM_BATCH = 100;
/** Target time of a slice of training. The page responds between slices. */
const SLICE_MS = 60;
const MAX_STEPS_PER_SLICE = 16;

/** The network's maps and scores for one picture. */
export interface Thoughts {
  readonly maps: Readonly<Record<StageName, Float32Array>>;
  /** One probability per digit. */
  readonly probabilities: Float32Array;
}

/** The current filters: `[6, 5, 5]` and `[16 · 6, 5, 5]`. */
export interface Filters {
  readonly conv1: Float32Array;
  readonly conv2: Float32Array;
}

/** Trains the digit network on the GPU in slices, and reads its maps. */
export class DigitTrainer {
  readonly #digits: Digits;
  readonly #training: Model;
  readonly #examiner: Model;
  readonly #observer: Model;
  readonly #tensors: Record<string, GpuTensor>;
  readonly #losses: GpuTensor[];
  #stepsASlice = 1;
  step = 0;

  /**
   * Compiles three models that share their weights: a training step, scores for 100 digits, and the maps of one digit.
   */
  static async create(
    device: GPUDevice,
    digits: Digits,
    { seed, stepSize }: { seed: number; stepSize: number },
  ): Promise<DigitTrainer> {
    const training = digitNetwork(BATCH, seed);
    const target = training.graph.input('target', [BATCH, CLASSES]);
    const loss = training.graph.softmaxCrossEntropy(training.scores, target);
    trainingStep(training.graph, loss, training.variables, optimizer(stepSize));
    const examiner = digitNetwork(EXAM_BATCH, seed);
    const observer = digitNetwork(1, seed);
    const probabilities = observer.graph.softmax(observer.scores);
    const models = await Promise.all([
      createModel(device, { nodes: training.graph.nodes, outputs: { loss } }),
      createModel(device, { nodes: examiner.graph.nodes, outputs: { scores: examiner.scores } }),
      createModel(device, { nodes: observer.graph.nodes, outputs: { ...observer.stages, probabilities } }),
    ]);
    return new DigitTrainer(digits, models);
  }

  private constructor(digits: Digits, [training, examiner, observer]: readonly [Model, Model, Model]) {
    this.#digits = digits;
    this.#training = training;
    this.#examiner = examiner;
    this.#observer = observer;
    const { device } = training;
    this.#tensors = {
      batch: emptyTensor(device, training.inputs.digits.shape),
      target: emptyTensor(device, training.inputs.target.shape),
      exam: emptyTensor(device, examiner.inputs.digits.shape),
      picture: emptyTensor(device, observer.inputs.digits.shape),
    };
    this.#losses = Array.from({ length: MAX_STEPS_PER_SLICE }, () => emptyTensor(device, [1]));
  }

  /** Runs one slice of at most `most` steps. Returns the loss of each step. */
  async advance(most = MAX_STEPS_PER_SLICE): Promise<number[]> {
    const start = performance.now();
    const losses = this.#losses.slice(0, Math.min(most, this.#stepsASlice));
    for (const loss of losses) {
      const { images, labels } = this.#digits.training(this.step * BATCH, BATCH);
      this.#tensors.batch.write(images);
      this.#tensors.target.write(oneHot(labels));
      this.#training.run({ digits: this.#tensors.batch, target: this.#tensors.target, loss });
      this.step += 1;
    }
    const values = await Promise.all(losses.map((loss) => loss.read()));
    const took = performance.now() - start;
    if (took < SLICE_MS / 2) this.#stepsASlice = Math.min(MAX_STEPS_PER_SLICE, this.#stepsASlice * 2);
    if (took > SLICE_MS) this.#stepsASlice = Math.max(1, Math.floor(this.#stepsASlice / 2));
    return values.map(([loss]) => loss);
  }

  setStepSize(stepSize: number): void {
    this.#training.weights.settings.write(Float32Array.from(optimizerSettings(optimizer(stepSize))));
  }

  /** The fraction of `count` held-out digits that are classified correctly, computed 100 at a time. */
  async examine(count: number): Promise<number> {
    this.#share(this.#examiner);
    let right = 0;
    for (let first = 0; first < count; first += EXAM_BATCH) {
      const { images, labels } = this.#digits.heldOut(first, EXAM_BATCH);
      this.#tensors.exam.write(images);
      const { scores } = this.#examiner.run({ digits: this.#tensors.exam });
      const values = await scores.read();
      scores.destroy();
      right += labels.filter((label, row) => {
        const own = values.subarray(row * CLASSES, (row + 1) * CLASSES);
        return own.indexOf(Math.max(...own)) === label;
      }).length;
    }
    return right / count;
  }

  /** All maps and the probabilities of one picture of 28×28. */
  async look(picture: Float32Array<ArrayBuffer>): Promise<Thoughts> {
    this.#share(this.#observer);
    this.#tensors.picture.write(picture.subarray(0, PIXELS));
    const outputs = this.#observer.run({ digits: this.#tensors.picture });
    const names = [...STAGE_NAMES, 'probabilities'];
    const values = await Promise.all(names.map((name) => outputs[name].read()));
    for (const output of Object.values(outputs)) output.destroy();
    const maps = Object.fromEntries(STAGE_NAMES.map((name, index) => [name, values[index]]));
    return { maps: maps as Thoughts['maps'], probabilities: values.at(-1)! };
  }

  async filters(): Promise<Filters> {
    const { filter, filter_2: second } = this.#training.weights;
    const [conv1, conv2] = await Promise.all([filter.read(), second.read()]);
    return { conv1, conv2 };
  }

  destroy(): void {
    const models = [this.#training, this.#examiner, this.#observer];
    for (const made of [...models, ...Object.values(this.#tensors), ...this.#losses]) made.destroy();
  }

  /** Copies the trained weights to a model. */
  #share(model: Model): void {
    const encoder = model.device.createCommandEncoder({ label: 'share weights' });
    for (const [name, weight] of Object.entries(model.weights)) {
      encoder.copyBufferToBuffer(this.#training.weights[name].buffer, 0, weight.buffer, 0, weight.sizeBytes);
    }
    model.device.queue.submit([encoder.finish()]);
  }
}

function optimizer(stepSize: number): OptimizerInit {
  return { type: 'adam', learningRate: stepSize };
}
