import { InvalidArgumentError } from '../../errors.ts';
import type { ImageFilter } from '../filter.ts';
import { FrameLoop } from './frame_loop.ts';
import { LiveFilter, type LiveOptions } from './live.ts';
import type { VideoStats } from './video_stats.ts';

/** Options of {@link filterVideo}. */
export interface FilterVideoOptions extends LiveOptions {}

/** A live loop; made by {@link filterVideo}. */
export interface VideoFilter {
  /** Starts the loop, or continues it. */
  start(): void;
  /** Ends the loop after the current frame. The canvas keeps its last picture. */
  stop(): void;
  /** Uses another filter from the next frame on. The caller destroys the old one, at once if they like. */
  setFilter(filter: ImageFilter): void;
  /** Whether a frame is being filtered. */
  readonly isBusy: boolean;
  /** Rates and counts so far. */
  readonly stats: VideoStats;
}

type Canvas = HTMLCanvasElement | OffscreenCanvas;

/**
 * Filters a video onto a canvas, frame by frame, on `requestVideoFrameCallback` or, without that, `requestAnimationFrame`.
 * The canvas takes the video's size, also when a track changes its size or is rotated. A frame that comes while another is
 * being filtered is dropped and counted, never queued. In a hidden tab the loop pauses.
 *
 * The loop runs in the window, as video elements do. {@link filterTrack} can run in a worker, which a busy window does not
 * hold up.
 * @throws InvalidArgumentError if `video` is not one, or the canvas has a context of another kind
 */
export function filterVideo(
  video: HTMLVideoElement,
  canvas: Canvas,
  filter: ImageFilter,
  options: FilterVideoOptions = {},
): VideoFilter {
  if (typeof video?.videoWidth !== 'number') {
    throw new InvalidArgumentError('video', video, 'an HTMLVideoElement');
  }
  const context = canvas.getContext('webgpu') as GPUCanvasContext | null;
  if (!context)
    throw new InvalidArgumentError('canvas', 'one with another context', "one that gives 'webgpu'");
  return new VideoLoop(video, context, new LiveFilter(filter, options), options);
}

class VideoLoop implements VideoFilter {
  readonly #video: HTMLVideoElement;
  readonly #live: LiveFilter;
  readonly #options: FilterVideoOptions;
  /** Each frame stands for its capture time in milliseconds. */
  readonly #loop: FrameLoop<number>;
  #isRunning = false;
  #cancel: (() => void) | undefined;

  constructor(
    video: HTMLVideoElement,
    context: GPUCanvasContext,
    live: LiveFilter,
    options: FilterVideoOptions,
  ) {
    this.#video = video;
    this.#live = live;
    this.#options = options;
    this.#loop = new FrameLoop((sinceMs) => live.apply(video, context, sinceMs), {
      onError: (error) => this.#fail(error),
    });
  }

  get stats(): VideoStats {
    return this.#live.report('window');
  }

  get isBusy(): boolean {
    return this.#loop.isBusy;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#live.stats.reset();
    this.#video.ownerDocument.addEventListener('visibilitychange', this.#onVisibility);
    this.#request();
  }

  stop(): void {
    this.#isRunning = false;
    this.#video.ownerDocument.removeEventListener('visibilitychange', this.#onVisibility);
    this.#cancel?.();
  }

  setFilter(filter: ImageFilter): void {
    this.#live.setFilter(filter);
  }

  /** Frames in a hidden tab do not count as dropped. */
  readonly #onVisibility = () => this.#live.stats.reset();

  #request(): void {
    const video = this.#video;
    if ('requestVideoFrameCallback' in video) {
      const id = video.requestVideoFrameCallback((now, metadata) => {
        this.#live.stats.presented(metadata.presentedFrames);
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
    const { videoWidth, readyState, ownerDocument } = this.#video;
    if (ownerDocument.hidden || videoWidth === 0 || readyState < HAVE_CURRENT_DATA) return;
    if (this.#loop.isBusy) this.#live.stats.dropped();
    else this.#loop.show(sinceMs);
  }

  /** Ends the loop. A stopped loop reports nothing: its filter may have been destroyed. */
  #fail(error: unknown): void {
    if (!this.#isRunning) return;
    this.stop();
    (this.#options.onError ?? console.error)(error);
  }
}

const HAVE_CURRENT_DATA = 2;
