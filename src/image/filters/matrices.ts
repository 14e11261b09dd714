import type { Matrix } from './spec.ts';

/** Weights of the gradient operators across the slope. */
export const SMOOTHING = { sobel: [1, 2, 1], scharr: [3, 10, 3], prewitt: [1, 1, 1] } as const;

/** Samples of a Gaussian, with sum 1. Their number follows OpenCV's for 8-bit pictures: `round(6σ + 1) | 1`. */
export function gaussianTaps(sigma: number, radius = gaussianRadius(sigma)): number[] {
  const taps = symmetric(radius, (x) => Math.exp(-(x * x) / (2 * sigma * sigma)));
  return normalized(taps);
}

/** Rows or columns on each side of the middle. */
export const gaussianRadius = (sigma: number) => ((Math.round(6 * sigma + 1) | 1) - 1) / 2;

/** `column` times `row`. */
export const outer = (column: readonly number[], row: readonly number[]): Matrix =>
  column.map((a) => row.map((b) => a * b));

/** Taps `f(−radius)` to `f(radius)`. */
export const symmetric = (radius: number, f: (x: number) => number): number[] =>
  Array.from({ length: 2 * radius + 1 }, (_, index) => f(index - radius));

/** The square matrix of `f(y, x)`, both from −radius to radius. */
export const square = (radius: number, f: (y: number, x: number) => number): number[][] =>
  symmetric(radius, (y) => y).map((y) => symmetric(radius, (x) => f(y, x)));

/** Weights scaled to sum 1. */
export function normalized(taps: readonly number[]): number[] {
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

/** A matrix scaled to sum 1. */
function normalizedMatrix(matrix: Matrix): Matrix {
  const sum = matrix.flat().reduce((total, weight) => total + weight, 0);
  return matrix.map((row) => row.map((weight) => weight / sum));
}

/** `a·A + b·B`, the smaller centered in the larger; both have odd sizes. */
export function combine(a: number, A: Matrix, b: number, B: Matrix): Matrix {
  const radius = Math.max(A.length, B.length) >> 1;
  const at = (M: Matrix, y: number, x: number) => M[y + (M.length >> 1)]?.[x + (M[0].length >> 1)] ?? 0;
  return square(radius, (y, x) => a * at(A, y, x) + b * at(B, y, x));
}

/** Laplacian of a Gaussian, shifted to sum 0, so that a uniform picture gives 0. */
export function laplacianOfGaussian(sigma: number): Matrix {
  const radius = gaussianRadius(sigma);
  const s2 = sigma * sigma;
  const raw = square(radius, (y, x) => {
    const r2 = y * y + x * x;
    return ((r2 - 2 * s2) / (2 * Math.PI * s2 * s2 * s2)) * Math.exp(-r2 / (2 * s2));
  });
  const mean = raw.flat().reduce((total, weight) => total + weight, 0) / raw.length ** 2;
  return raw.map((row) => row.map((weight) => weight - mean));
}

/** A line of `length` pixels at `angle` degrees counterclockwise from the right. Pixels count by their coverage. */
export function motionLine(angle: number, length: number): Matrix {
  const [sin, cos] = [Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)];
  const half = (length - 1) / 2;
  const radius = Math.ceil(half);
  return normalizedMatrix(
    square(radius, (y, x) => {
      const along = Math.abs(x * cos - y * sin);
      const across = Math.abs(x * sin + y * cos);
      return Math.max(0, 1 - across) * Math.min(1, Math.max(0, half + 1 - along));
    }),
  );
}

/** A disc. Pixels count by their coverage, estimated from 4×4 samples. */
export function disc(radius: number): Matrix {
  const samples = [-0.375, -0.125, 0.125, 0.375];
  const inside = (y: number, x: number) => (y * y + x * x <= radius * radius ? 1 : 0);
  const coverage = (y: number, x: number) =>
    samples.reduce((sum, dy) => sum + samples.reduce<number>((s, dx) => s + inside(y + dy, x + dx), 0), 0);
  return normalizedMatrix(square(Math.ceil(radius), coverage));
}
