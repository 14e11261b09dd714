import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportPath, VideoStats } from '../../src/image/index.ts';
import { UNIT_ROUNDOFF } from '../bounds/rounding.ts';
import { drawnPicture, plane, planesOf, worstShare } from './image-oracle.ts';
import { type LivePage, openLivePage } from './live-page.ts';
import type { Pixels } from './page/image.ts';
import { comesToRest } from './rest.ts';

let live: LivePage;

beforeAll(async () => {
  live = await openLivePage([]);
});

afterAll(() => live?.close());

const stats = () => live.call<VideoStats>('loopStats');
const pause = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));
const picture = drawnPicture(160, 120);

/** What is on the GPU after many frames, and the calls that made something for them. */
interface Many {
  buffers: number;
  textures: number;
  bytes: number;
  made: string[];
}

describe('a live loop', () => {
  beforeAll(() => live.call('startLoop', picture, 'identity'));

  test('stops, though its filter is destroyed with a frame in hand, and starts again', async () => {
    expect(await live.call('stopAndStart')).toEqual([]);
  });

  test('takes videos of other sizes, odd and turned', async () => {
    for (const [width, height] of [
      [120, 160],
      [97, 41],
      [1, 1],
      [160, 120],
    ]) {
      await live.call('showInLoop', drawnPicture(width, height));
      await expect.poll(() => live.call('canvasSize')).toEqual([width, height]);
    }
  });

  test('goes on when its video is taken away and comes back', async () => {
    expect(await live.call('replug', drawnPicture(100, 80))).toEqual([]);
    expect(await live.call('canvasSize')).toEqual([100, 80]);
  });

  test('rests in a hidden tab, and does not count what it missed there', async () => {
    const presented = () => live.call<number>('loopPresented');
    await live.hide(true);
    const before = await comesToRest(stats);
    const missed = await presented();
    await expect.poll(presented).toBeGreaterThan(missed + 20);
    expect(await stats()).toEqual(before);
    const back = await presented();
    await live.hide(false);
    await live.call('loopFrames', 3);
    const { dropped } = await stats();
    expect(dropped - before.dropped).toBeLessThanOrEqual((await presented()) - back);
  });

  test('ends without an error', async () => {
    expect(await live.call('endLoop')).toEqual([]);
  });
});

test('filters exchanged and destroyed with frames in hand do not end the loop', async () => {
  await live.call('startLoop', picture, 'sharpen');
  expect(await live.call('exchangeFilters', 10)).toEqual([]);
  await live.call('endLoop');
});

test('two loops can share a filter, at two sizes', async () => {
  await live.call('startLoop', picture, 'identity');
  const { sizes, errors } = await live.call<{ sizes: number[][]; errors: string[] }>(
    'shareFilter',
    drawnPicture(70, 50),
  );
  expect(errors).toEqual([]);
  expect(sizes).toEqual([
    [160, 120],
    [70, 50],
  ]);
  await live.call('endLoop');
});

describe('frames that are shown turned or mirrored', () => {
  const turns = [90, 180, 270].flatMap((rotation) => [
    { rotation, flip: false },
    { rotation, flip: true },
  ]);
  const ways: (ImportPath[] | undefined)[] = [
    undefined,
    ['external-texture'],
    ['copy-external-image'],
    ['image-bitmap'],
  ];
  // as wide as high too: turned, such a frame has the size it had
  const sizes = [
    [40, 40],
    [50, 30],
  ];

  test.each(ways.map((paths) => [paths?.[0] ?? 'the way that suits', paths] as const))(
    'by %s',
    async (_, paths) => {
      const wrong: string[] = [];
      for (const [width, height] of sizes) {
        for (const turn of [...turns, { rotation: 0, flip: true }]) {
          const small = drawnPicture(width, height);
          const { shown, expected } = await live.call<{ shown: Pixels; expected: Pixels }>(
            'filterTurned',
            small,
            turn,
            paths,
          );
          const error = worstShare(shown, planesOf(expected));
          if (error > 1) wrong.push(`${width}×${height} ${JSON.stringify(turn)}: ${error}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  test('leave upright ones the way they had', async () => {
    const before = await live.call('pathOfUpright', picture);
    await live.call('filterTurned', picture, { rotation: 90, flip: false });
    expect(await live.call('pathOfUpright', picture)).toBe(before);
  });
});

test.each([
  ['image_reduce', 30, 23],
  ['image_reduce', 20, 15],
  ['image_reduce', 1, 1],
] as const)('%s to %d × %d: each pixel is the mean of what it covers', async (_, width, height) => {
  const large = drawnPicture(40, 30);
  // two sums of products of unpacked colors, and a quotient
  const error = (value: number) => (8 + 8 + 6 + 5) * UNIT_ROUNDOFF * value;
  const expected = planesOf(large).map(({ values }) => plane(reduce(values, 40, 30, width, height), error));
  const result = await live.call<Pixels>('filterReduced', large, width, height);
  expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
});

/** Mean over the part of the plane that each smaller pixel covers. */
function reduce(
  values: readonly number[],
  inWidth: number,
  inHeight: number,
  width: number,
  height: number,
): number[] {
  const covered = (at: number, inSize: number, size: number, i: number) =>
    Math.max(0, Math.min(((at + 1) * inSize) / size, i + 1) - Math.max((at * inSize) / size, i));
  return Array.from({ length: width * height }, (_, index) => {
    const [x, y] = [index % width, Math.floor(index / width)];
    let sum = 0;
    values.forEach((value, at) => {
      const [column, row] = [at % inWidth, Math.floor(at / inWidth)];
      sum += value * covered(x, inWidth, width, column) * covered(y, inHeight, height, row);
    });
    return (sum * width * height) / (inWidth * inHeight);
  });
}

test('quality auto processes less where frames are late, at the canvas’s full size, and all of it again when it can', async () => {
  const slow = Array(4).fill({ type: 'bilateral' });
  await live.call('startLoop', drawnPicture(320, 240), slow, { quality: 'auto', frameRate: 10 });
  const lower = await live.call<number>('untilProcessed', false);
  console.log(`processed at ${lower} of the width`);
  expect(await live.call('canvasSize')).toEqual([320, 240]);
  await live.call('setLoopFilter', 'identity');
  expect(await live.call('untilProcessed', true)).toBe(1);
  expect(await live.call('endLoop')).toEqual([]);
});

test('3,000 frames leave nothing behind: no buffer, no texture, no open frame, no growing heap', async () => {
  const { made: _, ...before } = await live.call<Many>('filterMany', 2000);
  const heapBefore = await live.collectGarbage();
  const { made, ...after } = await live.call<Many>('filterMany', 1000);
  const heapAfter = await live.collectGarbage();
  const bytesAFrame = (heapAfter - heapBefore) / 1000;
  console.log(`${JSON.stringify(after)} on the GPU; heap ${bytesAFrame.toFixed(1)} bytes a frame`);
  expect(made).toEqual([]);
  expect(after).toEqual(before);
  // an object without fields takes 12; what the compiler notes of the code takes some too, less and less
  expect(bytesAFrame).toBeLessThan(12);
  expect((await live.call<VideoStats>('endMany')).frames).toBe(3000);
});

test('no frame was left to the garbage collector, which would say so', async () => {
  await live.collectGarbage();
  await pause(500);
  expect(live.frameWarnings).toEqual([]);
  await live.call('leakFrame');
  await expect
    .poll(async () => {
      await live.collectGarbage();
      return live.frameWarnings.length;
    })
    .toBeGreaterThan(0);
});
