import { DeviceLostError, InvalidArgumentError } from '../errors.ts';
import type { ImageFilter } from './filter.ts';
import { FrameStats, type VideoStats } from './video_stats.ts';

/** Options of {@link filterVideo}. */
export interface FilterVideoOptions {
  /**
   * Makes the filter anew after the device was lost, on a new device; the loop then goes on by itself. Without it the
   * loop ends and `onError` hears of it.
   */
  readonly restore?: (lost: DeviceLostError) => Promise<ImageFilter>;
  /** Hears of errors that end the loop. Default `console.error`. */
  readonly onError?: (error: unknown) => void;
}

/** A live loop; made by {@link filterVideo}. */
export interface VideoFilter {
  /** Begins, or goes on. */
  start(): void;
  /** Ends after the frame in hand. The canvas keeps its last picture. */
  stop(): void;
  /** Exchanges the filter from the next frame on; the old one is the caller's to destroy. */
  setFilter(filter: ImageFilter): void;
  /** Whether a frame is being filtered. */
  readonly isBusy: boolean;
  /** Figures of the last second or so. */
  readonly stats: VideoStats;
}

type Canvas = HTMLCanvasElement | OffscreenCanvas;

/**
 * Filters a video onto a canvas, frame by frame: on `requestVideoFrameCallback`, or `requestAnimationFrame` where that is
 * absent. The canvas takes the video's size. A frame that comes while another is being filtered is dropped and counted,
 * never queued; in a hidden tab the browser calls for no frames, and the loop rests.
 * @throws InvalidArgumentError where the canvas has a context of another kind
 */
export function filterVideo(
  video: HTMLVideoElement,
  canvas: Canvas,
  filter: ImageFilter,
  options: FilterVideoOptions = {},
): VideoFilter {
  const context = canvas.getContext('webgpu') as GPUCanvasContext | null;
  if (!context)
    throw new InvalidArgumentError('canvas', 'one with another context', "one that gives 'webgpu'");
  return new VideoLoop(video, canvas, context, filter, options);
}

class VideoLoop implements VideoFilter {
  readonly #stats = new FrameStats();
  readonly #video: HTMLVideoElement;
  readonly #canvas: Canvas;
  readonly #context: GPUCanvasContext;
  readonly #options: FilterVideoOptions;
  #filter: ImageFilter;
  #isRunning = false;
  #isBusy = false;
  #cancel: (() => void) | undefined;

  constructor(
    video: HTMLVideoElement,
    canvas: Canvas,
    context: GPUCanvasContext,
    filter: ImageFilter,
    options: FilterVideoOptions,
  ) {
    this.#video = video;
    this.#canvas = canvas;
    this.#context = context;
    this.#filter = filter;
    this.#options = options;
  }

  get stats(): VideoStats {
    const { importPath, gpuMs } = this.#filter;
    return this.#stats.report(importPath, gpuMs);
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#stats.reset();
    this.#request();
  }

  stop(): void {
    this.#isRunning = false;
    this.#cancel?.();
  }

  setFilter(filter: ImageFilter): void {
    this.#filter = filter;
  }

  #request(): void {
    const video = this.#video;
    if ('requestVideoFrameCallback' in video) {
      const id = video.requestVideoFrameCallback((now, metadata) => {
        this.#stats.presented(metadata.presentedFrames);
        this.#frame(metadata.captureTime ?? now);
      });
      this.#cancel = () => video.cancelVideoFrameCallback(id);
    } else {
      const id = requestAnimationFrame((now) => this.#frame(now));
      this.#cancel = () => cancelAnimationFrame(id);
    }
  }

  #frame(sinceMs: number): void {
    if (!this.#isRunning) return;
    this.#request();
    if (this.#isBusy) {
      this.#stats.dropped();
      return;
    }
    if (this.#video.videoWidth === 0) return;
    this.#isBusy = true;
    this.#filterFrame(sinceMs)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#isBusy = false;
      });
  }

  async #filterFrame(sinceMs: number): Promise<void> {
    const { videoWidth, videoHeight } = this.#video;
    if (this.#canvas.width !== videoWidth) this.#canvas.width = videoWidth;
    if (this.#canvas.height !== videoHeight) this.#canvas.height = videoHeight;
    const filter = this.#filter;
    await filter.apply(this.#video, this.#context);
    // holds the loop to what the GPU can do: frames are dropped, not queued
    await filter.device.queue.onSubmittedWorkDone();
    this.#stats.shown(performance.now() - sinceMs);
  }

  async #fail(error: unknown): Promise<void> {
    if (error instanceof DeviceLostError && this.#options.restore && this.#isRunning) {
      this.#filter = await this.#options.restore(error);
      this.#stats.recovered();
      return;
    }
    this.stop();
    (this.#options.onError ?? console.error)(error);
  }
}
