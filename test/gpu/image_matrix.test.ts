import { describe, expect, test } from 'vitest';
import type { ImageFilterInput, Matrix } from '../../src/image/index.ts';
import { filterByChannel, filterByLines, filterMixing } from './image-definitions.ts';
import { drawnPicture, filterByReference, planesOf, stored, worstShare } from './image-oracle.ts';
import { lane } from './lane.ts';
import type { Pixels } from './page/image.ts';

const picture = drawnPicture(71, 53);
const planes = planesOf(picture);
const run = (spec: ImageFilterInput, pixels = picture) => lane.call<Pixels>('filterPixels', pixels, spec);

/** Weights between −1 and 1 that sum to about 1, none like another. */
function anyMatrix(height: number, width: number): Matrix {
  const raw = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => Math.sin(1 + 3 * y + 7 * x) + 0.3),
  );
  const sum = raw.flat().reduce((total, weight) => total + Math.abs(weight), 0);
  return raw.map((row) => row.map((weight) => (2 * weight) / sum));
}

describe.each(['image_matrix'])('%s: sizes', () => {
  const sizes = [
    [1, 1],
    [3, 3],
    [2, 2],
    [3, 5],
    [5, 5],
    [4, 7],
    [1, 9],
    [9, 1],
    [1, 31],
    [31, 1],
    [9, 9],
    [31, 31],
  ];
  test.each(sizes)('%i×%i', async (height, width) => {
    const matrix = anyMatrix(height, width);
    const result = await run({ type: 'matrix', matrix, bias: 0.25 });
    const expected = filterByReference(planes, picture, matrix, { bias: 0.25 });
    expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
  });
});

describe('image_matrix: borders', () => {
  const borders = ['zeros', 'constant', 'reflect', 'symmetric', 'replicate', 'circular'] as const;
  describe.each(borders)('%s', (border) => {
    test.each([
      ['3×3', anyMatrix(3, 3), picture],
      ['larger than the picture', anyMatrix(7, 9), drawnPicture(4, 3)],
      ['on one pixel', anyMatrix(3, 3), drawnPicture(1, 1)],
    ] as [string, Matrix, Pixels][])('%s', async (_, matrix, pixels) => {
      const borderColor = [0.6, 0.6, 0.6] as const;
      const result = await run({ type: 'matrix', matrix, border, borderColor, bias: 0.1 }, pixels);
      const options = { border, borderValue: 0.6, bias: 0.1 };
      const expected = filterByReference(planesOf(pixels), pixels, matrix, options);
      expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
    });

    test('separable 7×5', async () => {
      const [column, row] = [[1, 2, 3, 1, 2, 3, 1], [1, 0, 2, 0, 1].map((weight) => weight / 26)];
      const matrix = column.map((a) => row.map((b) => a * b));
      const borderColor = [0.6, 0.6, 0.6] as const;
      const result = await run({ type: 'matrix', matrix, border, borderColor, bias: 0.1 });
      const expected = filterByLines(planes, picture, row, column, { border, borderValue: 0.6, bias: 0.1 });
      expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
    });
  });
});

test('image_matrix: anchor, scale and bias', async () => {
  const options = { anchor: [0, 2], scale: 0.5, bias: 0.2 } as const;
  const matrix = anyMatrix(3, 4);
  const result = await run({ type: 'matrix', matrix, ...options });
  const expected = filterByReference(planes, picture, matrix, options);
  expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
});

test('image_matrix: one matrix a channel', async () => {
  const [red, green, blue] = [
    anyMatrix(3, 3),
    anyMatrix(3, 3).map((row) => row.toReversed()),
    anyMatrix(3, 3).toReversed(),
  ];
  const result = await run({ type: 'matrix', matrix: { red, green, blue } });
  const expected = filterByChannel(planes, picture, [red, green, blue]);
  expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
});

test('image_matrix: color mixing', async () => {
  const at = (out: number, channel: number) =>
    anyMatrix(3, 3).map((row) => row.map((w) => (w * (1 + out - channel)) / 3));
  const matrices = [0, 1, 2].map((out) => [0, 1, 2].map((channel) => at(out, channel)));
  const result = await run({ type: 'mix', matrices, bias: [0.1, 0.2, 0.3] });
  const expected = filterMixing(planes, picture, matrices, [0.1, 0.2, 0.3]);
  expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
});

test('image_matrix: a chain passes on values that are not clamped', async () => {
  const [a, b]: Matrix[] = [anyMatrix(3, 3).map((row) => row.map((weight) => 3 * weight)), anyMatrix(1, 3)];
  const result = await run([
    { type: 'matrix', matrix: a, bias: -0.4 },
    { type: 'matrix', matrix: b, iterations: 2 },
  ]);
  const first = filterByReference(planes, picture, a, { bias: -0.4 });
  const expected = filterByReference(stored(filterByReference(stored(first), picture, b)), picture, b);
  expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
});
