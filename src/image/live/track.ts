import { InvalidArgumentError, UnsupportedError } from '../../errors.ts';
import type { ImageFilter } from '../filter.ts';
import { type FrameFilter, filterFrames } from './frames.ts';
import { hasInsertableStreams, insertableStreams } from './insertable_streams.ts';
import type { LiveOptions } from './live.ts';
import { captureTrack } from './track_capture.ts';
import { openTrackWorker } from './track_in_worker.ts';
import type { VideoStats } from './video_stats.ts';

/** Options of {@link filterTrack}. */
export interface FilterTrackOptions extends LiveOptions {
  /**
   * Whether frames may be filtered in a worker. Default true. The worker computes what `filter` does on a device of its
   * own, and replaces a lost device by itself, without `restore`.
   */
  readonly worker?: boolean;
  /** Behavior in a hidden tab. Default `'continue'`: the other side of a call still watches. */
  readonly whenHidden?: 'continue' | 'pause';
}

/** A filtered track; made by {@link filterTrack}. */
export interface TrackFilter {
  /** The filtered track, for a call, a recorder or a video element. Ends with its source track, with an `ended` event. */
  readonly track: MediaStreamTrack;
  /** Rates and counts so far. Those of a worker are up to 100 ms old. */
  readonly stats: VideoStats;
  /** Uses another filter from the next frame on. The caller destroys the old one, at once if they like. */
  setFilter(filter: ImageFilter): void;
  /** Ends the filtered track after the current frame. Its source track goes on. */
  stop(): void;
}

/**
 * Filters a video track into a new one.
 * - With insertable streams it runs in a worker, which a busy window does not hold up. It runs in the window if no worker
 *   starts (a content security policy, a script of another origin, no WebGPU in workers) or `worker` is false.
 * - Without, it runs in the window, through a hidden video element and `captureStream`, and pauses while the tab is hidden.
 *
 * `stats.runsIn` says where. Of the frames that come while one is being filtered, the newest is kept, and the rest are
 * dropped and counted. The new track follows changes of size and rotation.
 * @throws InvalidArgumentError if `track` is not a live video track; UnsupportedError if the browser has neither. In a worker,
 * use {@link filterFrames}
 */
export async function filterTrack(
  track: MediaStreamTrack,
  filter: ImageFilter,
  options: FilterTrackOptions = {},
): Promise<TrackFilter> {
  if (track?.kind !== 'video' || track.readyState !== 'live') {
    throw new InvalidArgumentError('track', track, 'a video track that has not ended');
  }
  if (!hasInsertableStreams()) {
    if (typeof document === 'undefined' || !('captureStream' in HTMLCanvasElement.prototype)) {
      throw new UnsupportedError('this browser has neither insertable streams nor captureStream');
    }
    const captured = captureTrack(track, filter, options);
    return trackFilter(captured.track, captured);
  }
  const worker = options.worker === false ? undefined : await openTrackWorker(filter, options);
  const streams = insertableStreams(track);
  worker?.start(streams);
  const frames =
    worker ?? filterFrames(streams.readable, streams.writable, filter, { ...options, isLive: true });
  if (options.whenHidden === 'pause') pauseWhileHidden(frames);
  return trackFilter(streams.track, frames);
}

function trackFilter(track: MediaStreamTrack, frames: FrameFilter): TrackFilter {
  return {
    track,
    get stats() {
      return frames.stats;
    },
    setFilter: (next) => frames.setFilter(next),
    stop: () => frames.stop(),
  };
}

function pauseWhileHidden(frames: FrameFilter): void {
  const update = () => {
    frames.isPaused = document.hidden;
  };
  update();
  document.addEventListener('visibilitychange', update);
  frames.ended.then(() => document.removeEventListener('visibilitychange', update));
}
