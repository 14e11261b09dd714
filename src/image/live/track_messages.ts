import type { FilterDescription } from '../filter.ts';
import type { LiveOptions } from './live.ts';
import type { VideoStats } from './video_stats.ts';

/** From the window to the worker of {@link filterTrack}, in this order; from `filter` on again and again. */
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

/** From the worker to the window. */
export type FromWorker =
  /** It has a device and a filter. */
  | { readonly type: 'prepared' }
  /** It has not, or the filter could not go on. */
  | { readonly type: 'failed'; readonly error: string }
  | { readonly type: 'stats'; readonly stats: VideoStats }
  | { readonly type: 'ended' };
