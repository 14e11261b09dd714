import { conv2dReference } from '../../src/cpu/reference.ts';
import type { Matrix } from '../../src/image/index.ts';
import type { PaddingMode } from '../../src/problem/options.ts';
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

/** How a matrix is laid over a picture. */
export interface OracleOptions {
  border?: PaddingMode;
  borderValue?: number;
  anchor?: readonly [number, number];
  scale?: number;
  bias?: number;
}

/** Each channel of a picture (0 to 1) through a matrix, by the float64 reference; not clamped. */
export function filterByReference(
  planes: number[][],
  { width, height }: Pixels,
  matrix: Matrix,
  o: OracleOptions = {},
) {
  const [kh, kw] = [matrix.length, matrix[0].length];
  const [top, left] = o.anchor ?? [kh >> 1, kw >> 1];
  return planes.map((data) => {
    const { data: sums } = conv2dReference(
      { data, shape: [1, 1, height, width] },
      { data: matrix.flat().map((weight) => weight * (o.scale ?? 1)), shape: [1, 1, kh, kw] },
      {
        padding: [top, kh - 1 - top, left, kw - 1 - left],
        paddingMode: o.border ?? 'reflect',
        paddingValue: o.border === 'constant' ? (o.borderValue ?? 0) : undefined,
      },
    );
    return Array.from(sums, (sum) => sum + (o.bias ?? 0));
  });
}

/** Red, green and blue as planes of numbers from 0 to 1. */
export const planesOf = ({ data }: Pixels) =>
  [0, 1, 2].map((channel) => data.filter((_, index) => index % 4 === channel).map((value) => value / 255));

/** What a result is shown as: clamped, 0 to 255, not rounded. */
export const shown = (value: number) => Math.min(1, Math.max(0, value)) * 255;

/** The largest distance of a picture's colors from what they should be, in 255ths. */
export function largestError(pixels: Pixels, planes: readonly (readonly number[])[]): number {
  let largest = 0;
  planes.forEach((plane, channel) => {
    plane.forEach((value, index) => {
      largest = Math.max(largest, Math.abs(pixels.data[index * 4 + channel] - shown(value)));
    });
  });
  return largest;
}

/** The stated tolerance: 1/255, and half of that for rounding to 8 bits. */
export const TOLERANCE = 1.5;
