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
   * Whether frames may be filtered in a worker. Default true. The worker has a device of its own: it takes from `filter`
   * what to compute, and replaces a device that is lost by itself, without `restore`.
   */
  readonly worker?: boolean;
  /** What happens in a hidden tab. Default `'continue'`: whoever is called still wants to see something. */
  readonly whenHidden?: 'continue' | 'pause';
}

/** A filtered track; made by {@link filterTrack}. */
export interface TrackFilter {
  /** To hand to a call, a recorder or a video element. Ends with the track it came from, with an `ended` event. */
  readonly track: MediaStreamTrack;
  /** How it goes; a worker's report is up to 100 ms old. */
  readonly stats: VideoStats;
  /** Exchanges the filter from the next frame on; the old one is the caller's to destroy, at once if they like. */
  setFilter(filter: ImageFilter): void;
  /** Ends the filtered track after the frame in hand; the one it came from goes on. */
  stop(): void;
}

/**
 * Filters a video track into a new one. What runs where:
 * - with insertable streams, in a worker, so that frames go on while the window is busy; in the window where no worker starts
 *   (a content security policy, a script of another origin, no WebGPU in workers) or `worker` is false;
 * - without, in the window, through a hidden video element and `captureStream`, which rests while the tab is hidden.
 *
 * `stats.runsIn` says which. Of the frames that come while one is being filtered the newest is kept, the rest are dropped and
 * counted. A track that changes its size, or is turned, goes on with the new one.
 * @throws InvalidArgumentError where `track` is no live video track; UnsupportedError where neither way exists; in a worker, pass
 * frames with {@link filterFrames} instead
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
  const follow = () => {
    frames.isPaused = document.hidden;
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  frames.ended.then(() => document.removeEventListener('visibilitychange', follow));
}
