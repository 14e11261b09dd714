import { describe, expect, test } from 'vitest';
import { lane } from './lane.ts';

/** Pixels of the picture, on its way through ten layers: websr reads rows past their end, where Anime4K repeats the edge. */
const EDGE = 10;
const SIZE = 48;

describe("Anime4K beside websr's own shaders", () => {
  const photo = '/test/peers/node_modules/@vladmandic/face-api/demo/sample1.jpg';
  test.each(['cnn-2x-s-rl', 'cnn-2x-m-rl', 'cnn-2x-l-rl'])('%s, to 1/255 a color', async (file) => {
    const { ours, theirs } = await lane.call<Record<'ours' | 'theirs', number[]>>(
      'doubleBoth',
      file,
      photo,
      SIZE,
    );
    expect(theirs.length).toBe(ours.length);
    // both round float32 results to bytes, which may differ by one
    const isInside = (place: number) => place >= 2 * EDGE && place < 2 * (SIZE - EDGE);
    const wrong = ours.filter((value, index) => {
      const pixel = Math.floor(index / 3);
      const [x, y] = [pixel % (2 * SIZE), Math.floor(pixel / 2 / SIZE)];
      return isInside(x) && isInside(y) && Math.abs(value - theirs[index]) > 1;
    });
    expect(wrong).toEqual([]);
    expect(new Set(theirs).size).toBeGreaterThan(20);
  });
});
