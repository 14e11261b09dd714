import { DeviceLostError } from 'webgpu-conv';
import { Lifetime } from '../app/lifetime.ts';
import { type Frame, type Source, sizeOf } from '../sources/source.ts';

/** What is done with each frame. */
export interface FrameWork<R> {
  run(image: Frame['image'], size: { width: number; height: number }): Promise<R>;
  destroy(): void;
}

/** How frames go, in running means. */
export interface Pace {
  /** From a frame's start to its result. */
  readonly milliseconds: number;
  /** Results a second; nothing where the last frame was the first for a while. */
  readonly framesPerSecond: number | undefined;
}

/** Weight of the newest time in the running mean. */
const NEWEST = 0.2;

/** Works on the latest frame, one frame at a time. */
export class FrameLoop<R> {
  readonly #onResult: (result: R, pace: Pace) => void;
  #work: FrameWork<R> | undefined;
  #watching = new Lifetime();
  #latest: Frame | undefined;
  #isStale = false;
  #isBusy = false;
  #isOver = false;
  #isPaused = false;
  #milliseconds: number | undefined;
  #interval: number | undefined;
  #lastResultMs: number | undefined;

  constructor(onResult: (result: R, pace: Pace) => void) {
    this.#onResult = onResult;
  }

  /** Goes on with other work, and destroys what did it before. */
  use(work: FrameWork<R>): void {
    if (this.#isOver) work.destroy();
    else {
      this.#work?.destroy();
      this.#work = work;
      this.#milliseconds = undefined;
      this.#rest();
      this.refresh();
    }
  }

  /** Goes on with another source's frames, or with none. */
  watch(source: Source | undefined): void {
    this.#watching.end();
    this.#watching = new Lifetime();
    this.#latest = undefined;
    this.#rest();
    source?.watchFrames(this.#watching, (frame) => {
      this.#latest = frame;
      this.refresh();
    });
  }

  /** Nobody sees what is made of a picture that is out of view. */
  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#rest();
    if (!isPaused) this.refresh();
  }

  /** Works on the latest frame again. */
  refresh(): void {
    this.#isStale = true;
    if (!this.#isBusy) void this.#drain();
  }

  end(): void {
    this.#isOver = true;
    this.#watching.end();
    this.#work?.destroy();
  }

  /** The time until the next result says nothing of the rate. */
  #rest(): void {
    this.#interval = undefined;
    this.#lastResultMs = undefined;
  }

  async #drain(): Promise<void> {
    this.#isBusy = true;
    while (this.#isStale && !this.#isPaused && this.#work && this.#latest && !this.#isOver) {
      this.#isStale = false;
      await this.#workOn(this.#work, this.#latest);
      await new Promise((resolve) => setTimeout(resolve)); // so that clicks and keys come through
    }
    this.#isBusy = false;
  }

  async #workOn(work: FrameWork<R>, { image }: Frame): Promise<void> {
    const size = sizeOf(image);
    if (size.width === 0) return;
    const start = performance.now();
    let result: R;
    try {
      result = await work.run(image, size);
    } catch (error) {
      // it was destroyed meanwhile, or its device is gone and another is on its way
      if (work !== this.#work || this.#isOver || error instanceof DeviceLostError) return;
      throw error;
    }
    if (this.#isOver || work !== this.#work || image !== this.#latest?.image) return;
    const end = performance.now();
    this.#milliseconds = mean(this.#milliseconds, end - start);
    if (this.#lastResultMs !== undefined) this.#interval = mean(this.#interval, end - this.#lastResultMs);
    this.#lastResultMs = end;
    const framesPerSecond = this.#interval && 1000 / this.#interval;
    this.#onResult(result, { milliseconds: this.#milliseconds, framesPerSecond });
  }
}

function mean(before: number | undefined, newest: number): number {
  return (before ?? newest) * (1 - NEWEST) + newest * NEWEST;
}
