import { describe, expect, test } from 'vitest';
import { conv2dReference } from '../../src/index.ts';
import {
  HORIZONTAL_EDGES,
  lessons,
  matrixTensor,
  VERTICAL_EDGES,
  WHITE_SQUARE,
  X_FILTERS,
  X_IMAGE,
} from '../lessons.ts';

/** The map of one channel as rows. */
function mapOf(image: readonly (readonly number[])[], filter: readonly (readonly number[])[], options = {}) {
  return toRows(conv2dReference(matrixTensor(image), matrixTensor(filter), options));
}

function toRows({ data, shape }: { data: Float64Array; shape: number[] }): number[][] {
  const [, , height, width] = shape;
  // + 0 makes −0 a 0
  return Array.from({ length: height }, (_, row) =>
    Array.from(data.subarray(row * width, (row + 1) * width), (value) => value + 0),
  );
}

test.each(lessons)('$name', ({ image, filter, expected }) => {
  expect(mapOf(image, filter)).toEqual(expected);
});

test('ReLU keeps the matches and drops the opposite feature', () => {
  expect(mapOf(WHITE_SQUARE, VERTICAL_EDGES, { activation: 'relu' })).toEqual([
    [0, 0, 2],
    [0, 0, 3],
    [0, 0, 2],
  ]);
});

describe('recognizing an X (score: the mean of the nine products)', () => {
  const score = (filter: number[][]) =>
    mapOf(X_IMAGE, filter).map((row) => row.map((sum) => Math.round((100 * sum) / 9) / 100));

  test('diagonal filter', () => {
    const scores = score(X_FILTERS.diagonal);
    expect(scores[0]).toEqual([0.78, -0.11, 0.11, 0.33, 0.56, -0.11, 0.33]);
    expect(scores.map((row, index) => row[index])).toEqual([0.78, 1, 1, 0.56, 1, 1, 0.78]);
  });

  test('the cross matches in the center', () => {
    expect(score(X_FILTERS.cross)[3][3]).toBe(1);
  });

  test('the / map is the \\ map mirrored', () => {
    expect(score(X_FILTERS.antidiagonal)).toEqual(score(X_FILTERS.diagonal).map((row) => row.toReversed()));
  });
});

describe('true convolution', () => {
  test('differs from cross-correlation by a filter turned by 180°', () => {
    const filter = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const turned = filter.map((row) => row.toReversed()).toReversed();
    const image = X_IMAGE.map((row, y) => row.map((value, x) => value * (y + 2 * x)));
    expect(mapOf(image, filter, { flipFilter: true })).toEqual(mapOf(image, turned));
    expect(mapOf(image, filter, { flipFilter: true })).not.toEqual(mapOf(image, filter));
  });

  test('smears a meal along the digestion curve: (f * g)(t) = Σ f(x) g(t − x)', () => {
    const meals = [0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 2, 0, 4, 0, 0, 0];
    const left = [8, 6, 4, 3, 2, 1, 0];
    const fullness = mapOf([meals], [left], { flipFilter: true, padding: 'full' })[0];
    expect(fullness[14]).toBe(3 * left[6] + 2 * left[4] + 4 * left[2]);
  });
});

describe('channels', () => {
  const rgb = { data: Float32Array.from({ length: 3 * 4 * 5 }, (_, i) => (i * 7) % 11), shape: [1, 3, 4, 5] };
  const filters = [VERTICAL_EDGES, HORIZONTAL_EDGES, X_FILTERS.cross];

  test('one filter a channel: the results add up to one map', () => {
    const filter = { data: filters.flat(2), shape: [1, 3, 3, 3] };
    const each = filters.map((plane, channel) => {
      const data = rgb.data.slice(channel * 20, (channel + 1) * 20);
      const map = conv2dReference({ data, shape: [1, 1, 4, 5] }, matrixTensor(plane));
      return map.data;
    });
    const sum = each[0].map((value, index) => value + each[1][index] + each[2][index]);
    expect(conv2dReference(rgb, filter)).toEqual({ data: sum, shape: [1, 1, 2, 3] });
  });

  test('N filters give N maps, each with its bias', () => {
    const filter = { data: filters.flatMap((plane) => [plane, plane, plane]).flat(2), shape: [3, 3, 3, 3] };
    const bias = { data: [10, 20, 30], shape: [3] };
    const { data, shape } = conv2dReference(rgb, filter, { bias });
    expect(shape).toEqual([1, 3, 2, 3]);
    filters.forEach((plane, oc) => {
      const one = conv2dReference(rgb, { data: [plane, plane, plane].flat(2), shape: [1, 3, 3, 3] });
      expect(data.slice(oc * 6, (oc + 1) * 6)).toEqual(one.data.map((value) => value + bias.data[oc]));
    });
  });
});
