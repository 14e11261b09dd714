import { describe, expect, test } from 'vitest';
import { hasRoom, textureRuns } from '../../src/kernels/texture_runs.ts';

const COUNTS = [1, 2, 15, 16, 17, 100, 1000, 4097, 100_000];
/** Taps of a chunk in conv2d_rows, and steps of 4 values of k of 16 rows in matmul_quads. */
const RUNS = [1, 2, 3, 5, 7, 9, 11, 16, 48, 512, 528, 2064, 4096, 4112, 8192];

describe.each(RUNS)('runs of %i texels', (texels) => {
  test.each(COUNTS)('%i of them fit, in rows that can be copied and as every device has them', (count) => {
    const { size, log2 } = textureRuns(texels, count);
    expect(size.width).toBe(texels * 2 ** log2);
    expect(size.width % 16).toBe(0);
    expect(size.width).toBeLessThanOrEqual(8192);
    expect(size.height * 2 ** log2).toBeGreaterThanOrEqual(count);
    expect((size.height - 1) * 2 ** log2).toBeLessThan(count);
    expect(hasRoom(texels, count)).toBe(size.height <= 8192);
  });
});

test('few runs take little room', () => {
  expect(textureRuns(3, 5).size).toEqual({ width: 48, height: 1 });
});

test('textures of different counts can have rows of one width', () => {
  expect(textureRuns(16, 3, Infinity).size.width).toBe(textureRuns(16, 3000, Infinity).size.width);
});

test('what no row or no height is enough for has no room', () => {
  expect(hasRoom(8192, 8192)).toBe(true);
  expect(hasRoom(8192, 8193)).toBe(false);
  expect(hasRoom(8208, 1)).toBe(false);
});
