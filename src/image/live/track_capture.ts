import type { ImageFilter } from '../filter.ts';
import type { FrameFilter } from './frames.ts';
import type { LiveOptions } from './live.ts';
import { filterVideo } from './video.ts';

/** Filters a track without insertable streams, through a hidden video element and a canvas. */
export function captureTrack(
  track: MediaStreamTrack,
  filter: ImageFilter,
  options: LiveOptions,
): FrameFilter & { readonly track: MediaStreamTrack } {
  const onError = options.onError ?? console.error;
  const video = document.createElement('video');
  Object.assign(video, { muted: true, playsInline: true, srcObject: new MediaStream([track]) });
  const canvas = document.createElement('canvas');
  let isStopped = false;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const stop = () => {
    if (isStopped) return;
    isStopped = true;
    loop.stop();
    track.removeEventListener('ended', finish);
    filtered.stop();
    video.srcObject = null;
    end();
  };
  // stop() fires no event
  const finish = () => {
    stop();
    filtered.dispatchEvent(new Event('ended'));
  };
  const loop = filterVideo(video, canvas, filter, {
    ...options,
    onError: (error) => {
      onError(error);
      finish();
    },
  });
  const [filtered] = canvas.captureStream().getVideoTracks();
  track.addEventListener('ended', finish);
  video.play().then(
    () => {
      if (!isStopped) loop.start();
    },
    (error: unknown) => {
      if (isStopped) return;
      onError(error);
      finish();
    },
  );
  return {
    track: filtered,
    ended,
    stop,
    // the browser requests no frames of a hidden tab
    isPaused: false,
    get stats() {
      return loop.stats;
    },
    setFilter: (next) => loop.setFilter(next),
  };
}
