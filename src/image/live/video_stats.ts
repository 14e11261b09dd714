import type { ImportPath } from '../import/import_paths.ts';
import type { Size } from '../picture.ts';

/** Rates and counts of a live loop. */
export interface VideoStats {
  /** Frames shown per second, over the last second. */
  readonly fps: number;
  /** GPU milliseconds of a recent frame's passes. Undefined without the feature `timestamp-query`. */
  readonly gpuMs: number | undefined;
  /** Milliseconds from the last frame's capture (its arrival if unknown) to the end of its GPU work. */
  readonly latencyMs: number;
  /** Number of frames shown since the start. */
  readonly frames: number;
  /** Number of frames since the start that came while another was being filtered, or failed. */
  readonly dropped: number;
  /** Number of lost devices that were replaced. */
  readonly recoveries: number;
  /** How the last frame was imported to the GPU. Undefined before the first. */
  readonly importPath: ImportPath | undefined;
  /** Size that the last frame was computed at. Less than its own only with `quality: 'auto'`. */
  readonly processingSize: Size | undefined;
  /** Where frames are filtered. A worker continues while the window is busy. */
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

  /** Discards the times of frames, so that a pause does not count as a slow loop. The counts stay. */
  reset(): void {
    this.#shownAt = [];
    this.#presentedFrames = undefined;
  }

  /** Takes the video's own count of frames. Those it skipped between two callbacks count as dropped. */
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
