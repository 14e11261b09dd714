import type { Face } from 'webgpu-conv/nn';
import { Lifetime } from '../app/lifetime.ts';
import { type Frame, type Source, sizeOf } from '../sources/source.ts';
import type { FaceFinder } from './face_finder.ts';

/** Weight of the newest time in the running mean. */
const NEWEST = 0.2;

/** Looks for faces in the latest frame, one frame at a time. */
export class FaceLoop {
  readonly #onFaces: (faces: Face[], milliseconds: number) => void;
  #finder: FaceFinder | undefined;
  #watching = new Lifetime();
  #latest: Frame | undefined;
  #isStale = false;
  #isBusy = false;
  #isOver = false;
  #isPaused = false;
  #threshold = 0.5;
  #milliseconds: number | undefined;

  /** @param onFaces given each frame's faces and the running mean of the time they take */
  constructor(onFaces: (faces: Face[], milliseconds: number) => void) {
    this.#onFaces = onFaces;
  }

  /** Goes on with another finder, and destroys the one before. */
  use(finder: FaceFinder): void {
    if (this.#isOver) finder.destroy();
    else {
      this.#finder?.destroy();
      this.#finder = finder;
      this.#milliseconds = undefined;
      this.#refresh();
    }
  }

  watch(source: Source): void {
    this.#watching.end();
    this.#watching = new Lifetime();
    this.#latest = undefined;
    source.watchFrames(this.#watching, (frame) => {
      this.#latest = frame;
      this.#refresh();
    });
  }

  setThreshold(threshold: number): void {
    this.#threshold = threshold;
    this.#refresh();
  }

  /** Nobody sees the boxes of a picture that is out of view. */
  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (!isPaused) this.#refresh();
  }

  end(): void {
    this.#isOver = true;
    this.#watching.end();
    this.#finder?.destroy();
  }

  #refresh(): void {
    this.#isStale = true;
    if (!this.#isBusy) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#isBusy = true;
    while (this.#isStale && !this.#isPaused && this.#finder && this.#latest && !this.#isOver) {
      this.#isStale = false;
      await this.#look(this.#finder, this.#latest);
      await new Promise((resolve) => setTimeout(resolve)); // so that clicks and keys come through
    }
    this.#isBusy = false;
  }

  async #look(finder: FaceFinder, frame: Frame): Promise<void> {
    const size = sizeOf(frame.image);
    if (size.width === 0) return;
    const start = performance.now();
    const found = await finder.find(frame.image, size, this.#threshold).catch((error: unknown) => {
      if (finder === this.#finder && !this.#isOver) throw error;
      return undefined; // it was destroyed meanwhile
    });
    if (!found || this.#isOver || frame.image !== this.#latest?.image) return;
    const took = performance.now() - start;
    this.#milliseconds = (this.#milliseconds ?? took) * (1 - NEWEST) + took * NEWEST;
    this.#onFaces(found, this.#milliseconds);
  }
}
