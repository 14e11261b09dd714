import { conv2dReference } from '../../src/cpu/reference.ts';
import type { Matrix } from '../../src/image/index.ts';
import type { PaddingMode } from '../../src/problem/options.ts';
import { conv2dBounded } from '../bounds/conv2d.ts';
import { UNIT_ROUNDOFF } from '../bounds/rounding.ts';
import type { Pixels } from './page/image.ts';

/** A picture with smooth parts, edges and noise; the same for the same seed. */
export function drawnPicture(width: number, height: number, seed = 1): Pixels {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const data: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const edge = (x - width / 3) ** 2 + (y - height / 2) ** 2 < (height / 4) ** 2 ? 120 : 0;
      data.push(
        Math.floor((200 * x) / width + 55 * random()),
        Math.floor((edge + 60 + 75 * random()) % 256),
        Math.floor((220 * y) / height + 35 * random()),
        255,
      );
    }
  }
  return { width, height, data };
}

/** The exact result of a filter in one channel, neither clamped nor rounded. */
export interface Plane {
  /** White is 1. */
  readonly values: readonly number[];
  /** How far rounding may move each value before it becomes a byte. */
  readonly errors: readonly number[];
}

/** A plane whose errors are a function of its values. */
export const plane = (values: readonly number[], error: (value: number) => number): Plane => ({
  values,
  errors: values.map(error),
});

/** Red, green and blue. WGSL allows `unpack4x8unorm` 3 ULP. */
export const planesOf = (pixels: Pixels): Plane[] => [0, 1, 2].map((channel) => planeOf(pixels, channel));

/** One channel of a picture; 3 is alpha. */
export const planeOf = ({ data }: Pixels, channel: number): Plane =>
  plane(
    data.filter((_, index) => index % 4 === channel).map((value) => value / 255),
    (value) => 6 * UNIT_ROUNDOFF * value,
  );

/** How a matrix is laid over a picture. */
export interface OracleOptions {
  border?: PaddingMode;
  borderValue?: number;
  /** Rounding error of the border's value. Default 0. */
  borderError?: number;
  anchor?: readonly [number, number];
  scale?: number;
  bias?: number;
  strides?: readonly [number, number];
  /** Top, bottom, left, right. Default: from the anchor, for an output of the input's size. */
  padding?: readonly [number, number, number, number];
}

/** Filters planes by a matrix. Errors are those of the float32 sum, and the input's errors times |weights|. */
export function filterByReference(
  planes: readonly Plane[],
  { width, height }: { width: number; height: number },
  matrix: Matrix,
  o: OracleOptions = {},
): Plane[] {
  const [kh, kw] = [matrix.length, matrix[0].length];
  const [top, left] = o.anchor ?? [kh >> 1, kw >> 1];
  const weights = matrix.flat().map((weight) => weight * (o.scale ?? 1));
  const filterShape = [1, 1, kh, kw];
  const options = {
    padding: o.padding ?? [top, kh - 1 - top, left, kw - 1 - left],
    paddingMode: o.border ?? 'reflect',
    strides: o.strides,
  } as const;
  const shape = [1, 1, height, width];
  const paddingValue = o.border === 'constant' ? (o.borderValue ?? 0) : undefined;
  return planes.map(({ values, errors }) => {
    const { data, bounds } = conv2dBounded(
      { data: values, shape },
      { data: weights, shape: filterShape },
      { ...options, paddingValue, bias: { data: [o.bias ?? 0], shape: [1] } },
    );
    const { data: earlier } = conv2dReference(
      { data: errors, shape },
      { data: weights.map(Math.abs), shape: filterShape },
      { ...options, paddingValue: o.border === 'constant' ? (o.borderError ?? 0) : undefined },
    );
    return { values: Array.from(data), errors: Array.from(bounds, (bound, at) => bound + earlier[at]) };
  });
}

/** Planes stored as half floats between two passes. The error is one step, since WGSL lets a device round up or down. */
export const stored = (planes: readonly Plane[]): Plane[] =>
  planes.map(({ values, errors }) => ({
    values,
    errors: errors.map((error, at) => error + halfStep(Math.abs(values[at]) + error)),
  }));

const halfStep = (value: number) => Math.max(2 ** -24, 2 ** (Math.floor(Math.log2(value)) - 10));

/**
 * Computes a plane from others, pixel by pixel. The error is the largest change of `f` at the corners of its inputs' errors.
 * @param rounding error of the computation of `f` itself
 */
export function combined(
  planes: readonly Plane[],
  f: (...values: number[]) => number,
  rounding: (value: number) => number,
): Plane {
  const [values, errors]: number[][] = [[], []];
  planes[0].values.forEach((_, at) => {
    const value = f(...planes.map((each) => each.values[at]));
    let error = 0;
    for (let ends = 0; ends < 2 ** planes.length; ends++) {
      const moved = planes.map(
        (each, index) => each.values[at] + ((ends >> index) & 1 ? 1 : -1) * each.errors[at],
      );
      error = Math.max(error, Math.abs(f(...moved) - value));
    }
    values.push(value);
    errors.push(error + rounding(value));
  });
  return { values, errors };
}

/** Error of `pack4x8unorm`, in 255ths: half a byte, and the roundings of the product with 255 and of the sum with 0.5. */
const TO_BYTES = 0.5 + 2 * 255 * UNIT_ROUNDOFF;

/** A value as a byte before rounding: clamped, 0 to 255. */
export const shown = (value: number) => Math.min(1, Math.max(0, value)) * 255;

/**
 * The largest |error| / allowed error over the given channels of a picture. Above 1 is wrong. An error far below 1/255 is seen too: it
 * changes the byte of each pixel whose exact value is near the middle of two bytes, and varied pictures have many.
 */
export function worstShare(pixels: Pixels, planes: readonly Plane[]): number {
  let worst = 0;
  planes.forEach(({ values, errors }, channel) => {
    values.forEach((value, index) => {
      const error = Math.abs(pixels.data[index * 4 + channel] - shown(value));
      worst = Math.max(worst, error / (TO_BYTES + 255 * errors[index]));
    });
  });
  return worst;
}
