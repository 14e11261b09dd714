import { FrameLoop, type ImageFilterSpec } from 'webgpu-conv/image';
import type { Frame } from '../sources/source.ts';
import type { Statistics } from './statistics.ts';

/** Applies a filter to frames and shows the results on a canvas. */
export interface Engine {
  readonly canvas: HTMLCanvasElement;
  readonly statistics: Statistics;
  /** How frames come to the GPU, in the library's words; empty before the first. */
  readonly importPath: string;
  /** What this engine can't do of the filter it was last given, by key; empty where it does it all. */
  readonly limitation: '' | 'matricesOnly';
  /** What went wrong with the last frame, in a sentence; empty where nothing did. */
  readonly trouble: string;
  setSpec(spec: ImageFilterSpec): void;
  /** Filters a frame. While another is being worked on it waits, until a later one takes its place. */
  show(frame: Frame): void;
  /** The result of the latest frame as a PNG; undefined where there has been no frame. */
  snapshot(): Promise<Blob | undefined>;
  destroy(): void;
}

/** The part of an {@link Engine} that GPU and CPU have in common. */
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
   * Shows one frame through the filter.
   * @param onDrawn to be called in the task that draws: later, a WebGPU canvas gives its pixels to nobody
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
