import { type DeviceLostError, requestDevice } from 'webgpu-conv';
import {
  createImageFilter,
  filterTrack,
  filterVideo,
  type ImageFilterInput,
  type VideoStats,
} from 'webgpu-conv/image';
import type { Pixels } from './image.ts';
import { register } from './registry.ts';

/** A video track that shows one picture, painted again and again. */
function trackOf({ width, height, data }: Pixels) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d')!;
  const image = new ImageData(Uint8ClampedArray.from(data), width, height);
  const paint = () => context.putImageData(image, 0, 0);
  paint();
  const timer = setInterval(paint, 33);
  const [track] = canvas.captureStream(30).getVideoTracks();
  const stop = () => {
    clearInterval(timer);
    track.stop();
  };
  return { track, stop };
}

async function playing(track: MediaStreamTrack): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  Object.assign(video, { muted: true, srcObject: new MediaStream([track]) });
  await video.play();
  return video;
}

async function until(isDone: () => boolean, what: string): Promise<void> {
  const endMs = performance.now() + 30_000;
  while (!isDone()) {
    if (performance.now() > endMs) throw new Error(`no ${what} in 30 s`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function pixelsOf(source: CanvasImageSource, width: number, height: number): Pixels {
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(source, 0, 0);
  return { width, height, data: [...context.getImageData(0, 0, width, height).data] };
}

const quietDevice = () => requestDevice({ label: 'live video test', onSoftwareAdapter: () => {} });

/** Filters a live video; what the video and the canvas show then, and the figures. */
async function filterLive(pixels: Pixels, spec: ImageFilterInput, countFrames: number) {
  const source = trackOf(pixels);
  const video = await playing(source.track);
  const canvas = document.createElement('canvas');
  const device = await quietDevice();
  const filter = await createImageFilter(device, spec);
  const loop = filterVideo(video, canvas, filter);
  loop.start();
  await until(() => loop.stats.frames >= countFrames, 'frames');
  const { stats } = loop;
  // one more by hand, so that canvas and video are read in one task
  loop.stop();
  await until(() => !loop.isBusy, 'end of the frame in hand');
  await filter.apply(video, canvas.getContext('webgpu')!);
  const shown = pixelsOf(canvas, canvas.width, canvas.height);
  const original = pixelsOf(video, video.videoWidth, video.videoHeight);
  source.stop();
  filter.destroy();
  device.destroy();
  return { stats, shown, original };
}

/** Destroys the device while a video is filtered; how long until frames come again. */
async function loseDeviceLive(
  pixels: Pixels,
): Promise<{ stats: VideoStats; recoveryMs: number; reason: string }> {
  const source = trackOf(pixels);
  const video = await playing(source.track);
  const device = await quietDevice();
  let reason = 'none';
  const restore = async (lost: DeviceLostError) => {
    reason = lost.reason;
    return createImageFilter(await quietDevice(), 'sharpen');
  };
  const loop = filterVideo(
    video,
    document.createElement('canvas'),
    await createImageFilter(device, 'sharpen'),
    { restore },
  );
  loop.start();
  await until(() => loop.stats.frames >= 3, 'frames');
  device.destroy();
  const sinceMs = performance.now();
  await until(() => loop.stats.recoveries === 1, 'recovery');
  const { frames } = loop.stats;
  await until(() => loop.stats.frames > frames, 'frames after the recovery');
  const recoveryMs = performance.now() - sinceMs;
  loop.stop();
  source.stop();
  return { stats: loop.stats, recoveryMs, reason };
}

/** Filters a track into another; what a video of that shows. */
async function filterTrackLive(pixels: Pixels, spec: ImageFilterInput) {
  const source = trackOf(pixels);
  const device = await quietDevice();
  const filtered = filterTrack(source.track, await createImageFilter(device, spec));
  const video = await playing(filtered.track);
  await until(() => filtered.stats.frames >= 5, 'frames');
  const shown = pixelsOf(video, video.videoWidth, video.videoHeight);
  const { stats } = filtered;
  filtered.stop();
  source.stop();
  return { stats, shown };
}

register({ filterLive, loseDeviceLive, filterTrackLive });
