import { UnsupportedError } from '../errors.ts';
import type { ImageFilter } from './filter.ts';
import { filterVideo } from './video.ts';
import { FrameStats, type VideoStats } from './video_stats.ts';

/** A filtered track; made by {@link filterTrack}. */
export interface TrackFilter {
  /** To hand to a call, a recorder or a video element. */
  readonly track: MediaStreamTrack;
  readonly stats: VideoStats;
  /** Exchanges the filter from the next frame on; the old one is the caller's to destroy. */
  setFilter(filter: ImageFilter): void;
  /** Ends the filtered track; the one it came from goes on. */
  stop(): void;
}

// Insertable streams, https://w3c.github.io/mediacapture-transform/, are not in TypeScript's library yet.
interface Processor {
  readonly readable: ReadableStream<VideoFrame>;
}
type ProcessorClass = new (init: { track: MediaStreamTrack; maxBufferSize?: number }) => Processor;
type GeneratorClass = new (init: {
  kind: 'video';
}) => MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };

/**
 * Filters a video track into a new one: by insertable streams where they exist, frame in, frame out with its timestamp;
 * else through a hidden video and `captureStream`. Frames that come while one is being filtered are dropped and counted.
 * A track that changes its size goes on with the new one.
 * @throws UnsupportedError where neither way exists; in a worker, pass frames with {@link filterFrames} instead
 */
export function filterTrack(track: MediaStreamTrack, filter: ImageFilter): TrackFilter {
  const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = globalThis as unknown as {
    MediaStreamTrackProcessor?: ProcessorClass;
    MediaStreamTrackGenerator?: GeneratorClass;
  };
  if (MediaStreamTrackProcessor && MediaStreamTrackGenerator) {
    const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 });
    const generator = new MediaStreamTrackGenerator({ kind: 'video' });
    const frames = filterFrames(readable, generator.writable, filter);
    return {
      track: generator,
      get stats() {
        return frames.stats;
      },
      setFilter: (next) => frames.setFilter(next),
      stop: () => {
        frames.stop();
        generator.stop();
      },
    };
  }
  if (typeof document === 'undefined' || !('captureStream' in HTMLCanvasElement.prototype)) {
    throw new UnsupportedError('this browser has neither insertable streams nor captureStream');
  }
  return captureCanvas(track, filter);
}

/** A stream of frames being filtered; made by {@link filterFrames}. */
export interface FrameFilter {
  readonly stats: VideoStats;
  setFilter(filter: ImageFilter): void;
  /** Ends the output; the input is cancelled. */
  stop(): void;
}

/**
 * Filters a stream of frames into another, in a window or in a worker (both streams can be transferred there). Frames in
 * are closed; frames out have their timestamp and duration. One frame is in work at a time: a source that keeps at most
 * one waiting, as a MediaStreamTrackProcessor does, drops the rest, which shows as gaps in their timestamps.
 */
export function filterFrames(
  readable: ReadableStream<VideoFrame>,
  writable: WritableStream<VideoFrame>,
  filter: ImageFilter,
): FrameFilter {
  const stats = new FrameStats();
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('webgpu') as unknown as GPUCanvasContext | null;
  if (!context) throw new UnsupportedError('this browser gives no WebGPU context for an OffscreenCanvas');
  const abort = new AbortController();
  let current = filter;
  const transform = new TransformStream<VideoFrame, VideoFrame>({
    async transform(frame, controller) {
      const startMs = performance.now();
      try {
        stats.timestamp(frame.timestamp, frame.duration);
        const { displayWidth, displayHeight, timestamp, duration } = frame;
        if (canvas.width !== displayWidth) canvas.width = displayWidth;
        if (canvas.height !== displayHeight) canvas.height = displayHeight;
        await current.apply(frame, context);
        controller.enqueue(new VideoFrame(canvas, { timestamp, duration: duration ?? undefined }));
        stats.shown(performance.now() - startMs);
      } finally {
        frame.close();
      }
    },
  });
  readable
    .pipeThrough(transform, { signal: abort.signal })
    .pipeTo(writable, { signal: abort.signal })
    .catch((error: unknown) => {
      if (!abort.signal.aborted) console.error(error);
    });
  return {
    get stats() {
      return stats.report(current.importPath, current.gpuMs);
    },
    setFilter: (next) => {
      current = next;
    },
    stop: () => abort.abort(),
  };
}

function captureCanvas(track: MediaStreamTrack, filter: ImageFilter): TrackFilter {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  const canvas = document.createElement('canvas');
  const loop = filterVideo(video, canvas, filter);
  void video.play().then(() => loop.start());
  const [filtered] = canvas.captureStream().getVideoTracks();
  return {
    track: filtered,
    get stats() {
      return loop.stats;
    },
    setFilter: (next) => loop.setFilter(next),
    stop: () => {
      loop.stop();
      filtered.stop();
      video.srcObject = null;
    },
  };
}
