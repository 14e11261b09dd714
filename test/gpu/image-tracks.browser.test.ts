import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Matrix, VideoStats } from '../../src/image/index.ts';
import { drawnPicture, filterByReference, planesOf, shown } from './image-oracle.ts';
import { type LivePage, openLivePage } from './live-page.ts';
import type { Pixels } from './page/image.ts';
import { comesToRest } from './rest.ts';
import { type Film, makeFilm, movingBar } from './y4m.ts';

const gray = (width: number, height: number, value = 100): Pixels => ({
  width,
  height,
  data: Array(width * height)
    .fill([value, value, value, 255])
    .flat(),
});
const brighter = { type: 'identity', scale: 2 };

/** The mean of red over a picture. */
const brightness = ({ width, height, data }: Pixels) =>
  data.reduce((sum, value, at) => (at % 4 === 0 ? sum + value : sum), 0) / (width * height);

/** In 255ths, chosen by hand: no formula says how much a lossy encoder loses of two similar pictures. 0.5 was seen. */
const CODING = 1.5;

/** A video stream holds colors with fewer steps than a canvas: 219 of 255, rounded once each way. */
const VIDEO_STEP = 255 / 219;

let film: Film;
let live: LivePage;

beforeAll(async () => {
  film = makeFilm(320, 240, 30, movingBar);
  live = await openLivePage(film.flags);
});

afterAll(async () => {
  await live?.close();
  film?.delete();
});

const stats = () => live.call<VideoStats>('trackStats');
const counts = async () => {
  const { frames, dropped } = await stats();
  return { frames, dropped };
};

describe.each(['worker', 'window'] as const)('a track filtered in a %s', (where) => {
  const options = { worker: where === 'worker' };

  afterEach(() => live.call('endTrack'));

  test('shows what the filter makes of it, goes on with another size, and with another filter', async () => {
    await live.call('startTrack', gray(160, 120), brighter, options);
    const before = await live.call<Pixels>('trackShows');
    expect(Math.abs(brightness(before) - 200)).toBeLessThanOrEqual(VIDEO_STEP);
    expect((await stats()).runsIn).toBe(where);
    await live.call('showOnTrack', gray(90, 130, 60));
    const after = await live.call<Pixels>('trackShows', { width: 90, height: 130 });
    expect(Math.abs(brightness(after) - 120)).toBeLessThanOrEqual(VIDEO_STEP);
    await live.call('setTrackFilter', 'identity');
    const exchanged = await live.call<Pixels>('trackShows');
    expect(Math.abs(brightness(exchanged) - 60)).toBeLessThanOrEqual(VIDEO_STEP);
  });

  test('ends when the camera is unplugged', async () => {
    await live.call('startTrack', 'camera', 'sobel', options);
    expect(await live.call('unplugTrack')).toBe('ended');
  });

  test('goes on in a hidden tab, unless it is told to pause there', async () => {
    await live.call('startTrack', 'camera', 'identity', options);
    await live.hide(true);
    await live.call('trackFrames', 5);
    await live.hide(false);
    await live.call('endTrack');
    await live.call('startTrack', 'camera', 'identity', { ...options, whenHidden: 'pause' });
    await live.hide(true);
    await comesToRest(counts);
    await live.hide(false);
    await live.call('trackFrames', 3);
  });
});

test('a busy window holds up what runs in it, and not what runs in a worker', async () => {
  const whileBusy = () => live.call<number>('framesWhileBusy', 1000);
  await live.call('startTrack', 'camera', 'identity', { worker: false });
  expect(await whileBusy()).toBeLessThanOrEqual(1);
  await live.call('endTrack');
  await live.call('startTrack', 'camera', 'identity', { worker: true });
  await expect.poll(whileBusy).toBeGreaterThan(3);
  await live.call('endTrack');
});

test('a worker replaces a device that is lost, and counts it', async () => {
  await live.call('startTrack', 'camera', 'identity', { whenHidden: 'pause' });
  await live.call('destroyTrackDevice'); // the window's, which has nothing to do with it
  await live.call('trackFrames', 2);
  // between frames: a track that is being written to when the GPU process crashes never answers again
  await live.hide(true);
  await comesToRest(counts);
  await live.crashGpu();
  await live.hide(false);
  await live.call('trackRecovery');
  expect((await stats()).recoveries).toBe(1);
  await live.call('endTrack');
});

describe('what is recorded', () => {
  const picture = drawnPicture(160, 120);
  const matrix: Matrix = [
    [0.04, 0.12, 0.04],
    [0.12, -1.3, 0.12],
    [0.04, 0.12, 0.04],
  ];
  const planes = filterByReference(planesOf(picture), picture, matrix, { bias: 1 });
  const filtered: Pixels = {
    ...picture,
    data: picture.data.map((_, at) =>
      at % 4 === 3 ? 255 : Math.round(shown(planes[at % 4].values[at >> 2])),
    ),
  };
  const distance = (a: Pixels, b: Pixels) =>
    a.data.reduce((sum, value, at) => sum + Math.abs(value - b.data[at]), 0) / a.data.length;

  test('decodes to what the filter makes of the source, as well as that picture itself is recorded', async () => {
    const control = await live.call<Pixels>('recordTrack', filtered);
    const spec = { type: 'matrix', matrix, bias: 1 };
    const recorded = await live.call<Pixels>('recordTrack', picture, spec);
    const [lost, error, change] = [
      distance(control, filtered),
      distance(recorded, filtered),
      distance(picture, filtered),
    ];
    console.log(
      `mean error of the recording ${error.toFixed(2)}/255, of a recording of the reference's picture ${lost.toFixed(2)}; the filter changes ${change.toFixed(2)}`,
    );
    expect(error).toBeLessThanOrEqual(lost + CODING);
    expect(distance(recorded, picture)).toBeGreaterThan(error);
  });
});

describe('where something is missing', () => {
  let bare: LivePage;

  beforeEach(async () => {
    bare = await openLivePage(film.flags);
  });

  afterEach(() => bare.close());

  test('no worker is allowed: the window does its work', async () => {
    await bare.call('forbidWorkers');
    await bare.call('startTrack', gray(160, 120), brighter);
    expect((await bare.call<VideoStats>('trackStats')).runsIn).toBe('window');
    await bare.call('endTrack');
  });

  test('no insertable streams: a canvas is captured, and ends with its source', async () => {
    await bare.call('hideInsertableStreams');
    await bare.call('startTrack', gray(160, 120), brighter);
    const picture = await bare.call<Pixels>('trackShows', { width: 160, height: 120 });
    expect(Math.abs(brightness(picture) - 200)).toBeLessThanOrEqual(VIDEO_STEP);
    expect(await bare.call('unplugTrack')).toBe('ended');
    await bare.call('endTrack');
  });
});
