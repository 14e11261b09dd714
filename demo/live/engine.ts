import { FrameLoop, type ImageFilterSpec } from 'webgpu-conv/image';
import type { Frame } from '../sources/source.ts';
import type { Statistics } from './statistics.ts';

/** Applies a filter to frames and shows the results on a canvas. */
export interface Engine {
  readonly canvas: HTMLCanvasElement;
  readonly statistics: Statistics;
  /** How frames reach the GPU, by the library's name; empty before the first frame. */
  readonly importPath: string;
  /** Key of the part of the current filter that this engine cannot compute; empty if it computes all. */
  readonly limitation: '' | 'matricesOnly';
  /** A sentence about the last frame's error; empty if there was none. */
  readonly trouble: string;
  setSpec(spec: ImageFilterSpec): void;
  /** Filters a frame. If another is in progress, the frame waits; a later frame replaces it. */
  show(frame: Frame): void;
  /** The result of the latest frame as a PNG; undefined before the first frame. */
  snapshot(): Promise<Blob | undefined>;
  destroy(): void;
}

/** The common part of the GPU and CPU engines. */
export abstract class FrameEngine implements Engine {
  abstract readonly canvas: HTMLCanvasElement;
  readonly statistics: Statistics;
  importPath = '';
  limitation: Engine['limitation'] = '';
  trouble = '';
  readonly #loop = new FrameLoop<Frame>((frame) => this.#work(frame), {
    onDropped: () => this.statistics.addDropped(1),
    onError: (error) => {
      if (!this.#isDestroyed) this.trouble = error instanceof Error ? error.message : String(error);
    },
  });
  #spec: ImageFilterSpec;
  #isDestroyed = false;
  #onDrawn: (() => void) | undefined;

  constructor(spec: ImageFilterSpec, statistics: Statistics) {
    this.#spec = spec;
    this.statistics = statistics;
  }

  setSpec(spec: ImageFilterSpec): void {
    this.#spec = spec;
    this.#loop.refresh();
  }

  show(frame: Frame): void {
    this.statistics.addDropped(frame.missed);
    this.#loop.show(frame);
  }

  async snapshot(): Promise<Blob | undefined> {
    if (!this.#loop.latest) return undefined;
    const blob = new Promise<Blob | undefined>((resolve) => {
      this.#onDrawn = () => this.canvas.toBlob((made) => resolve(made ?? undefined));
    });
    this.#loop.refresh();
    return blob;
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#loop.clear();
    this.release();
  }

  /**
   * Filters one frame and draws the result.
   * @param onDrawn called in the task that draws; later a WebGPU canvas can no longer be read
   */
  protected abstract apply(frame: Frame, spec: ImageFilterSpec, onDrawn: () => void): Promise<void>;

  protected abstract release(): void;

  async #work(frame: Frame): Promise<void> {
    await this.apply(frame, this.#spec, () => {
      this.#onDrawn?.();
      this.#onDrawn = undefined;
    });
    this.trouble = '';
    const now = performance.now();
    this.statistics.addShown(now, now - frame.capturedMs);
  }
}
