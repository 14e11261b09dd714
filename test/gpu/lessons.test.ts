import { describe, expect, test } from 'vitest';
import { KERNELS } from '../../src/kernels/registry.ts';
import { createConv2dProblem } from '../../src/problem/create.ts';
import {
  HORIZONTAL_EDGES,
  lessons,
  matrixTensor,
  VERTICAL_EDGES,
  WHITE_SQUARE,
  X_FILTERS,
  X_IMAGE,
} from '../lessons.ts';
import { capabilities } from './capabilities.ts';
import { lane } from './lane.ts';
import type { Convolved } from './page/convolve.ts';

const plain = (rows: readonly (readonly number[])[]) => {
  const { data, shape } = matrixTensor(rows);
  return { data: Array.from(data), shape };
};

const problems = lessons.map(({ image, filter }) =>
  createConv2dProblem({ inputShape: plain(image).shape, filterShape: plain(filter).shape }),
);

/** Those that sum as the lessons do and can compute them all: no lesson has the 1×1 filter that some are for. */
const directKernels = KERNELS.filter(
  (kernel) =>
    kernel.algorithm === 'direct' &&
    problems.every((problem) => kernel.refusal(problem, capabilities) === undefined),
).map(({ name }) => name);

describe.each(['the planner', ...directKernels])('by %s', (kernel) => {
  for (const { name, image, filter, expected } of lessons) {
    test(name, async () => {
      const choice = kernel === 'the planner' ? {} : { kernel };
      const { data }: Convolved = await lane.call('convolve', plain(image), plain(filter), {}, choice);
      expect(data).toEqual(expected.flat());
    });
  }
});

/** A map of one channel as rows, by the planner's kernel. */
async function mapOf(
  image: readonly (readonly number[])[],
  filter: readonly (readonly number[])[],
  options = {},
) {
  const { data, shape }: Convolved = await lane.call('convolve', plain(image), plain(filter), options);
  const [, , height, width] = shape;
  // + 0 makes −0 a 0
  return Array.from({ length: height }, (_, row) =>
    data.slice(row * width, (row + 1) * width).map((value) => value + 0),
  );
}

test('lesson 1: ReLU keeps the matches and drops the opposite feature', async () => {
  expect(await mapOf(WHITE_SQUARE, VERTICAL_EDGES, { activation: 'relu' })).toEqual([
    [0, 0, 2],
    [0, 0, 3],
    [0, 0, 2],
  ]);
});

describe('lesson 2, true convolution', () => {
  test('differs from cross-correlation by a filter turned by 180°', async () => {
    const filter = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const turned = filter.map((row) => row.toReversed()).toReversed();
    const image = X_IMAGE.map((row, y) => row.map((value, x) => value * (y + 2 * x)));
    const flipped = await mapOf(image, filter, { flipFilter: true });
    expect(flipped).toEqual(await mapOf(image, turned));
    expect(flipped).not.toEqual(await mapOf(image, filter));
  });

  test('three meals and what is left of them at 14', async () => {
    const meals = [0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 2, 0, 4, 0, 0, 0];
    const left = [8, 6, 4, 3, 2, 1, 0];
    const [fullness] = await mapOf([meals], [left], { flipFilter: true, padding: 'full' });
    expect(fullness[14]).toBe(3 * left[6] + 2 * left[4] + 4 * left[2]);
  });
});

describe('lesson 3, recognizing an X (score: the mean of the nine products)', () => {
  const score = async (filter: number[][]) =>
    (await mapOf(X_IMAGE, filter)).map((row) => row.map((sum) => Math.round((100 * sum) / 9) / 100));

  test('diagonal filter', async () => {
    const scores = await score(X_FILTERS.diagonal);
    expect(scores[0]).toEqual([0.78, -0.11, 0.11, 0.33, 0.56, -0.11, 0.33]);
    expect(scores.map((row, index) => row[index])).toEqual([0.78, 1, 1, 0.56, 1, 1, 0.78]);
    expect(await score(X_FILTERS.antidiagonal)).toEqual(scores.map((row) => row.toReversed()));
  });

  test('the cross matches in the center', async () => {
    expect((await score(X_FILTERS.cross))[3][3]).toBe(1);
  });
});

test('lesson 5: one filter a channel, and the results add up to one map', async () => {
  const filters = [VERTICAL_EDGES, HORIZONTAL_EDGES, X_FILTERS.cross];
  const planes = filters.map((_, channel) =>
    Array.from({ length: 4 }, (_, y) => Array.from({ length: 5 }, (_, x) => (channel * 20 + y * 5 + x) % 11)),
  );
  const maps = await Promise.all(planes.map((plane, channel) => mapOf(plane, filters[channel])));
  const sum = maps[0].map((row, y) => row.map((value, x) => value + maps[1][y][x] + maps[2][y][x]));
  const rgb = { data: planes.flat(2), shape: [1, 3, 4, 5] };
  const filter = { data: filters.flat(2), shape: [1, 3, 3, 3] };
  const { data }: Convolved = await lane.call('convolve', rgb, filter);
  expect(data).toEqual(sum.flat());
});
