import { createImageFilter, type ImageFilter } from 'webgpu-conv/image';
import type { Entry, OwnEntry } from '../contestant.ts';
import type { Contest } from '../race.ts';
import { ALLOWED, ownEntry } from './contest.ts';
import { FILM, filmLuma } from './film.ts';
import { naiveVideoPass } from './naive_video.ts';
import { largestError, referencePatches } from './reference.ts';

/** A blur, so that the half step of 8-bit pixels that come in does not grow on the way out. */
const MATRIX = [
  [1, 2, 1],
  [2, 4, 2],
  [1, 2, 1],
].map((row) => row.map((weight) => weight / 16));

export const cameraRow = { name: `camera to canvas, 3×3 on ${FILM.width}×${FILM.height}` };

/** A frame of the camera through a 3×3 filter onto a canvas, waited for. */
export async function cameraContest(device: GPUDevice): Promise<Contest> {
  const plane = (x: number, y: number) => ((filmLuma(x, y) - 16) / 219) * 255;
  const steps = [{ type: 'matrix', matrix: MATRIX }] as const;
  const expected = referencePatches([plane, plane, plane], FILM, steps);
  const pixels = FILM.width * FILM.height;
  return {
    key: `camera-3x3-${FILM.width}x${FILM.height}-canvas`,
    name: cameraRow.name,
    flops: 2 * 9 * 3 * pixels,
    bytes: (1.5 + 4) * pixels,
    ours: () => enterOurselves(device),
    peers: { 'simple pass': () => enterNaive(device) },
    check: (output) => largestError(output, FILM, expected) / ALLOWED,
  };
}

async function enterOurselves(device: GPUDevice): Promise<OwnEntry> {
  const { video, close } = await openCamera();
  const canvas = Object.assign(document.createElement('canvas'), FILM);
  document.body.append(canvas);
  const context = canvas.getContext('webgpu')!;
  let filter: ImageFilter | undefined;
  const create = async () => {
    filter = await createImageFilter(device, { type: 'matrix', matrix: MATRIX });
    return filter;
  };
  const own = ownEntry(device, create, async (each) => {
    await each.apply(video, context);
    await device.queue.onSubmittedWorkDone();
  });
  const read = async () => {
    await filter!.apply(video, context);
    return pixelsOf(canvas);
  };
  const dispose = () => {
    own.dispose();
    close();
  };
  return { ...own, read, dispose };
}

async function enterNaive(device: GPUDevice): Promise<Entry> {
  const { video, close } = await openCamera();
  const { canvas, pass } = naiveVideoPass(device, video, FILM, MATRIX.flat());
  const run = async (count: number) => {
    for (let index = 0; index < count; index++) {
      pass();
      await device.queue.onSubmittedWorkDone();
    }
  };
  const read = async () => {
    pass();
    return pixelsOf(canvas);
  };
  return { first: () => run(1), run, read, dispose: close };
}

async function openCamera() {
  if (!globalThis.navigator?.mediaDevices) throw new Error('needs a page with a camera');
  const stream = await navigator.mediaDevices.getUserMedia({ video: FILM });
  const video = Object.assign(document.createElement('video'), { muted: true, srcObject: stream });
  await video.play();
  await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  return { video, close };
}

/** Has to be called in the task that drew: a WebGPU canvas shows its picture no longer. */
function pixelsOf(canvas: HTMLCanvasElement): Uint8ClampedArray {
  const copy = new OffscreenCanvas(FILM.width, FILM.height).getContext('2d')!;
  copy.drawImage(canvas, 0, 0);
  return copy.getImageData(0, 0, FILM.width, FILM.height).data;
}
