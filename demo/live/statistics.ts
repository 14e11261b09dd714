/** Displayed measurements of a running filter. */
export interface Readings {
  readonly framesPerSecond: number;
  /** Time of the filter's passes on the GPU; undefined if the device has no timestamps. */
  readonly gpuMs?: number;
  /** From the capture of a frame to its result. */
  readonly latencyMs: number;
  /** Frames that arrived while another was in progress, or that the browser skipped. */
  readonly droppedFrames: number;
}

const WINDOW_MS = 2500;

/** Counts frames and times. */
export class Statistics {
  #times: number[] = [];
  #dropped = 0;
  #latencyMs = 0;
  #gpuMs: number | undefined;

  addDropped(frames: number): void {
    this.#dropped += frames;
  }

  addShown(nowMs: number, latencyMs: number): void {
    this.#times = [...this.#times.filter((time) => nowMs - time < WINDOW_MS), nowMs];
    this.#latencyMs = latencyMs;
  }

  setGpuMs(gpuMs: number): void {
    this.#gpuMs = gpuMs;
  }

  read(nowMs: number): Readings {
    const recent = this.#times.filter((time) => nowMs - time < WINDOW_MS);
    const spanMs = Math.max(1, (recent.at(-1) ?? 0) - recent[0]);
    return {
      framesPerSecond: recent.length > 1 ? ((recent.length - 1) * 1000) / spanMs : 0,
      gpuMs: this.#gpuMs,
      latencyMs: this.#latencyMs,
      droppedFrames: this.#dropped,
    };
  }
}
