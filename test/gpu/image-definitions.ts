/** Filters by their definitions, in float64. Errors follow the passes that compute them. No code is shared with the library. */
import type { Matrix } from '../../src/image/index.ts';
import { divisionError, roundingError, UNIT_ROUNDOFF as U } from '../bounds/rounding.ts';
import { MIX, padReference } from '../nn/forward.ts';
import { combined, filterByReference, type OracleOptions, type Plane, stored } from './image-oracle.ts';

type Size = { width: number; height: number };

const line = (radius: number, f: (x: number) => number) =>
  Array.from({ length: 2 * radius + 1 }, (_, at) => f(at - radius));

const square = (radius: number, f: (y: number, x: number) => number): number[][] =>
  line(radius, (y) => y).map((y) => line(radius, (x) => f(y, x)));

function normalized(matrix: Matrix): Matrix {
  const sum = matrix.flat().reduce((total, weight) => total + weight, 0);
  return matrix.map((row) => row.map((weight) => weight / sum));
}

export const asColumn = (row: readonly number[]): Matrix => row.map((weight) => [weight]);

/** Taps on each side of the middle. OpenCV uses `round(6σ + 1) | 1` taps for 8-bit pictures. */
export const gaussianReach = (sigma: number) => (Math.round(6 * sigma + 1) | 1) >> 1;

export const gaussianLine = (sigma: number): readonly number[] =>
  normalized([line(gaussianReach(sigma), (x) => Math.exp(-(x ** 2) / (2 * sigma ** 2)))])[0];

export const gaussianMatrix = (sigma: number): Matrix =>
  gaussianLine(sigma).map((a) => gaussianLine(sigma).map((b) => a * b));

/** ∇²G, shifted so that the weights sum to 0. */
export function laplacianOfGaussian(sigma: number): Matrix {
  const raw = square(gaussianReach(sigma), (y, x) => {
    const q = (x * x + y * y) / (2 * sigma ** 2);
    return ((q - 1) * Math.exp(-q)) / (Math.PI * sigma ** 4);
  });
  const mean = raw.flat().reduce((sum, weight) => sum + weight, 0) / raw.flat().length;
  return raw.map((row) => row.map((weight) => weight - mean));
}

/** A disc. A pixel's weight is the number of its 4 × 4 sample points inside. */
export function disc(radius: number): Matrix {
  const points = [0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].map((j) => [i / 4 - 0.375, j / 4 - 0.375]));
  const inside = (y: number, x: number) => points.filter(([i, j]) => Math.hypot(y + i, x + j) <= radius);
  return normalized(square(Math.ceil(radius), (y, x) => inside(y, x).length));
}

/** A line one pixel thick, rotated counterclockwise. A pixel's weight falls linearly with its distance from the line and past the ends. */
export function motionLine(degrees: number, length: number): Matrix {
  const angle = (-degrees * Math.PI) / 180;
  const half = (length - 1) / 2;
  return normalized(
    square(Math.ceil(half), (y, x) => {
      const along = Math.abs(x * Math.cos(angle) + y * Math.sin(angle));
      const across = Math.abs(y * Math.cos(angle) - x * Math.sin(angle));
      return Math.max(0, 1 - across) * Math.min(1, Math.max(0, 1 - (along - half)));
    }),
  );
}

/** Filters each channel by a matrix of its own. */
export const filterByChannel = (
  planes: readonly Plane[],
  size: Size,
  matrices: readonly Matrix[],
  options: OracleOptions = {},
): Plane[] => planes.flatMap((each, channel) => filterByReference([each], size, matrices[channel], options));

/** Mixes channels: the matrices are `[out][in]`. */
export const filterMixing = (
  planes: readonly Plane[],
  size: Size,
  matrices: readonly (readonly Matrix[])[],
  biases: readonly number[],
): Plane[] =>
  matrices.map((row, out) => {
    const add = (...parts: number[]) => parts.reduce((sum, part) => sum + part, biases[out]);
    return combined(filterByChannel(planes, size, row), add, (sum) => 3 * U * (Math.abs(sum) + 1));
  });

/** Filters rows, stores half floats, then filters columns. */
export function filterByLines(
  planes: readonly Plane[],
  size: Size,
  row: readonly number[],
  column: readonly number[],
  { bias, ...border }: OracleOptions,
): Plane[] {
  const sum = row.reduce((total, weight) => total + weight, 0);
  const between = stored(filterByReference(planes, size, [row], border));
  const outside = { ...border, borderValue: (border.borderValue ?? 0) * sum };
  return filterByReference(between, size, asColumn(column), { ...outside, bias });
}

/** The mean of a square window: rows, then columns. The second pass rounds the half floats between to whole 16384ths. */
export function boxMean(
  planes: readonly Plane[],
  size: Size,
  radius: number,
  border: OracleOptions,
): Plane[] {
  const row = line(radius, () => 1 / (2 * radius + 1));
  const between = stored(filterByReference(planes, size, [row], border)).map(({ values, errors }) => ({
    values,
    errors: errors.map((error) => error + 2 ** -15),
  }));
  return filterByReference(between, size, asColumn(row), border);
}

/** Factor by which a wide Gaussian reduces the picture: the largest power of two, up to 16, that leaves σ at 4 or more. */
const reductionOf = (sigma: number) => [16, 8, 4, 2, 1].find((factor) => sigma / factor >= 4) ?? 1;

/** The approximation of a wide Gaussian: reduce with triangle weights, blur with the rest of σ², enlarge linearly. */
export function wideGaussian(
  planes: readonly Plane[],
  { width, height }: Size,
  sigma: number,
  border: OracleOptions,
): Plane[] {
  const factor = reductionOf(sigma);
  const left = Math.sqrt(sigma ** 2 - (factor ** 2 - 1) / 3) / factor;
  const [taps, margin] = [gaussianLine(left), gaussianReach(left)];
  const low = (size: number) => Math.floor((size - 1) / factor) + 2 + 2 * margin;
  const [triangle] = normalized([line(factor - 1, (x) => factor - Math.abs(x))]);
  const before = factor - 1 + margin * factor;
  const after = (size: number) => (low(size) - 1) * factor + triangle.length - before - size;
  const tall = filterByReference(planes, { width, height }, asColumn(triangle), {
    ...border,
    strides: [factor, 1],
    padding: [before, after(height), 0, 0],
  });
  const small = filterByReference(stored(tall), { width, height: low(height) }, [triangle], {
    ...border,
    strides: [1, factor],
    padding: [0, 0, before, after(width)],
  });
  const lowSize = { width: low(width), height: low(height) };
  const rows = filterByReference(stored(small), lowSize, [taps], { border: 'replicate' });
  const blurred = filterByReference(stored(rows), lowSize, asColumn(taps), { border: 'replicate' });
  return stored(blurred).map((each) => enlarged(each, lowSize.width, { width, height }, factor, margin));
}

function enlarged(
  small: Plane,
  pitch: number,
  { width, height }: Size,
  factor: number,
  margin: number,
): Plane {
  const mixed = (of: readonly number[]) =>
    Array.from({ length: width * height }, (_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      const corner = (Math.floor(y / factor) + margin) * pitch + Math.floor(x / factor) + margin;
      const [right, down] = [(x % factor) / factor, (y % factor) / factor];
      const row = (first: number) => of[first] * (1 - right) + of[first + 1] * right;
      return row(corner) * (1 - down) + row(corner + pitch) * down;
    });
  // two mixes in a row
  return { values: mixed(small.values), errors: mixed(small.errors).map((error) => error + 2 * MIX * U) };
}

/** OpenCV's bilateral filter: the window is a disc, and the color distance is the sum over channels, in 255ths. */
export function bilateral(
  planes: readonly Plane[],
  { width, height }: Size,
  { radius, sigmaColor, sigmaSpace }: Record<string, number>,
  { border = 'reflect', borderValue = 0 }: OracleOptions,
): Plane[] {
  const around = planes.map(({ values: data }) => {
    const input = { data, shape: [height, width] };
    return padReference(input, [radius, radius], [radius, radius], border, borderValue).data;
  });
  const window = square(radius, (dy, dx) => dy * (width + 2 * radius) + dx).flat();
  const distances = square(radius, (dy, dx) => dy * dy + dx * dx).flat();
  const inside = window.flatMap((shift, at) =>
    distances[at] <= radius ** 2 ? [[shift, distances[at]] as const] : [],
  );
  const results = planes.map((): { values: number[]; errors: number[] } => ({ values: [], errors: [] }));
  for (let pixel = 0; pixel < width * height; pixel++) {
    const center = (Math.floor(pixel / width) + radius) * (width + 2 * radius) + (pixel % width) + radius;
    const taps = inside.map(([shift, distance]) => {
      const far = around.reduce((sum, data) => sum + 255 * Math.abs(data[center + shift] - data[center]), 0);
      const [ofColor, ofSpace] = [far ** 2 / (2 * sigmaColor ** 2), distance / (2 * sigmaSpace ** 2)];
      // the distance sums three differences of unpacked colors with 13 roundings each; then squares, products and exp
      const farError = (255 * 3 * 13 + 4 * far) * U;
      const relative = (far * farError) / sigmaColor ** 2 + 14 * U * (ofColor + ofSpace) + 6 * U;
      return { shift, weight: Math.exp(-ofColor - ofSpace), relative };
    });
    const total = taps.reduce((sum, { weight }) => sum + weight, 0);
    results.forEach(({ values, errors }, channel) => {
      const value = (shift: number) => around[channel][center + shift];
      const mean = taps.reduce((sum, { shift, weight }) => sum + weight * value(shift), 0) / total;
      const moved = (sum: number, { shift, weight, relative }: (typeof taps)[number]) =>
        sum + weight * relative * Math.abs(value(shift) - mean);
      // two sums, the unpacked color, the quotient
      values.push(mean);
      errors.push(taps.reduce(moved, 0) / total + (8 + 8 + 6 + 5) * U * mean);
    });
  }
  return results;
}

const toLight = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const toBytes = (v: number) => (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055);

/** Relative error of pow(x, y), which WGSL defines as exp2(y · log2(x)). */
function powError(x: number, y: number): number {
  const logarithm = Math.log2(x);
  const logError = x >= 0.5 && x <= 2 ? 2 ** -21 : 6 * U * roundingError(logarithm);
  const exponent = y * logarithm;
  return Math.LN2 * (Math.abs(y) * logError + U * roundingError(exponent)) + (6 + 4 * Math.abs(exponent)) * U;
}

/** Filters linear light instead of stored colors. Light is stored in half floats before and after the filter. */
export function inLight(planes: readonly Plane[], filter: (light: Plane[]) => Plane[]): Plane[] {
  // pow's base is a sum and a quotient, whose errors its exponent multiplies; its result goes into a product and a difference
  const light = planes.map((each) =>
    combined(
      [each],
      toLight,
      (value) => value * (powError(Math.max(value, 1e-3) ** (1 / 2.4), 2.4) + 14.4 * U),
    ),
  );
  return stored(filter(stored(light))).map((each) =>
    combined(
      [each],
      (v) => toBytes(Math.max(v, 0)),
      (value) => {
        const before = toLight(Math.min(1, Math.max(value, 0.04)));
        return (value + 0.055) * powError(before, 1 / 2.4) + 3 * U;
      },
    ),
  );
}

/** Filters colors multiplied by alpha, and alpha, then divides. All are stored in half floats before and after the filter. */
export function premultiplied(
  colors: readonly Plane[],
  alpha: Plane,
  filter: (weighted: Plane[]) => Plane[],
): Plane[] {
  const product = (color: Plane) =>
    combined(
      [color, alpha],
      (c, a) => c * a,
      (value) => U * value,
    );
  const filtered = stored(filter(stored([...colors.map(product), alpha])));
  const transparency = filtered[colors.length];
  const quotient = (color: Plane) =>
    combined(
      [color, transparency],
      (c, a) => c / a,
      (value) => U * divisionError(value),
    );
  return [...filtered.slice(0, colors.length).map(quotient), transparency];
}
