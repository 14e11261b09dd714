import type { ImportPath } from '../import/import_paths.ts';
import type { Size } from '../picture.ts';

/** Figures of a live loop. */
export interface VideoStats {
  /** Frames shown a second, over the last second. */
  readonly fps: number;
  /** GPU milliseconds of a recent frame's passes; undefined where the device has no `timestamp-query`. */
  readonly gpuMs: number | undefined;
  /** Milliseconds from the frame's capture (where known, else its arrival) to the end of its GPU work, lately. */
  readonly latencyMs: number;
  /** Frames since the start that were shown. */
  readonly frames: number;
  /** Frames since the start that came while another was in work, or came to nothing. */
  readonly dropped: number;
  /** How often the loop went on with a new device. */
  readonly recoveries: number;
  readonly importPath: ImportPath | undefined;
  /** What the last frame was computed at: less than its own size only with `quality: 'auto'`. */
  readonly processingSize: Size | undefined;
  /** Where frames are filtered: a worker goes on while the window is busy. */
  readonly runsIn: 'window' | 'worker';
}

const WINDOW_MS = 1000;

/** Counts the frames of a live loop. */
export class FrameStats {
  #shownAt: number[] = [];
  #latencyMs = 0;
  #frames = 0;
  #dropped = 0;
  #recoveries = 0;
  #presentedFrames: number | undefined;

  /** Forgets when frames came, so that a pause is not taken for a slow loop; the counts go on. */
  reset(): void {
    this.#shownAt = [];
    this.#presentedFrames = undefined;
  }

  /** The video's own count of frames: those it skipped between two callbacks were dropped as well. */
  presented(count: number): void {
    if (this.#presentedFrames !== undefined) this.#dropped += Math.max(0, count - this.#presentedFrames - 1);
    this.#presentedFrames = count;
  }

  dropped(): void {
    this.#dropped++;
  }

  recovered(): void {
    this.#recoveries++;
  }

  shown(latencyMs: number): void {
    const now = performance.now();
    this.#frames++;
    this.#latencyMs = latencyMs;
    this.#shownAt.push(now);
    while (this.#shownAt[0] < now - WINDOW_MS) this.#shownAt.shift();
  }

  report(state: Pick<VideoStats, 'importPath' | 'gpuMs' | 'processingSize' | 'runsIn'>): VideoStats {
    const now = performance.now();
    const recent = this.#shownAt.filter((at) => at >= now - WINDOW_MS);
    const spanMs = recent.length > 1 ? now - recent[0] : WINDOW_MS;
    return {
      fps: (recent.length * 1000) / Math.max(spanMs, 1),
      latencyMs: this.#latencyMs,
      frames: this.#frames,
      dropped: this.#dropped,
      recoveries: this.#recoveries,
      ...state,
    };
  }
}
