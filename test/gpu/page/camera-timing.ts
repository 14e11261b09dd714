import { createImageFilter } from '../../../src/image/index.ts';
import { naiveVideoPass } from '../../bench/images/naive_video.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

const SOBEL_X = [
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
];

/** Milliseconds a camera frame takes to the canvas, this library and the naive pass in turn: medians. */
async function timeCameraFrame(rounds: number) {
  const device = await sharedDevice();
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
  await video.play();
  const canvas = Object.assign(document.createElement('canvas'), {
    width: video.videoWidth,
    height: video.videoHeight,
  });
  document.body.append(canvas);
  const context = canvas.getContext('webgpu')!;
  const filter = await createImageFilter(device, { type: 'matrix', matrix: SOBEL_X });
  const { pass } = naiveVideoPass(device, video, canvas, SOBEL_X.flat());
  const ways = { library: () => filter.apply(video, context), naive: pass };
  const times = { library: [] as number[], naive: [] as number[] };
  for (let round = -3; round < rounds; round++) {
    for (const name of ['library', 'naive'] as const) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      await device.queue.onSubmittedWorkDone();
      const start = performance.now();
      await ways[name]();
      await device.queue.onSubmittedWorkDone();
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  for (const track of (video.srcObject as MediaStream).getTracks()) track.stop();
  const { importPath } = filter;
  filter.destroy();
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
  return {
    width: canvas.width,
    height: canvas.height,
    importPath,
    library: median(times.library),
    naive: median(times.naive),
  };
}

register({ timeCameraFrame });
