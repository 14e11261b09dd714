import type { Rows } from '../app/convolver.ts';
import { rows } from '../app/filters.ts';

export function sumOf(matrix: Rows): number {
  return matrix.flat().reduce((sum, value) => sum + value, 0);
}

/** Rotated clockwise by 90°. */
export function rotate(matrix: Rows): number[][] {
  return matrix[0].map((_, x) => matrix.map((row) => row[x]).reverse());
}

/** Mirrored left to right. */
export function flip(matrix: Rows): number[][] {
  return matrix.map((row) => row.toReversed());
}

/** Scaled so that the sum is 1, or the largest weight if the sum is 0. */
export function normalize(matrix: Rows): number[][] {
  const sum = sumOf(matrix);
  const divisor = Math.abs(sum) > 1e-9 ? sum : Math.max(...matrix.flat().map(Math.abs)) || 1;
  return matrix.map((row) => row.map((value) => value / divisor));
}

/** Padded with zeros or cropped around the center. */
export function resize(matrix: Rows, size: number): number[][] {
  const [top, left] = [(size - matrix.length) >> 1, (size - matrix[0].length) >> 1];
  return rows(size, size, (y, x) => matrix[y - top]?.[x - left] ?? 0);
}
