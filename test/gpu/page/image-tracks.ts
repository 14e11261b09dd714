import {
  createImageFilter,
  type FilterTrackOptions,
  filterTrack,
  type ImageFilterInput,
} from 'webgpu-conv/image';
import { newDevice } from './device.ts';
import type { Pixels } from './image.ts';
import { pixelsOf, playing, trackOf, until } from './live-tools.ts';
import { register } from './registry.ts';

/** The track being filtered, from {@link startTrack} to {@link endTrack}. */
let live: Awaited<ReturnType<typeof start>>;

async function start(picture: Pixels | 'camera', spec: ImageFilterInput, options?: FilterTrackOptions) {
  const source = picture === 'camera' ? await camera() : trackOf(picture);
  const device = await newDevice('track test');
  const filtered = await filterTrack(source.track, await createImageFilter(device, spec), options);
  const video = await playing(filtered.track);
  let hasEnded = false;
  filtered.track.addEventListener('ended', () => {
    hasEnded = true;
  });
  return { source, device, filtered, video, hasEnded: () => hasEnded };
}

async function camera() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true });
  const [track] = stream.getVideoTracks();
  return { track, stop: () => track.stop(), show: () => {} };
}

async function startTrack(picture: Pixels | 'camera', spec: ImageFilterInput, options?: FilterTrackOptions) {
  live = await start(picture, spec, options);
  await trackFrames(3);
}

const trackStats = () => live.filtered.stats;

/** Waits for more frames. */
async function trackFrames(count: number): Promise<void> {
  const { frames } = live.filtered.stats;
  await until(() => live.filtered.stats.frames >= frames + count, `${count} frames`);
}

/** What the filtered track shows, once it has the size. */
async function trackShows({ width, height } = { width: 0, height: 0 }): Promise<Pixels> {
  const { video } = live;
  await until(
    () => !width || (video.videoWidth === width && video.videoHeight === height),
    `${width}×${height}`,
  );
  await trackFrames(3);
  return pixelsOf(video, video.videoWidth, video.videoHeight);
}

const showOnTrack = (picture: Pixels) => live.source.show(picture);

async function setTrackFilter(spec: ImageFilterInput): Promise<void> {
  const old = await createImageFilter(live.device, 'identity');
  live.filtered.setFilter(old);
  const next = await createImageFilter(live.device, spec);
  live.filtered.setFilter(next);
  old.destroy();
}

/** Keeps the window busy for a while: how many frames came through meanwhile. */
async function framesWhileBusy(durationMs: number): Promise<number> {
  const { frames } = live.filtered.stats;
  const endMs = performance.now() + durationMs;
  while (performance.now() < endMs);
  // what the worker told meanwhile comes now
  await new Promise((resolve) => setTimeout(resolve));
  return live.filtered.stats.frames - frames;
}

/** Loses the filter's device in the window; a worker has another one. */
const destroyTrackDevice = () => live.device.destroy();

/** How long until the track's device is replaced and frames come again, from the moment it is lost. */
async function trackRecovery(): Promise<number> {
  const sinceMs = performance.now();
  await until(() => live.filtered.stats.recoveries > 0, 'recovery');
  await trackFrames(1);
  return performance.now() - sinceMs;
}

/** Ends what the frames come from: whether the filtered track ends as well. */
async function unplugTrack(): Promise<MediaStreamTrackState> {
  live.source.track.stop();
  // what a browser does when a device goes away; stop() tells nobody
  live.source.track.dispatchEvent(new Event('ended'));
  await until(live.hasEnded, 'end of the filtered track');
  return live.filtered.track.readyState;
}

async function endTrack(): Promise<void> {
  live.filtered.stop();
  await until(() => live.filtered.track.readyState === 'ended', 'end');
  live.video.srcObject = null;
  live.source.stop();
  live.device.destroy();
}

const forbidWorkers = () => {
  const policy = Object.assign(document.createElement('meta'), { httpEquiv: 'Content-Security-Policy' });
  policy.content = "worker-src 'none'";
  document.head.append(policy);
};

const hideInsertableStreams = () => Reflect.deleteProperty(globalThis, 'MediaStreamTrackProcessor');

/** Records a track, filtered where told, and decodes the file: its last frame. */
async function recordTrack(picture: Pixels, spec?: ImageFilterInput): Promise<Pixels> {
  if (spec) await startTrack(picture, spec);
  const source = spec ? live.source : trackOf(picture);
  const recorder = new MediaRecorder(new MediaStream([spec ? live.filtered.track : source.track]), {
    mimeType: 'video/webm;codecs=vp8',
    videoBitsPerSecond: 8e6,
  });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  recorder.start(200);
  await until(() => parts.filter(({ size }) => size > 0).length >= 5, 'recording');
  recorder.stop();
  await stopped;
  if (spec) await endTrack();
  else source.stop();
  return lastFrame(new Blob(parts, { type: 'video/webm' }));
}

async function lastFrame(file: Blob): Promise<Pixels> {
  const video = document.createElement('video');
  Object.assign(video, { muted: true, src: URL.createObjectURL(file) });
  const ended = new Promise((resolve) => {
    video.onended = resolve;
  });
  await video.play();
  await ended;
  return pixelsOf(video, video.videoWidth, video.videoHeight);
}

register({
  startTrack,
  trackStats,
  trackFrames,
  trackShows,
  showOnTrack,
  setTrackFilter,
  framesWhileBusy,
  destroyTrackDevice,
  trackRecovery,
  unplugTrack,
  endTrack,
  forbidWorkers,
  hideInsertableStreams,
  recordTrack,
});
