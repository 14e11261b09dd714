import type { FilterDescription } from '../filter.ts';
import type { LiveOptions } from './live.ts';
import type { VideoStats } from './video_stats.ts';

/** Messages from the window to the worker of {@link filterTrack}: `prepare`, then `start`, then any number of the others. */
export type ToWorker =
  | {
      readonly type: 'prepare';
      readonly filter: FilterDescription;
      readonly options: Pick<LiveOptions, 'quality' | 'frameRate'>;
    }
  | {
      readonly type: 'start';
      readonly readable: ReadableStream<VideoFrame>;
      readonly writable: WritableStream<VideoFrame>;
    }
  | { readonly type: 'filter'; readonly filter: FilterDescription }
  | { readonly type: 'pause'; readonly isPaused: boolean }
  | { readonly type: 'stop' };

/** Messages from the worker to the window. */
export type FromWorker =
  /** The worker has a device and a filter. */
  | { readonly type: 'prepared' }
  /** It could not get them, or the filter failed. */
  | { readonly type: 'failed'; readonly error: string }
  | { readonly type: 'stats'; readonly stats: VideoStats }
  | { readonly type: 'ended' };
