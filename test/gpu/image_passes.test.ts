import { describe, expect, test } from 'vitest';
import { disc, laplacianOfGaussian } from '../../src/image/filters/matrices.ts';
import type { ImageFilterInput, Matrix } from '../../src/image/index.ts';
import { drawnPicture, filterByReference, largestError, planesOf, TOLERANCE } from './image-oracle.ts';
import { lane } from './lane.ts';
import { byOpenCv } from './opencv.ts';
import type { Pixels } from './page/image.ts';

const picture = drawnPicture(83, 75);
const planes = planesOf(picture);
const run = (spec: ImageFilterInput, pixels = picture) => lane.call<Pixels>('filterPixels', pixels, spec);

describe.each(['image_box'])('%s: the mean at any radius', () => {
  test.each([2, 32])('radius %i', async (radius) => {
    const size = 2 * radius + 1;
    const expected = await byOpenCv(picture, 'reflect', radius, (cv, input, output) =>
      cv.blur(input, output, new cv.Size(size, size)),
    );
    expect(largestError(await run({ type: 'box', radius }), expected)).toBeLessThanOrEqual(TOLERANCE);
  });
});

describe.each(['image_expand'])('%s: wide Gaussians', () => {
  test.each([
    ['reflect', 8],
    ['constant', 10],
    ['replicate', 18],
  ] as const)('%s, sigma %f', async (border, sigma) => {
    const reach = Math.ceil(4 * sigma);
    const size = 2 * reach + 1;
    const expected = await byOpenCv(picture, border, reach, (cv, input, output) =>
      cv.GaussianBlur(input, output, new cv.Size(size, size), sigma, sigma),
    );
    expect(largestError(await run({ type: 'gaussian', sigma, border }), expected)).toBeLessThanOrEqual(
      TOLERANCE,
    );
  });
});

describe.each(['image_gradient'])('%s: what has no copy in OpenCV', () => {
  const luma = planes[0].map((red, at) => 0.299 * red + 0.587 * planes[1][at] + 0.114 * planes[2][at]);
  const slopeX: Matrix = [
    [-1, 0, 1],
    [-2, 0, 2],
    [-1, 0, 1],
  ];
  const slopeY: Matrix = [
    [-1, -2, -1],
    [0, 0, 0],
    [1, 2, 1],
  ];
  const [dx] = filterByReference([luma], picture, slopeX);
  const [dy] = filterByReference([luma], picture, slopeY);

  test('direction as a hue', async () => {
    const result = await run({ type: 'sobel-direction' });
    const channel = (shift: number) =>
      dx.map((x, at) => {
        const hue = (((Math.atan2(dy[at], x) / (2 * Math.PI) + shift) % 1) + 1) % 1;
        const full = Math.min(1, Math.max(0, Math.abs(hue * 6 - 3) - 1));
        return full * Math.min(1, Math.hypot(x, dy[at]));
      });
    expect(largestError(result, [channel(0), channel(2 / 3), channel(1 / 3)])).toBeLessThanOrEqual(TOLERANCE);
  });

  test('edges painted over the picture', async () => {
    const result = await run({ type: 'edge-overlay', strength: 0.5, hue: 120 });
    const expected = planes.map((plane, channel) =>
      plane.map((value, at) => {
        const part = Math.min(1, 0.5 * Math.hypot(dx[at], dy[at]));
        return value + part * ((channel === 1 ? 1 : 0) - value);
      }),
    );
    expect(largestError(result, expected)).toBeLessThanOrEqual(TOLERANCE);
  });
});

test.each([
  ['bokeh', { type: 'bokeh', radius: 3.5 }, disc(3.5)],
  ['log', { type: 'log', sigma: 1.4, bias: 0.5 }, laplacianOfGaussian(1.4)],
] as const)('%s is its matrix', async (_, stage, matrix) => {
  const bias = 'bias' in stage ? stage.bias : 0;
  const expected = filterByReference(planes, picture, matrix, { bias });
  expect(largestError(await run(stage), expected)).toBeLessThanOrEqual(TOLERANCE);
  expect(matrix.flat().reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(bias === 0 ? 1 : 0, 12);
});

test('a chain merged into one filter is the chain', async () => {
  const blur: Matrix = [
    [1, 2, 1],
    [2, 4, 2],
    [1, 2, 1],
  ].map((row) => row.map((weight) => weight / 16));
  const sharpen: Matrix = [
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ];
  const result = await run([
    { type: 'matrix', matrix: blur, bias: 0.1 },
    'sharpen',
    { type: 'identity', scale: 0.8 },
  ]);
  const blurred = filterByReference(planes, picture, blur, { bias: 0.1 });
  const expected = filterByReference(blurred, picture, sharpen, { scale: 0.8 });
  expect(largestError(result, expected)).toBeLessThanOrEqual(TOLERANCE);
});

describe.each(['image_convert'])('%s', () => {
  const blur: Matrix = [
    [1, 1, 1],
    [1, 1, 1],
    [1, 1, 1],
  ].map((row) => row.map((weight) => weight / 9));
  const stages = [{ type: 'matrix', matrix: blur }] as const;

  test('linear light', async () => {
    const result = await run({ stages, arithmetic: 'linear' });
    const toLight = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const toStored = (v: number) => (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055);
    const light = filterByReference(
      planes.map((plane) => plane.map(toLight)),
      picture,
      blur,
    );
    expect(
      largestError(
        result,
        light.map((plane) => plane.map(toStored)),
      ),
    ).toBeLessThanOrEqual(TOLERANCE);
  });

  test.each(['keep', 'premultiplied'] as const)('alpha: %s', async (alpha) => {
    const data = picture.data.map((value, index) => (index % 4 === 3 ? 100 + ((index * 7) % 156) : value));
    const transparent = { ...picture, data };
    const result = await run({ stages, alpha }, transparent);
    const alphas = data.filter((_, index) => index % 4 === 3).map((value) => value / 255);
    const [filtered] = filterByReference([alphas], picture, blur);
    const weighted = planes.map((plane) => plane.map((value, at) => value * alphas[at]));
    const premultiplied = filterByReference(weighted, picture, blur).map((plane) =>
      plane.map((value, at) => value / filtered[at]),
    );
    const expected = alpha === 'keep' ? filterByReference(planes, picture, blur) : premultiplied;
    expect(largestError(result, expected)).toBeLessThanOrEqual(TOLERANCE);
    const wanted = alpha === 'keep' ? alphas : filtered;
    const alphaErrors = wanted.map((value, at) => Math.abs(value * 255 - result.data[at * 4 + 3]));
    expect(Math.max(...alphaErrors)).toBeLessThanOrEqual(TOLERANCE);
  });
});
