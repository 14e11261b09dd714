import { describe, expect, test } from 'vitest';
import type { ImageFilterInput, Matrix } from '../../src/image/index.ts';
import {
  bilateral,
  boxMean,
  filterByLines,
  gaussianLine,
  gaussianMatrix,
  inLight,
  premultiplied,
  wideGaussian,
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
import { byOpenCv } from './opencv.ts';
import type { Pixels } from './page/image.ts';

const picture = drawnPicture(83, 75);
const planes = planesOf(picture);
const borderColor = [0.6, 0.6, 0.6] as const;
const borders = ['zeros', 'constant', 'reflect', 'symmetric', 'replicate', 'circular'] as const;
const run = (spec: ImageFilterInput, pixels = picture) => lane.call<Pixels>('filterPixels', pixels, spec);

/** The value of a parameter 1.5 % more and less, which tests must tell from the value itself. */
const near = (value: number) => [value * 1.015, value / 1.015];

describe.each(['image_box'])('%s: the mean at any radius', () => {
  test.each([
    [2, 'constant'],
    [7, 'circular'],
    [32, 'reflect'],
  ] as const)('radius %i, %s', async (radius, border) => {
    const expected = boxMean(planes, picture, radius, { border, borderValue: 0.6 });
    expect(worstShare(await run({ type: 'box', radius, border, borderColor }), expected)).toBeLessThanOrEqual(
      1,
    );
  });
});

/** Black and white: the edges show the width of a blur best. */
const contrast: Pixels = {
  ...picture,
  data: picture.data.map((value, at) => (at % 4 === 3 ? value : value > 120 ? 255 : 0)),
};

describe("Gaussians, and not those of a sigma 1.5 % off: 'image_expand' the wide ones", () => {
  type Definition = (sigma: number, planes: Plane[], border: { border: (typeof borders)[number] }) => Plane[];
  const whole: Definition = (sigma, of, border) =>
    filterByReference(of, picture, gaussianMatrix(sigma), { ...border, borderValue: 0.6 });
  const lines: Definition = (sigma, of, border) =>
    filterByLines(of, picture, gaussianLine(sigma), gaussianLine(sigma), { ...border, borderValue: 0.6 });
  const wide: Definition = (sigma, of, border) =>
    wideGaussian(of, picture, sigma, { ...border, borderValue: 0.6 });

  test.each([
    ['one matrix', 0.5, 'zeros', whole],
    ['one matrix', 0.7, 'reflect', whole],
    ['a row and a column', 0.9, 'symmetric', lines],
    ['a row and a column', 3, 'constant', lines],
    ['a row and a column', 7.9, 'replicate', lines],
    ['reduced by 2', 8, 'reflect', wide],
    ['reduced by 2', 13, 'circular', wide],
    ['reduced by 4', 18, 'replicate', wide],
    ['reduced by 8', 40, 'constant', wide],
    ['reduced by 16', 64, 'symmetric', wide],
  ] as const)('%s, sigma %f, %s', async (_, sigma, border, definition) => {
    for (const of of [picture, contrast]) {
      const result = await run({ type: 'gaussian', sigma, border, borderColor }, of);
      const share = (other: number) => worstShare(result, definition(other, planesOf(of), { border }));
      expect(share(sigma)).toBeLessThanOrEqual(1);
      if (of === contrast) expect(Math.min(...near(sigma).map(share))).toBeGreaterThan(1);
    }
  });

  /** Allowed distance of the approximation from the Gaussian. `src/image/filters/image_expand.ts` states it with rounding to bytes. */
  const APPROXIMATION = 1 / 255;

  test.each([
    ['reflect', 8],
    ['constant', 10],
    ['replicate', 18],
    ['circular', 40],
  ] as const)('the approximation is near the Gaussian: %s, sigma %f', async (border, sigma) => {
    const reach = Math.ceil(4 * sigma);
    const side = 2 * reach + 1;
    const exact = await byOpenCv(picture, border, reach, (cv, input, output) =>
      cv.GaussianBlur(input, output, new cv.Size(side, side), sigma, sigma),
    );
    const errors = wideGaussian(planes, picture, sigma, { border }).flatMap(({ values }, channel) =>
      values.map((value, at) => Math.abs(value - exact[channel][at])),
    );
    expect(Math.max(...errors)).toBeLessThanOrEqual(APPROXIMATION);
  });
});

describe('scale and bias after a filter that has none of its own', () => {
  const options = { scale: 0.7, bias: 0.1 };
  test.each([
    ['box', { type: 'box', radius: 2 }, boxMean(planes, picture, 2, {})],
    [
      'bilateral',
      { type: 'bilateral', radius: 2 },
      bilateral(planes, picture, { radius: 2, sigmaColor: 50, sigmaSpace: 4 }, {}),
    ],
    ['gaussian', { type: 'gaussian', sigma: 9 }, wideGaussian(planes, picture, 9, {})],
  ] as const)('%s', async (_, stage, before) => {
    const result = await run({ ...stage, ...options });
    expect(
      worstShare(result, filterByReference(stored(before), picture, [[1]], options)),
    ).toBeLessThanOrEqual(1);
  });
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
  expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
});

describe.each(['image_convert'])('%s', () => {
  const sigma = 0.7;
  const stages = [{ type: 'gaussian', sigma }] as const;
  const blur = (of: readonly Plane[], by = sigma) => filterByReference(of, picture, gaussianMatrix(by));

  test('linear light', async () => {
    const result = await run({ stages, arithmetic: 'linear' });
    const share = (by: number) =>
      worstShare(
        result,
        inLight(planes, (light) => blur(light, by)),
      );
    expect(share(sigma)).toBeLessThanOrEqual(1);
    expect(Math.min(...near(sigma).map(share))).toBeGreaterThan(1);
    // without a blur both conversions cancel out
    expect(worstShare(await run({ stages: ['identity'], arithmetic: 'linear' }), planes)).toBeLessThanOrEqual(
      1,
    );
  });

  const data = picture.data.map((value, index) => (index % 4 === 3 ? 100 + ((index * 7) % 156) : value));
  const transparent = { ...picture, data };
  const alpha = planeOf(transparent, 3);

  test('alpha: keep', async () => {
    const result = await run({ stages, alpha: 'keep' }, transparent);
    expect(worstShare(result, [...blur(planes), alpha])).toBeLessThanOrEqual(1);
  });

  test.each(['srgb', 'linear'] as const)('alpha: premultiplied, %s', async (arithmetic) => {
    const result = await run({ stages, alpha: 'premultiplied', arithmetic }, transparent);
    const expected =
      arithmetic === 'srgb'
        ? premultiplied(planes, alpha, blur)
        : inLight(planes, (light) => premultiplied(light, alpha, blur).slice(0, 3));
    expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
  });
});
