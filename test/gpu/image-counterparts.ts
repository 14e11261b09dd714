/** The expected result of each preset: from OpenCV if it has the filter, otherwise from the definition. */
import type { Matrix, PresetName } from '../../src/image/index.ts';
import type { PaddingMode } from '../../src/problem/options.ts';
import { UNIT_ROUNDOFF as U } from '../bounds/rounding.ts';
import { bilateral, disc, laplacianOfGaussian, motionLine } from './image-definitions.ts';
import {
  combined as combinedPlanes,
  filterByReference,
  type Plane,
  plane,
  planesOf,
} from './image-oracle.ts';
import { byOpenCv, type CvOperation, type Mat } from './opencv.ts';
import type { Pixels } from './page/image.ts';

export type Numbers = Readonly<Record<string, number>>;

/** Computes the expected result of a preset. `numbers` are the values to test with; a bias makes negative results visible. */
export interface Counterpart extends Adjustment {
  readonly numbers: Numbers;
  expected(picture: Pixels, numbers: Numbers, border: PaddingMode): Promise<Plane[]> | Plane[];
}

interface Adjustment {
  readonly scale?: number;
  readonly bias?: number;
}

/** Gray value of a `'constant'` border. */
export const BORDER_VALUE = 0.6;

/** Upper bound of the scaled sums Σ|x·w|. Our float32 sum and OpenCV's may each be off by 8 roundings of it. */
const LARGEST_SUM = 16;

/**
 * @param reach pixels of border that the operation reads
 * @param options `halves`: passes that store the (non-negative) weighted mean in half floats, with an error of 2⁻¹⁰ of it each
 */
function byCv(
  reach: number,
  operation: (numbers: Numbers) => CvOperation,
  { numbers = {}, halves = 0, ...adjustment }: { numbers?: Numbers; halves?: number } & Adjustment = {},
): Counterpart {
  const { scale = 1, bias = 0 } = adjustment;
  return {
    numbers,
    ...adjustment,
    async expected(picture, given, border) {
      const options = { borderValue: BORDER_VALUE };
      const planes = await byOpenCv(picture, border, reach, operation(given), options);
      const error = (value: number) => 2 * 8 * U * LARGEST_SUM + halves * 2 ** -10 * Math.abs(value);
      return planes.map((values) =>
        plane(
          values.map((value) => value * scale + bias),
          error,
        ),
      );
    },
  };
}

/** For a preset that is one matrix. */
const byDefinition = (
  matrix: (numbers: Numbers) => Matrix,
  numbers: Numbers,
  adjustment: Adjustment = {},
): Counterpart => ({
  numbers,
  ...adjustment,
  expected: (picture, given, border) =>
    filterByReference(planesOf(picture), picture, matrix(given), {
      ...adjustment,
      border,
      borderValue: BORDER_VALUE,
    }),
});

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

/** Combines two results of OpenCV, value by value. */
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
const magnitude = (x: CvOperation, y: CvOperation) => combined(x, y, (a, b) => Math.hypot(a, b));
const slope = { scale: 0.2, bias: 0.5 };
const steep = { scale: 0.2 };
const identity = byMatrix([[1]]);
const SMOOTHING: Readonly<Record<string, readonly number[]>> = {
  sobel: [1, 2, 1],
  scharr: [3, 10, 3],
  prewitt: [1, 1, 1],
};

/** Slopes of the brightness to the right and downwards. OpenCV has no counterpart of the direction and overlay of 'image_gradient'. */
function slopesOf(picture: Pixels, operator: string, border: PaddingMode): Plane[] {
  const across = SMOOTHING[operator];
  const options = { border, borderValue: BORDER_VALUE };
  const along = [-1, 0, 1];
  const right = across.map((a) => along.map((b) => a * b));
  const down = along.map((a) => across.map((b) => a * b));
  return [right, down].map((matrix) => {
    const [red, green, blue] = filterByReference(planesOf(picture), picture, matrix, options);
    return combinedPlanes(
      [red, green, blue],
      (r, g, b) => 0.299 * r + 0.587 * g + 0.114 * b,
      () => 8 * U * 16,
    );
  });
}

/** WGSL allows atan2 4096 ULP, here of angles up to π. A full turn moves a color channel by 6. */
const HUE_ERROR = (6 * 4096 * 2 ** -22) / (2 * Math.PI) + 32 * U;

const byDirection = (operator: string, scale: number): Counterpart => ({
  numbers: {},
  scale,
  expected(picture, _, border) {
    const hue = (y: number, x: number) => (180 * Math.atan2(y, x)) / Math.PI;
    return [0, 1, 2].map((channel) =>
      combinedPlanes(
        slopesOf(picture, operator, border),
        (x, y) => colorOf(hue(y, x))[channel] * Math.min(1, Math.hypot(x, y) * scale),
        () => HUE_ERROR,
      ),
    );
  },
});

/** The saturated color of a hue in degrees. */
const colorOf = (hue: number) =>
  [0, 240, 120].map((shift) => Math.min(1, Math.max(0, Math.abs(((hue + 360 + shift) % 360) / 60 - 3) - 1)));

/** Every preset except Canny, which has tests of its own. */
export const counterparts: Readonly<Record<Exclude<PresetName, 'canny'>, Counterpart>> = {
  identity: byCv(0, () => identity),
  box: byCv(
    6,
    ({ radius }) =>
      (cv, input, output) =>
        cv.blur(input, output, new cv.Size(2 * radius + 1, 2 * radius + 1)),
    { numbers: { radius: 5 }, halves: 1 },
  ),
  gaussian: byCv(6, ({ sigma }) => byGaussian(sigma, 13), { numbers: { sigma: 2 }, halves: 1 }),
  sharpen: byCv(
    1,
    ({ amount: a }) =>
      byMatrix([
        [0, -a, 0],
        [-a, 1 + 4 * a, -a],
        [0, -a, 0],
      ]),
    { numbers: { amount: 1 } },
  ),
  unsharp: byCv(
    3,
    ({ sigma, amount }) => combined(byGaussian(sigma, 7), identity, (blur, x) => x + amount * (x - blur)),
    { numbers: { sigma: 1, amount: 2 } },
  ),
  emboss: byCv(
    1,
    ({ strength: s }) =>
      byMatrix([
        [-2 * s, -s, 0],
        [-s, 1, s],
        [0, s, 2 * s],
      ]),
    { numbers: { strength: 1 } },
  ),
  laplacian: byCv(1, () => (cv, input, output) => cv.Laplacian(input, output, cv.CV_32F, 1), slope),
  log: byDefinition(({ sigma }) => laplacianOfGaussian(sigma), { sigma: 1.4 }, { bias: 0.5 }),
  dog: byCv(
    5,
    ({ sigma, ratio }) =>
      combined(byGaussian(sigma, 7), byGaussian(sigma * ratio, 11), (narrow, wide) => narrow - wide),
    { numbers: { sigma: 1, ratio: 1.55 }, scale: 2, bias: 0.5 },
  ),
  'vertical-edges': byCv(1, () => byMatrix([1, 1, 1].map(() => [1, 0, -1])), slope),
  'horizontal-edges': byCv(1, () => byMatrix([1, 0, -1].map((w) => [w, w, w])), slope),
  'sobel-x': byCv(1, () => sobel(1, 0), slope),
  'sobel-y': byCv(1, () => sobel(0, 1), slope),
  sobel: byCv(1, () => magnitude(sobel(1, 0), sobel(0, 1)), steep),
  'sobel-direction': byDirection('sobel', 0.5),
  'scharr-x': byCv(1, () => scharr(1, 0), { scale: 0.05, bias: 0.5 }),
  'scharr-y': byCv(1, () => scharr(0, 1), { scale: 0.05, bias: 0.5 }),
  scharr: byCv(1, () => magnitude(scharr(1, 0), scharr(0, 1)), { scale: 0.05 }),
  'scharr-direction': byDirection('scharr', 0.1),
  'prewitt-x': byCv(1, () => prewitt(1), slope),
  'prewitt-y': byCv(1, () => prewitt(0), slope),
  prewitt: byCv(1, () => magnitude(prewitt(1), prewitt(0)), steep),
  'prewitt-direction': byDirection('prewitt', 0.6),
  'motion-blur': byDefinition(({ angle, length }) => motionLine(angle, length), { angle: 30, length: 9 }),
  bokeh: byDefinition(({ radius }) => disc(radius), { radius: 3.5 }),
  'edge-overlay': {
    numbers: { strength: 0.5, hue: 100 },
    expected(picture, { strength, hue }, border) {
      const slopes = slopesOf(picture, 'sobel', border);
      return planesOf(picture).map((color, channel) =>
        combinedPlanes(
          [color, ...slopes],
          (value, x, y) => value + Math.min(1, strength * Math.hypot(x, y)) * (colorOf(hue)[channel] - value),
          () => 32 * U,
        ),
      );
    },
  },
  bilateral: {
    numbers: { radius: 4, sigmaColor: 60, sigmaSpace: 3 },
    expected: (picture, numbers, border) =>
      bilateral(planesOf(picture), picture, numbers, { border, borderValue: BORDER_VALUE }),
  },
};
