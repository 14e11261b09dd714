import { UnsupportedError } from '../../errors.ts';
import type { ImageFilter } from '../filter.ts';
import { LiveFilter, type LiveOptions } from './live.ts';
import { everyFrame, type FrameReader, newestFrame } from './newest_frame.ts';
import type { VideoStats } from './video_stats.ts';

/** Options of {@link filterFrames}. */
export interface FilterFramesOptions extends LiveOptions {
  /**
   * Whether the source goes on by itself, as a camera does: of the frames that come while one is being filtered the newest
   * is kept, the rest are closed and counted as dropped. Default false: every frame is filtered, and a slow filter
   * holds the source back.
   */
  readonly isLive?: boolean;
}

/** A stream of frames being filtered; made by {@link filterFrames}. */
export interface FrameFilter {
  readonly stats: VideoStats;
  /** Exchanges the filter from the next frame on; the old one is the caller's to destroy, at once if they like. */
  setFilter(filter: ImageFilter): void;
  /** While true, frames are closed as they come, and not counted. */
  isPaused: boolean;
  /** Ends the output after the frame in hand; the input is canceled. */
  stop(): void;
  /** Resolves once the output has ended: the input did, {@link stop} was called, nobody takes frames any more, or an error. */
  readonly ended: Promise<void>;
}

/**
 * Filters a stream of frames into another, in a window or in a worker (both streams can be transferred there). Frames in
 * are closed; frames out have their timestamp and duration, and are whoever's who takes them. One frame is in work at a time,
 * and the next is taken once the output is ready for it: nothing is queued.
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
  if (!context) throw new UnsupportedError('this browser gives no WebGPU context for an OffscreenCanvas');
  return new FrameLoop(readable, writable, context, new LiveFilter(filter, options), options);
}

class FrameLoop implements FrameFilter {
  readonly ended: Promise<void>;
  isPaused = false;
  readonly #reader: FrameReader<VideoFrame>;
  readonly #writer: WritableStreamDefaultWriter<VideoFrame>;
  readonly #context: GPUCanvasContext;
  readonly #live: LiveFilter;
  #isStopped = false;

  constructor(
    readable: ReadableStream<VideoFrame>,
    writable: WritableStream<VideoFrame>,
    context: GPUCanvasContext,
    live: LiveFilter,
    { isLive = false, onError = console.error }: FilterFramesOptions,
  ) {
    const onDropped = () => {
      if (!this.isPaused) live.stats.dropped();
    };
    this.#reader = isLive ? newestFrame(readable, onDropped) : everyFrame(readable);
    this.#writer = writable.getWriter();
    this.#context = context;
    this.#live = live;
    this.ended = this.#run().catch((error: unknown) => {
      if (!this.#isStopped) onError(error);
      this.stop();
    });
  }

  get stats(): VideoStats {
    return this.#live.report(typeof document === 'undefined' ? 'worker' : 'window');
  }

  setFilter(filter: ImageFilter): void {
    this.#live.setFilter(filter);
  }

  stop(): void {
    this.#isStopped = true;
    this.#reader.cancel();
  }

  async #run(): Promise<void> {
    try {
      while (!this.#isStopped) {
        if (!(await this.#isTaken())) break;
        const frame = await this.#reader.next();
        if (!frame) break;
        const filtered = await this.#filter(frame).finally(() => frame.close());
        if (filtered) await this.#write(filtered);
      }
    } finally {
      await this.#writer.close().catch(() => {});
    }
  }

  /** Waits until the output takes a frame; false where nobody will any more, such as when the track it makes was stopped. */
  #isTaken(): Promise<boolean> {
    return this.#writer.ready.then(
      () => true,
      () => {
        this.stop();
        return false;
      },
    );
  }

  async #filter(frame: VideoFrame): Promise<VideoFrame | undefined> {
    if (this.isPaused) return undefined;
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

  /** An output that fails ends the loop: whoever took the frames is gone, and knows why. */
  async #write(frame: VideoFrame): Promise<void> {
    try {
      await this.#writer.write(frame);
    } catch {
      frame.close();
      this.stop();
    }
  }
}
