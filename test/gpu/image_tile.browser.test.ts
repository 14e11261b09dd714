import { describe, expect, test } from 'vitest';
import type { ImageFilterInput, Matrix } from '../../src/image/index.ts';
import type { PlanLimits } from '../../src/problem/capabilities.ts';
import {
  filterByChannel,
  filterMixing,
  gaussianMatrix,
  inLight,
  premultiplied,
} from './image-definitions.ts';
import {
  drawnPicture,
  filterByReference,
  type Plane,
  planeOf,
  planesOf,
  stored,
  worstShare,
} from './image-oracle.ts';
import { lane } from './lane.ts';
import type { Pixels } from './page/image.ts';
import type { FilteredAsOnGpu } from './page/image-gpu.ts';

/** Filters as on a GPU; every pass must be one that stages tiles. */
async function run(spec: ImageFilterInput, of: Pixels, passCount = 1, limits: Partial<PlanLimits> = {}) {
  const result = await lane.call<FilteredAsOnGpu>('filterAsOnGpu', of, spec, limits);
  expect(result.tilePassCount).toBe(passCount);
  return result.pixels;
}

const mixed: Matrix = [
  [0.3, -0.2, 0.1, 0.25],
  [-0.1, 0.4, 0.2, -0.3],
  [0.15, -0.25, 0.35, 0.05],
];
/** A row and a column of 5 and 7 taps, nothing symmetric. */
const product: Matrix = [1, 2, 3, 1, 2, 3, 1].map((a) => [1, 0, 2, -1, 1].map((b) => (a * b) / 39));
/** In which separable filters get the smallest tile, which SwiftShader compiles several times faster than the largest. */
const SMALL = { maxComputeWorkgroupStorageSize: 12288 };
const filters = [
  ['dense', mixed],
  ['separable', product],
] as const;

describe.each(filters)('image_tile, %s: pictures of', (_, matrix) => {
  test.each([
    [1, 1],
    [5, 3],
    [32, 32],
    [33, 31],
    [70, 45],
  ])('%i×%i', async (width, height) => {
    const picture = drawnPicture(width, height);
    const result = await run({ type: 'matrix', matrix, bias: 0.25 }, picture, 1, SMALL);
    const expected = filterByReference(planesOf(picture), picture, matrix, { bias: 0.25 });
    expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
  });
});

const borders = ['zeros', 'constant', 'reflect', 'symmetric', 'replicate', 'circular'] as const;

describe.each(filters)('image_tile, %s: border', (_, matrix) => {
  test.each(borders)('%s, after another pass and with anchors in corners', async (border) => {
    const picture = drawnPicture(37, 19);
    const anchors = [
      [0, matrix[0].length - 1],
      [matrix.length - 1, 0],
    ] as const;
    const borderColor = [0.33, 0.33, 0.33] as const;
    const stages = anchors.map(
      (anchor) => ({ type: 'matrix', matrix, border, borderColor, anchor, bias: 0.1 }) as const,
    );
    // a border in between keeps the two from merging
    const apart = { type: 'mix', matrices: identities(), border, borderColor } as const;
    const result = await run([stages[0], apart, stages[1]], picture, 2, SMALL);
    // tiles hold the border's color in half floats
    const color = { borderValue: 0.33, borderError: 0.33 * 2 ** -10 };
    const [first, last] = anchors.map((anchor) => ({ border, ...color, bias: 0.1, anchor }));
    const between = filterByReference(planesOf(picture), picture, matrix, first);
    const expected = filterByReference(stored(stored(between)), picture, matrix, last);
    expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
  });
});

/** Colors as they are. */
function identities(): Matrix[][] {
  return [0, 1, 2].map((out) => [0, 1, 2].map((channel) => [[out === channel ? 1 : 0]]));
}

test('image_tile, separable: the largest tile', async () => {
  const picture = drawnPicture(70, 45);
  const limits = { maxComputeWorkgroupStorageSize: 32768 };
  const result = await run({ type: 'matrix', matrix: product }, picture, 1, limits);
  const expected = filterByReference(planesOf(picture), picture, product);
  expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
});

const picture = drawnPicture(45, 34);
picture.data = picture.data.map((value, at) => (at % 4 === 3 ? Math.min(255, 60 + (at % 860)) : value));
const turned = mixed.toReversed();
const channels = { red: mixed, green: turned, blue: turned.map((row) => row.toReversed()) };
const mixes = [0, 1, 2].map((out) =>
  [0, 1, 2].map((channel) => mixed.map((row) => row.map((weight) => (weight * (1 + out - channel)) / 2))),
);
const planes = planesOf(picture);
const alpha = planeOf(picture, 3);
const biases = [0.1, 0.2, 0.3] as const;
const blur = (sigma: number) => (of: readonly Plane[]) =>
  filterByReference(of, picture, gaussianMatrix(sigma));
const kinds: Record<string, [ImageFilterInput, Plane[]]> = {
  'one matrix a channel': [
    { type: 'matrix', matrix: channels, bias: 0.2 },
    [...filterByChannel(planes, picture, Object.values(channels), { bias: 0.2 }), alpha],
  ],
  'color mixing': [
    { type: 'mix', matrices: mixes, bias: biases },
    [...filterMixing(planes, picture, mixes, biases), alpha],
  ],
  'alpha kept': [
    { type: 'matrix', matrix: mixed, anchor: [2, 3], scale: 0.8 },
    [...filterByReference(planes, picture, mixed, { anchor: [2, 3], scale: 0.8 }), alpha],
  ],
  'alpha kept, separable': [
    { type: 'matrix', matrix: product, anchor: [6, 0] },
    [...filterByReference(planes, picture, product, { anchor: [6, 0] }), alpha],
  ],
  'alpha premultiplied': [
    { stages: [{ type: 'gaussian', sigma: 1 }], alpha: 'premultiplied' },
    premultiplied(planes, alpha, blur(1)),
  ],
  'linear light': [
    { stages: [{ type: 'gaussian', sigma: 1.4 }], arithmetic: 'linear' },
    [...inLight(planes, blur(1.4)), alpha],
  ],
  'a long line': [
    { type: 'matrix', matrix: [Array(21).fill(1 / 21)] },
    [...filterByReference(planes, picture, [Array(21).fill(1 / 21)]), alpha],
  ],
};

test.each(Object.keys(kinds))('image_tile: %s', async (kind) => {
  const [spec, expected] = kinds[kind];
  expect(worstShare(await run(spec, picture, 1, SMALL), expected)).toBeLessThanOrEqual(1);
});

test.each([
  ['the matrix', 0.5],
  ['a row and a column', 0.7],
  ['a row and a column', 1.4],
])('image_tile: a Gaussian by %s, sigma %f, and not one wider or narrower', async (_, sigma) => {
  const result = await run({ type: 'gaussian', sigma }, picture, 1, SMALL);
  const share = (of: number) => worstShare(result, blur(of)(planes));
  expect(share(sigma)).toBeLessThanOrEqual(1);
  expect(share(sigma * 1.015)).toBeGreaterThan(1);
  expect(share(sigma / 1.015)).toBeGreaterThan(1);
});
