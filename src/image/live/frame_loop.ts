/** Options of {@link FrameLoop}. */
export interface FrameLoopOptions<Frame> {
  /** Called with each frame that was never worked on: a newer one replaced it, or {@link FrameLoop.clear} was called. */
  readonly onDropped?: (frame: Frame) => void;
  /** Called when the work on a frame fails; the loop goes on with the next one. Default `console.error`. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Works on frames one at a time, without a queue: a frame that comes meanwhile waits until the current one is done, or a
 * newer one replaces it. `Frame` is any value that stands for a frame.
 */
export class FrameLoop<Frame extends NonNullable<unknown>> {
  readonly #work: (frame: Frame) => Promise<unknown>;
  readonly #options: FrameLoopOptions<Frame>;
  #latest: Frame | undefined;
  /** Whether no work has begun on the latest frame. */
  #isNew = false;
  /** Whether the latest frame is to be worked on, for the first time or again. */
  #isWaiting = false;
  #isBusy = false;
  #running = Promise.resolve();

  /** @param work works on one frame; the next one begins when the promise settles */
  constructor(work: (frame: Frame) => Promise<unknown>, options: FrameLoopOptions<Frame> = {}) {
    this.#work = work;
    this.#options = options;
  }

  /** The frame shown last, unless it was cleared. */
  get latest(): Frame | undefined {
    return this.#latest;
  }

  /** Whether a frame is being worked on. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Resolves once no frame is being worked on or waits. */
  get idle(): Promise<void> {
    return this.#running;
  }

  /** Works on a frame, now or after the current one. */
  show(frame: Frame): void {
    this.clear();
    this.#latest = frame;
    this.#isNew = true;
    this.refresh();
  }

  /** Works on the latest frame again, such as for changed settings. Does nothing without one. */
  refresh(): void {
    if (this.#latest === undefined) return;
    this.#isWaiting = true;
    if (!this.#isBusy) this.#running = this.#run();
  }

  /** Forgets the latest frame. Work on it that has begun goes on. */
  clear(): void {
    if (this.#isNew) this.#options.onDropped?.(this.#latest!);
    this.#latest = undefined;
    this.#isNew = false;
    this.#isWaiting = false;
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    while (this.#isWaiting) {
      this.#isWaiting = false;
      this.#isNew = false;
      try {
        await this.#work(this.#latest!);
      } catch (error) {
        (this.#options.onError ?? console.error)(error);
      }
    }
    this.#isBusy = false;
  }
}
