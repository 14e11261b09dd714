import { describe, expect, test } from 'vitest';
import { type Matrix, type PresetName, presets, type Stage } from '../../src/image/index.ts';
import type { PaddingMode } from '../../src/problem/options.ts';
import { drawnPicture, largestError, TOLERANCE } from './image-oracle.ts';
import { lane } from './lane.ts';
import { byOpenCv, type CvOperation, type Mat } from './opencv.ts';
import type { Pixels } from './page/image.ts';

const picture = drawnPicture(67, 51);
const borders: PaddingMode[] = ['zeros', 'constant', 'reflect', 'symmetric', 'replicate', 'circular'];

/** What OpenCV makes of a preset. The bias shows what would be below black. */
interface TextureCopy {
  numbers?: Record<string, number>;
  scale?: number;
  bias?: number;
  reach: number;
  operation: CvOperation;
  depth?: 'bytes';
}

const byMatrix =
  (matrix: Matrix): CvOperation =>
  (cv, input, output) => {
    const kernel = cv.matFromArray(matrix.length, matrix[0].length, cv.CV_32F, matrix.flat());
    cv.filter2D(input, output, -1, kernel);
    kernel.delete();
  };

const byGaussian =
  (sigma: number, size: number): CvOperation =>
  (cv, input, output) =>
    cv.GaussianBlur(input, output, new cv.Size(size, size), sigma, sigma);

/** Two results of OpenCV, made one value by value. */
const combined =
  (a: CvOperation, b: CvOperation, f: (a: number, b: number, input: number) => number): CvOperation =>
  (cv, input, output) => {
    const [first, second]: Mat[] = [new cv.Mat(), new cv.Mat()];
    a(cv, input, first);
    b(cv, input, second);
    input.copyTo(output);
    output.data32F.set(
      input.data32F.map((x: number, i: number) => f(first.data32F[i], second.data32F[i], x)),
    );
    first.delete();
    second.delete();
  };

const sobel =
  (dx: number, dy: number): CvOperation =>
  (cv, input, output) =>
    cv.Sobel(input, output, cv.CV_32F, dx, dy, 3);
const scharr =
  (dx: number, dy: number): CvOperation =>
  (cv, input, output) =>
    cv.Scharr(input, output, cv.CV_32F, dx, dy);
const prewittX = [-1, 0, 1];
const prewitt = (dx: number): CvOperation =>
  byMatrix(dx === 1 ? [prewittX, prewittX, prewittX] : prewittX.map((w) => [w, w, w]));
const slope = { scale: 0.2, bias: 0.5, reach: 1 };
const steep = { scale: 0.2, reach: 1 };
const identity = byMatrix([[1]]);

const copies: Partial<Record<PresetName, TextureCopy>> = {
  identity: { reach: 0, operation: identity },
  box: {
    numbers: { radius: 6 },
    reach: 6,
    operation: (cv, input, output) => cv.blur(input, output, new cv.Size(13, 13)),
  },
  gaussian: { numbers: { sigma: 2 }, reach: 6, operation: byGaussian(2, 13) },
  sharpen: {
    reach: 1,
    operation: byMatrix([
      [0, -1, 0],
      [-1, 5, -1],
      [0, -1, 0],
    ]),
  },
  unsharp: {
    numbers: { sigma: 1, amount: 2 },
    reach: 3,
    operation: combined(byGaussian(1, 7), identity, (blur, x) => x + 2 * (x - blur)),
  },
  emboss: {
    reach: 1,
    operation: byMatrix([
      [-2, -1, 0],
      [-1, 1, 1],
      [0, 1, 2],
    ]),
  },
  laplacian: { ...slope, operation: (cv, input, output) => cv.Laplacian(input, output, cv.CV_32F, 1) },
  dog: {
    numbers: { sigma: 1, ratio: 1.6 },
    scale: 2,
    bias: 0.5,
    reach: 5,
    operation: combined(byGaussian(1, 7), byGaussian(1.6, 11), (narrow, wide) => narrow - wide),
  },
  'vertical-edges': {
    ...slope,
    operation: byMatrix([
      [1, 0, -1],
      [1, 0, -1],
      [1, 0, -1],
    ]),
  },
  'horizontal-edges': {
    ...slope,
    operation: byMatrix([
      [1, 1, 1],
      [0, 0, 0],
      [-1, -1, -1],
    ]),
  },
  'sobel-x': { ...slope, operation: sobel(1, 0) },
  'sobel-y': { ...slope, operation: sobel(0, 1) },
  sobel: { ...steep, operation: combined(sobel(1, 0), sobel(0, 1), (x, y) => Math.hypot(x, y)) },
  'scharr-x': { ...slope, scale: 0.05, operation: scharr(1, 0) },
  'scharr-y': { ...slope, scale: 0.05, operation: scharr(0, 1) },
  scharr: {
    ...steep,
    scale: 0.05,
    operation: combined(scharr(1, 0), scharr(0, 1), (x, y) => Math.hypot(x, y)),
  },
  'prewitt-x': { ...slope, operation: prewitt(1) },
  'prewitt-y': { ...slope, operation: prewitt(0) },
  prewitt: { ...steep, operation: combined(prewitt(1), prewitt(0), (x, y) => Math.hypot(x, y)) },
  'motion-blur': { numbers: { length: 9, angle: 90 }, reach: 5, operation: byMatrix(Array(9).fill([1 / 9])) },
  // by 'image_bilateral'
  bilateral: {
    numbers: { radius: 4, sigmaColor: 60, sigmaSpace: 3 },
    reach: 4,
    depth: 'bytes',
    operation: (cv, input, output) => cv.bilateralFilter(input, output, 9, 60, 3),
  },
};

describe.each(Object.keys(copies) as PresetName[])('%s, as OpenCV does it', (type) => {
  test.each(borders)('%s', async (border) => {
    const { numbers, scale = 1, bias = 0, reach, operation, depth } = copies[type]!;
    const stage = { type, ...numbers, scale, bias, border, borderColor: [0.6, 0.6, 0.6] } as Stage;
    const result = await lane.call<Pixels>('filterPixels', picture, stage);
    const planes = await byOpenCv(picture, border, reach, operation, { depth, borderValue: 0.6 });
    const expected = planes.map((plane) => plane.map((value) => value * scale + bias));
    expect(largestError(result, expected)).toBeLessThanOrEqual(TOLERANCE);
  });
});

// image_canny, whose border OpenCV fixes
test.each([
  [40, 120],
  [100, 100],
  [60, 200],
])("'image_canny' with thresholds %i and %i is OpenCV's, pixel by pixel", async (low, high) => {
  const gray = drawnPicture(90, 70, 5);
  gray.data = gray.data.map((value, index) => (index % 4 === 3 ? value : gray.data[index - (index % 4)]));
  const result = await lane.call<Pixels>('filterPixels', gray, { type: 'canny', low, high, sigma: 0 });
  const canny: CvOperation = (cv, input, output) => {
    const single = new cv.Mat();
    cv.cvtColor(input, single, cv.COLOR_RGB2GRAY);
    cv.Canny(single, output, low, high);
    single.delete();
  };
  const expected = await byOpenCv(gray, 'replicate', 0, canny, { depth: 'bytes' });
  expect(expected[0].some((value) => value === 1) && expected[0].some((value) => value === 0)).toBe(true);
  expect(largestError(result, expected)).toBe(0);
});

test('every preset has a copy in OpenCV, or its own test', () => {
  const own: PresetName[] = [
    'log',
    'bokeh',
    'canny',
    'sobel-direction',
    'scharr-direction',
    'prewitt-direction',
    'edge-overlay',
  ];
  expect([...Object.keys(copies), ...own].sort()).toEqual(Object.keys(presets).sort());
});
