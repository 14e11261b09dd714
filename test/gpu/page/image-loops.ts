import {
  createImageFilter,
  filterFrames,
  filterVideo,
  type ImageFilterInput,
  type ImportPath,
  type LiveOptions,
} from 'webgpu-conv/image';
import { spyOnDevice } from '../spy.ts';
import { newDevice, sharedDevice } from './device.ts';
import { canvasOf, type Pixels, readTexture, targetTexture } from './image.ts';
import { pixelsOf, playing, trackOf, until } from './live-tools.ts';
import { register } from './registry.ts';

/** The live loop from {@link startLoop} to {@link endLoop}. */
let live: Awaited<ReturnType<typeof open>>;

async function open(pixels: Pixels, spec: ImageFilterInput, options: LiveOptions) {
  const source = trackOf(pixels);
  const video = await playing(source.track);
  const device = await newDevice('loop test');
  const canvas = document.createElement('canvas');
  const errors: string[] = [];
  const onError = (error: unknown) => errors.push(String(error));
  const filter = await createImageFilter(device, spec);
  const loop = filterVideo(video, canvas, filter, { onError, ...options });
  return { source, video, device, canvas, errors, filter, loop };
}

async function startLoop(pixels: Pixels, spec: ImageFilterInput, options: LiveOptions = {}): Promise<void> {
  live = await open(pixels, spec, options);
  live.loop.start();
  await loopFrames(2);
}

async function loopFrames(count: number): Promise<void> {
  const { frames } = live.loop.stats;
  await until(() => live.loop.stats.frames >= frames + count, `${count} frames`);
}

const loopStats = () => live.loop.stats;
/** Frames of the video, by its own count. */
const loopPresented = () => live.video.getVideoPlaybackQuality().totalVideoFrames;
const showInLoop = (pixels: Pixels) => live.source.show(pixels);
const canvasSize = () => [live.canvas.width, live.canvas.height];

async function setLoopFilter(spec: ImageFilterInput): Promise<void> {
  live.loop.setFilter(await createImageFilter(live.device, spec));
}

/** Waits until the width that frames are computed at is, or is no longer, that of the video. */
async function untilProcessed(isFull: boolean): Promise<number> {
  const width = () => live.loop.stats.processingSize?.width ?? 0;
  await until(() => width() > 0 && (width() === live.video.videoWidth) === isFull, 'change of size');
  return width() / live.video.videoWidth;
}

/** Stops a loop and destroys its filter with a frame in hand; starts it again with another. Errors that came of it. */
async function stopAndStart(): Promise<string[]> {
  await until(() => live.loop.isBusy, 'frame in hand');
  live.loop.stop();
  live.filter.destroy();
  await until(() => !live.loop.isBusy, 'end of it');
  const { frames } = live.loop.stats;
  await new Promise((resolve) => setTimeout(resolve, 200));
  if (live.loop.stats.frames !== frames) throw new Error('a stopped loop went on');
  await setLoopFilter('identity');
  live.loop.start();
  live.loop.start();
  await loopFrames(2);
  return live.errors;
}

/** Exchanges the filter again and again with frames in hand, and destroys the old one at once. */
async function exchangeFilters(count: number): Promise<string[]> {
  let old = live.filter;
  for (let round = 0; round < count; round++) {
    await until(() => live.loop.isBusy, 'frame in hand');
    const next = await createImageFilter(live.device, 'sharpen');
    live.loop.setFilter(next);
    old.destroy();
    old = next;
  }
  await loopFrames(2);
  return live.errors;
}

/** A second loop on the filter of the first, on a video of another size: frames of both, and errors. */
async function shareFilter(pixels: Pixels) {
  const other = trackOf(pixels);
  const canvas = document.createElement('canvas');
  const second = filterVideo(await playing(other.track), canvas, live.filter, {
    onError: (error) => live.errors.push(String(error)),
  });
  second.start();
  await loopFrames(3);
  await until(() => second.stats.frames >= 3, 'frames of the second');
  second.stop();
  await until(() => !second.isBusy, 'end of the second');
  other.stop();
  return { sizes: [canvasSize(), [canvas.width, canvas.height]], errors: live.errors };
}

/** Takes the video's track away and gives it another. */
async function replug(pixels: Pixels): Promise<string[]> {
  live.video.srcObject = null;
  await new Promise((resolve) => setTimeout(resolve, 100));
  live.source.stop();
  live.source = trackOf(pixels);
  live.video.srcObject = new MediaStream([live.source.track]);
  await live.video.play();
  await loopFrames(2);
  return live.errors;
}

async function endLoop(): Promise<string[]> {
  live.loop.stop();
  await until(() => !live.loop.isBusy, 'end of the frame in hand');
  live.source.stop();
  live.video.srcObject = null;
  live.device.destroy();
  return live.errors;
}

/** A frame shown turned or mirrored through the identity, beside what the browser itself shows; and how the next upright one came. */
async function filterTurned(pixels: Pixels, turn: { rotation: number; flip: boolean }, paths?: ImportPath[]) {
  const device = await sharedDevice();
  const filter = await createImageFilter(device, 'identity', { importPaths: paths });
  const frame = new VideoFrame(canvasOf(pixels), {
    timestamp: 0,
    alpha: 'discard',
    ...turn,
  } as VideoFrameInit);
  const { displayWidth: width, displayHeight: height } = frame;
  const target = targetTexture(device, width, height);
  await filter.apply(frame, target);
  const shown = await readTexture(device, target);
  const expected = pixelsOf(frame, width, height);
  frame.close();
  target.destroy();
  filter.destroy();
  return { shown, expected };
}

async function pathOfUpright(pixels: Pixels): Promise<ImportPath | undefined> {
  const filter = await createImageFilter(await sharedDevice(), 'identity');
  const frame = new VideoFrame(canvasOf(pixels), { timestamp: 0, alpha: 'discard' });
  const target = targetTexture(filter.device, pixels.width, pixels.height);
  await filter.apply(frame, target);
  frame.close();
  target.destroy();
  const { importPath } = filter;
  filter.destroy();
  return importPath;
}

/** The picture at a smaller size, by the filter's own reduction. */
async function filterReduced(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  const device = await sharedDevice();
  const filter = await createImageFilter(device, 'identity');
  const target = targetTexture(device, width, height);
  await filter.apply(canvasOf(pixels), target, { processingSize: { width, height } });
  filter.destroy();
  return readTexture(device, target).finally(() => target.destroy());
}

/** A stream that makes frames when asked, filtered: see {@link filterMany}. */
let many: Awaited<ReturnType<typeof openMany>> | undefined;

async function openMany() {
  const device = await newDevice('many frames');
  const spy = spyOnDevice(device);
  const canvas = new OffscreenCanvas(48, 32);
  const context = canvas.getContext('2d')!;
  let [left, taken] = [0, 0];
  let wake = () => {};
  const readable = new ReadableStream<VideoFrame>(
    {
      pull: async (controller) => {
        while (left === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        context.fillRect(left % 48, 0, 1, 32);
        controller.enqueue(new VideoFrame(canvas, { timestamp: 33_333 * left-- }));
      },
    },
    { highWaterMark: 0 },
  );
  const writable = new WritableStream<VideoFrame>({
    write: (frame) => {
      frame.close();
      taken++;
    },
  });
  const filter = await createImageFilter(device, ['gaussian', { type: 'sobel' }]);
  const frames = filterFrames(readable, writable, filter);
  const run = async (count: number) => {
    const wanted = taken + count;
    left = count;
    wake();
    await until(() => taken >= wanted, `${count} frames`);
    // what was destroyed goes back when something is submitted
    device.queue.submit([]);
    const made = spy.calls.splice(0).filter((name) => /^create(?!CommandEncoder)/.test(name));
    return { ...spy.live(), made };
  };
  return { run, frames, device };
}

async function filterMany(count: number) {
  many ??= await openMany();
  return many.run(count);
}

async function endMany() {
  many?.frames.stop();
  many?.device.destroy();
  const stats = many?.frames.stats;
  many = undefined;
  return stats;
}

/** Leaves a frame to the garbage collector, which Chrome complains of. */
function leakFrame(): void {
  const canvas = new OffscreenCanvas(2, 2);
  canvas.getContext('2d');
  new VideoFrame(canvas, { timestamp: 0 });
}

register({
  startLoop,
  loopFrames,
  loopStats,
  loopPresented,
  showInLoop,
  canvasSize,
  setLoopFilter,
  untilProcessed,
  stopAndStart,
  exchangeFilters,
  shareFilter,
  replug,
  endLoop,
  filterTurned,
  pathOfUpright,
  filterReduced,
  filterMany,
  endMany,
  leakFrame,
});
