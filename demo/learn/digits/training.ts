import type { Context } from '../../app/context.ts';
import { Signal } from '../../app/lifetime.ts';
import type { Digits } from './digit_data.ts';
import { BATCH, DigitTrainer } from './digit_trainer.ts';

/** Held-out digits per examination, and steps between examinations. */
export const EXAM_DIGITS = 500;
const EXAM_EVERY = 50;

/** The training so far: the loss of each step, and the results of examinations. */
export interface Curve {
  readonly losses: readonly number[];
  readonly exams: readonly { readonly step: number; readonly accuracy: number }[];
}

const NOTHING: Curve = { losses: [], exams: [] };

/** Initial settings of a {@link Training}. */
export interface TrainingSettings {
  readonly seed: number;
  readonly stepSize: number;
}

/** Starts, pauses and restarts the training in slices, and publishes its state. */
export class Training {
  readonly curve = new Signal<Curve>(NOTHING);
  readonly isRunning = new Signal(false);
  /** The current network. Each slice sets a new object, so watchers are called. */
  readonly network = new Signal<{ readonly trainer: DigitTrainer } | undefined>(undefined);
  /** Mean time per step of the last slice. */
  stepMs = 0;
  readonly #context: Context;
  readonly #digits: Digits;
  #round = 0;
  #isPausing = false;
  #settings: TrainingSettings | undefined;

  constructor(context: Context, digits: Digits) {
    this.#context = context;
    this.#digits = digits;
    context.lifetime.onEnd(() => this.#end());
    // the weights are lost with the device, so training starts over
    context.gpu.recoveries.watch(context.lifetime, (count) => {
      if (count > 0 && this.#settings) void this.begin(this.#settings);
    });
  }

  get trainingCount(): number {
    return this.#digits.trainingCount;
  }

  get seenCount(): number {
    return this.curve.value.losses.length * BATCH;
  }

  /** Draws new weights from the seed. Nothing runs until {@link run}. */
  async begin(settings: TrainingSettings): Promise<void> {
    this.#end();
    this.#settings = settings;
    const mine = this.#round;
    const device = await this.#context.gpu.device();
    if (!device) return;
    const trainer = await DigitTrainer.create(device, this.#digits, settings);
    if (mine !== this.#round) {
      trainer.destroy();
      return;
    }
    this.curve.value = NOTHING;
    this.network.value = { trainer };
    await this.#guard(mine, () => this.#examine(trainer));
  }

  /** Trains until {@link pause}, or for `steps`. */
  async run(steps = Number.POSITIVE_INFINITY): Promise<void> {
    const trainer = this.network.value?.trainer;
    if (!trainer || this.isRunning.value) return;
    const mine = this.#round;
    const last = trainer.step + steps;
    this.isRunning.value = true;
    this.#isPausing = false;
    await this.#guard(mine, async () => {
      while (!this.#isPausing && mine === this.#round && trainer.step < last) {
        const before = performance.now();
        const losses = await trainer.advance(last - trainer.step);
        this.stepMs = (performance.now() - before) / losses.length;
        if (mine !== this.#round) return;
        const { curve } = this;
        curve.value = { ...curve.value, losses: [...curve.value.losses, ...losses] };
        this.network.value = { trainer };
        const { step = 0 } = curve.value.exams.at(-1) ?? {};
        if (trainer.step - step >= EXAM_EVERY) await this.#examine(trainer);
        await new Promise(requestAnimationFrame);
      }
    });
    if (mine === this.#round) this.isRunning.value = false;
  }

  /** Stops after the current slice. */
  pause(): void {
    this.#isPausing = true;
  }

  setStepSize(stepSize: number): void {
    this.network.value?.trainer.setStepSize(stepSize);
  }

  async #examine(trainer: DigitTrainer): Promise<void> {
    const { step } = trainer;
    const mine = this.#round;
    const accuracy = await trainer.examine(EXAM_DIGITS);
    if (mine !== this.#round) return;
    const { losses, exams } = this.curve.value;
    this.curve.value = { losses, exams: [...exams, { step, accuracy }] };
  }

  /** Ignores errors of a network that was discarded meanwhile. */
  async #guard(mine: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const isGone = mine !== this.#round || this.#context.gpu.state.value.kind !== 'ready';
      if (!isGone) throw error;
    }
  }

  #end(): void {
    this.#round += 1;
    this.isRunning.value = false;
    this.network.value?.trainer.destroy();
    this.network.value = undefined;
  }
}
