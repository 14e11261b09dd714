import { DeviceLostError } from 'webgpu-conv';
import { FrameLoop, type Size } from 'webgpu-conv/image';
import { Lifetime } from '../app/lifetime.ts';
import { type Frame, type Source, sizeOf } from '../sources/source.ts';

/** A network that takes frames. */
export interface FrameNetwork<R> {
  run(image: Frame['image'], size: Size): Promise<R>;
  destroy(): void;
}

/** Speed of a network, in running means. */
export interface Pace {
  /** From a frame's start to its result. */
  readonly milliseconds: number;
  /** Results per second; undefined for the first one after a pause. */
  readonly framesPerSecond: number | undefined;
}

/** Weight of the newest time in the running mean. */
const NEWEST = 0.2;

/** Runs a network on the newest frame of a source. Network and source can be exchanged at any time. */
export class NetworkRunner<R> {
  readonly #onResult: (result: R, pace: Pace) => void;
  readonly #loop = new FrameLoop<Frame>((frame) => this.#run(frame), { onError: reportError });
  #network: FrameNetwork<R> | undefined;
  #watching = new Lifetime();
  #isOver = false;
  #isPaused = false;
  #milliseconds: number | undefined;
  #interval: number | undefined;
  #lastResultMs: number | undefined;

  constructor(onResult: (result: R, pace: Pace) => void) {
    this.#onResult = onResult;
  }

  /** Exchanges the network and destroys the one before. */
  use(network: FrameNetwork<R>): void {
    if (this.#isOver) network.destroy();
    else {
      this.#network?.destroy();
      this.#network = network;
      this.#milliseconds = undefined;
      this.#forgetRate();
      this.refresh();
    }
  }

  /** Takes frames from another source, or from none. */
  watch(source: Source | undefined): void {
    this.#watching.end();
    this.#watching = new Lifetime();
    this.#loop.clear();
    this.#forgetRate();
    source?.watchFrames(this.#watching, (frame) => this.#loop.show(frame));
  }

  /** Ignores frames while paused: nobody sees the results of a picture that is out of view. */
  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#forgetRate();
    if (!isPaused) this.refresh();
  }

  /** Runs the network on the latest frame again. */
  refresh(): void {
    this.#loop.refresh();
  }

  end(): void {
    this.#isOver = true;
    this.#watching.end();
    this.#network?.destroy();
  }

  /** The time until the next result says nothing of the rate. */
  #forgetRate(): void {
    this.#interval = undefined;
    this.#lastResultMs = undefined;
  }

  async #run({ image }: Frame): Promise<void> {
    const [network, watching, size] = [this.#network, this.#watching, sizeOf(image)];
    if (!network || this.#isPaused || this.#isOver || size.width === 0) return;
    const isOutdated = () => network !== this.#network || watching.isOver;
    const start = performance.now();
    try {
      const result = await network.run(image, size);
      if (!isOutdated()) this.#report(result, start);
    } catch (error) {
      // the network was destroyed meanwhile, or its device was lost and will be replaced
      if (!isOutdated() && !(error instanceof DeviceLostError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve)); // clicks and keys come through
  }

  #report(result: R, startMs: number): void {
    const endMs = performance.now();
    this.#milliseconds = mean(this.#milliseconds, endMs - startMs);
    if (this.#lastResultMs !== undefined) this.#interval = mean(this.#interval, endMs - this.#lastResultMs);
    this.#lastResultMs = endMs;
    const framesPerSecond = this.#interval && 1000 / this.#interval;
    this.#onResult(result, { milliseconds: this.#milliseconds, framesPerSecond });
  }
}

function mean(before: number | undefined, newest: number): number {
  return (before ?? newest) * (1 - NEWEST) + newest * NEWEST;
}
