import type { DeviceLostError } from 'webgpu-conv';
import { createImageFilter, filterVideo, type ImageFilterInput, type VideoStats } from 'webgpu-conv/image';
import { newDevice } from './device.ts';
import type { Pixels } from './image.ts';
import { pixelsOf, playing, trackOf, until } from './live-tools.ts';
import { register } from './registry.ts';

const quietDevice = () => newDevice('live video test');

/** Filters a live video; what the video and the canvas show then, and the figures. */
async function filterLive(pixels: Pixels, spec: ImageFilterInput, frameCount: number) {
  const source = trackOf(pixels);
  const video = await playing(source.track);
  const canvas = document.createElement('canvas');
  const device = await quietDevice();
  const filter = await createImageFilter(device, spec);
  const loop = filterVideo(video, canvas, filter);
  loop.start();
  await until(() => loop.stats.frames >= frameCount, 'frames');
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

register({ filterLive, loseDeviceLive });
