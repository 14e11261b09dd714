import { UnsupportedError } from '../../errors.ts';
import type { ImageFilter } from '../filter.ts';
import { FrameLoop } from './frame_loop.ts';
import { LiveFilter, type LiveOptions } from './live.ts';
import type { VideoStats } from './video_stats.ts';

/** Options of {@link filterFrames}. */
export interface FilterFramesOptions extends LiveOptions {
  /**
   * Whether the source produces frames by itself, as a camera does. Of the frames that come while one is being filtered,
   * the newest is kept, and the rest are closed and counted as dropped. Default false: every frame is filtered, and a slow
   * filter holds the source back.
   */
  readonly isLive?: boolean;
}

/** A stream of frames being filtered; made by {@link filterFrames}. */
export interface FrameFilter {
  /** Rates and counts so far. */
  readonly stats: VideoStats;
  /** Uses another filter from the next frame on. The caller destroys the old one, at once if they like. */
  setFilter(filter: ImageFilter): void;
  /** While true, frames are closed unfiltered, and not counted. */
  isPaused: boolean;
  /** Cancels the input, and ends the output after the current frame. */
  stop(): void;
  /** Resolves once the output has ended: after the input's end, {@link stop}, an error, or when the output is no longer read. */
  readonly ended: Promise<void>;
}

/**
 * Filters a stream of frames into another, in a window or in a worker (both streams can be transferred there). Input
 * frames are closed. Output frames have their timestamp and duration, and belong to their consumer. One frame is processed
 * at a time, the next when the output is ready for it: nothing is queued.
 * @throws InvalidArgumentError, UnsupportedError
 */
export function filterFrames(
  readable: ReadableStream<VideoFrame>,
  writable: WritableStream<VideoFrame>,
  filter: ImageFilter,
  options: FilterFramesOptions = {},
): FrameFilter {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('webgpu') as unknown as GPUCanvasContext | null;
  if (!context) throw new UnsupportedError('this browser has no WebGPU context for an OffscreenCanvas');
  return new FrameStream(readable, writable, context, new LiveFilter(filter, options), options);
}

class FrameStream implements FrameFilter {
  readonly ended: Promise<void>;
  isPaused = false;
  readonly #reader: ReadableStreamDefaultReader<VideoFrame>;
  readonly #writer: WritableStreamDefaultWriter<VideoFrame>;
  readonly #context: GPUCanvasContext;
  readonly #live: LiveFilter;
  readonly #loop: FrameLoop<VideoFrame>;
  #isStopped = false;

  constructor(
    readable: ReadableStream<VideoFrame>,
    writable: WritableStream<VideoFrame>,
    context: GPUCanvasContext,
    live: LiveFilter,
    { isLive = false, onError = console.error }: FilterFramesOptions,
  ) {
    const fail = (error: unknown) => {
      if (!this.#isStopped) onError(error);
      this.stop();
    };
    this.#reader = readable.getReader();
    this.#writer = writable.getWriter();
    this.#context = context;
    this.#live = live;
    this.#loop = new FrameLoop((frame) => this.#pass(frame), {
      onDropped: (frame) => this.#drop(frame),
      onError: fail,
    });
    this.ended = this.#read(isLive)
      .catch(fail)
      .then(() => this.#end());
  }

  get stats(): VideoStats {
    return this.#live.report(typeof document === 'undefined' ? 'worker' : 'window');
  }

  setFilter(filter: ImageFilter): void {
    this.#live.setFilter(filter);
  }

  stop(): void {
    this.#isStopped = true;
    this.#loop.clear();
    void this.#reader.cancel().catch(() => {});
  }

  /** Keeps reading a live source while a frame is filtered, so that the newest one is next. */
  async #read(isLive: boolean): Promise<void> {
    await this.#outputReady();
    while (!this.#isStopped) {
      const { value: frame } = await this.#reader.read();
      if (!frame) return;
      this.#loop.show(frame);
      if (!isLive) await this.#loop.idle;
    }
  }

  async #end(): Promise<void> {
    await this.#loop.idle;
    await this.#writer.close().catch(() => {});
  }

  #drop(frame: VideoFrame): void {
    frame.close();
    if (!this.isPaused && !this.#isStopped) this.#live.stats.dropped();
  }

  /** Filters a frame into the output, and waits until the output takes another. */
  async #pass(frame: VideoFrame): Promise<void> {
    const filtered = await this.#filter(frame).finally(() => frame.close());
    if (filtered) await this.#write(filtered);
    await this.#outputReady();
  }

  async #filter(frame: VideoFrame): Promise<VideoFrame | undefined> {
    if (this.isPaused || this.#isStopped) return undefined;
    const { timestamp, duration } = frame;
    let filtered: VideoFrame | undefined;
    const take = () => {
      filtered = new VideoFrame(this.#context.canvas, { timestamp, duration: duration ?? undefined });
    };
    let isDone = false;
    try {
      isDone = await this.#live.apply(frame, this.#context, performance.now(), take);
      return isDone ? filtered : undefined;
    } finally {
      if (!isDone) filtered?.close();
    }
  }

  /** A failed output ends the stream without an error: its consumer is gone, such as a track that was stopped. */
  async #write(frame: VideoFrame): Promise<void> {
    try {
      await this.#writer.write(frame);
    } catch {
      frame.close();
      this.stop();
    }
  }

  #outputReady(): Promise<void> {
    return this.#writer.ready.catch(() => this.stop());
  }
}
