import { describe, expect, test } from 'vitest';
import type { ImageFilterInput, Matrix } from '../../src/image/index.ts';
import { drawnPicture, filterByReference, largestError, planesOf, TOLERANCE } from './image-oracle.ts';
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
    expect(largestError(result, expected)).toBeLessThanOrEqual(TOLERANCE);
  });
});

describe('image_matrix: borders', () => {
  const borders = ['zeros', 'constant', 'reflect', 'symmetric', 'replicate', 'circular'] as const;
  describe.each(borders)('%s', (border) => {
    test.each([
      ['3×3', anyMatrix(3, 3), picture],
      ['separable 7×5', [1, 2, 3, 1, 2, 3, 1].map((a) => [1, 0, 2, 0, 1].map((b) => (a * b) / 26)), picture],
      ['larger than the picture', anyMatrix(7, 9), drawnPicture(4, 3)],
      ['on one pixel', anyMatrix(3, 3), drawnPicture(1, 1)],
    ] as [string, Matrix, Pixels][])('%s', async (_, matrix, pixels) => {
      const borderColor = [0.6, 0.6, 0.6] as const;
      const result = await run({ type: 'matrix', matrix, border, borderColor, bias: 0.1 }, pixels);
      const options = { border, borderValue: 0.6, bias: 0.1 };
      const expected = filterByReference(planesOf(pixels), pixels, matrix, options);
      expect(largestError(result, expected)).toBeLessThanOrEqual(TOLERANCE);
    });
  });
});

test('image_matrix: anchor, scale and bias', async () => {
  const options = { anchor: [0, 2], scale: 0.5, bias: 0.2 } as const;
  const matrix = anyMatrix(3, 4);
  const result = await run({ type: 'matrix', matrix, ...options });
  const expected = filterByReference(planes, picture, matrix, options);
  expect(largestError(result, expected)).toBeLessThanOrEqual(TOLERANCE);
});

test('image_matrix: one matrix a channel', async () => {
  const [red, green, blue] = [
    anyMatrix(3, 3),
    anyMatrix(3, 3).map((row) => row.toReversed()),
    anyMatrix(3, 3).toReversed(),
  ];
  const result = await run({ type: 'matrix', matrix: { red, green, blue } });
  const expected = [red, green, blue].map((matrix, c) => filterByReference([planes[c]], picture, matrix)[0]);
  expect(largestError(result, expected)).toBeLessThanOrEqual(TOLERANCE);
});

test('image_matrix: color mixing', async () => {
  const at = (out: number, channel: number) =>
    anyMatrix(3, 3).map((row) => row.map((w) => (w * (1 + out - channel)) / 3));
  const matrices = [0, 1, 2].map((out) => [0, 1, 2].map((channel) => at(out, channel)));
  const result = await run({ type: 'mix', matrices, bias: [0.1, 0.2, 0.3] });
  const expected = [0, 1, 2].map((out) => {
    const parts = planes.map((plane, channel) => filterByReference([plane], picture, at(out, channel))[0]);
    return parts[0].map((_, index) => parts[0][index] + parts[1][index] + parts[2][index] + 0.1 * (out + 1));
  });
  expect(largestError(result, expected)).toBeLessThanOrEqual(TOLERANCE);
});

test('image_matrix: a chain passes on values that are not clamped', async () => {
  const [a, b]: Matrix[] = [anyMatrix(3, 3).map((row) => row.map((weight) => 3 * weight)), anyMatrix(1, 3)];
  const result = await run([
    { type: 'matrix', matrix: a, bias: -0.4 },
    { type: 'matrix', matrix: b, iterations: 2 },
  ]);
  const first = filterByReference(planes, picture, a, { bias: -0.4 });
  const expected = filterByReference(filterByReference(first, picture, b), picture, b);
  expect(largestError(result, expected)).toBeLessThanOrEqual(TOLERANCE);
});
