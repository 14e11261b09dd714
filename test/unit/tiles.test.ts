import { describe, expect, test } from 'vitest';
import type { Model } from '../../src/graph/model.ts';
import { layOutTiles, minTile, tileAxis } from '../../src/image/tiles/tiles.ts';
import { planTiles } from '../../src/models/tiled.ts';

const EDGES = ['shorten', 'shift', 'wrap'] as const;

describe.each(EDGES)('an axis of tiles that %s at the edge', (edge) => {
  test.each([
    [64, 40, 11, 1],
    [40, 40, 11, 1],
    [100, 41, 20, 1],
    [41, 40, 3, 1],
    [200, 56, 16, 8],
    [203, 56, 9, 8],
  ])('%i pixels, tiles of %i, halo %i, at multiples of %i', (length, tile, halo, step) => {
    const ranges = tileAxis(length, { tile, halo, edge, step });
    let next = 0;
    for (const { input, kept } of ranges) {
      expect(kept.start).toBe(next);
      next += kept.size;
      const end = input.start + input.size;
      const repeats = edge === 'wrap' && tile < length;
      if (repeats || input.start > 0) expect(kept.start - input.start).toBeGreaterThanOrEqual(halo);
      if (repeats || end < length) expect(end - next).toBeGreaterThanOrEqual(halo);
      if (!repeats) expect([input.start >= 0, end <= length]).toEqual([true, true]);
      if (edge !== 'shorten') expect(input.size).toBe(tile);
      if (edge !== 'shift') expect(Math.abs(input.start % step)).toBe(0);
    }
    expect(next).toBe(length);
  });
});

test('the tiles of a picture fit, and compute no more than need be', () => {
  const picture = { width: 1000, height: 700 };
  const halo = { rows: 5, columns: 7 };
  const cover = (pixels: number) =>
    layOutTiles(picture, halo, false, ({ width, height }) => width * height <= pixels);
  expect(cover(700_000)).toHaveLength(1);
  expect(cover(minTile(7) * minTile(5) - 1)).toBeUndefined();
  const tiles = cover(200_000)!;
  const computed = tiles.reduce((sum, { rows, columns }) => sum + rows.input.size * columns.input.size, 0);
  expect(tiles.length).toBeGreaterThan(3);
  expect(computed).toBeLessThan(1.3 * 700_000);
});

test('a model whose tile is too small for its margin, or larger than the picture, is refused', () => {
  const model = { inputs: { x: { shape: [1, 3, 20, 20], dtype: 'float32' } } } as unknown as Model;
  const size = { width: 100, height: 100 };
  expect(planTiles(model, size, { margin: 4 })).toHaveLength(64);
  expect(() => planTiles(model, size, { margin: 10 })).toThrow(/more than twice the margin/);
  expect(() => planTiles(model, { ...size, width: 10 }, { margin: 1 })).toThrow(/picture.width/);
});
