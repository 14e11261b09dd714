import type { Rows } from './convolver.ts';

/** The lessons' filters by name. */
export const FILTERS = {
  vertical: [
    [1, 0, -1],
    [1, 0, -1],
    [1, 0, -1],
  ],
  horizontal: [
    [1, 1, 1],
    [0, 0, 0],
    [-1, -1, -1],
  ],
  'sobel-x': [
    [-1, 0, 1],
    [-2, 0, 2],
    [-1, 0, 1],
  ],
  'sobel-y': [
    [-1, -2, -1],
    [0, 0, 0],
    [1, 2, 1],
  ],
  box: rows(3, 3, () => 1 / 9),
  sharpen: [
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ],
  laplacian: [
    [0, 1, 0],
    [1, -4, 1],
    [0, 1, 0],
  ],
  emboss: [
    [-2, -1, 0],
    [-1, 1, 1],
    [0, 1, 2],
  ],
  gaussian: [
    [1 / 16, 2 / 16, 1 / 16],
    [2 / 16, 4 / 16, 2 / 16],
    [1 / 16, 2 / 16, 1 / 16],
  ],
  identity: [
    [0, 0, 0],
    [0, 1, 0],
    [0, 0, 0],
  ],
} as const satisfies Record<string, Rows>;

export type FilterName = keyof typeof FILTERS;

export const FILTER_NAMES = Object.keys(FILTERS) as FilterName[];

/** A matrix of the values of `make`. */
export function rows(
  height: number,
  width: number,
  make: (row: number, column: number) => number,
): number[][] {
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => make(y, x)));
}

/** A copy with one element changed. */
export function withElement(matrix: Rows, row: number, column: number, value: number): number[][] {
  return matrix.map((values, y) => values.map((old, x) => (y === row && x === column ? value : old)));
}

/** For each element of a filter, the filter with every other element set to 0. */
export function taps(filter: Rows): number[][][] {
  return unitTaps(filter).map((unit) => unit.map((row, y) => row.map((one, x) => one * filter[y][x])));
}

/** For each element of a filter, a filter that has 1 there and 0 elsewhere. */
export function unitTaps(filter: Rows): number[][][] {
  const [height, width] = [filter.length, filter[0].length];
  return Array.from({ length: height * width }, (_, index) =>
    rows(height, width, (y, x) => (y * width + x === index ? 1 : 0)),
  );
}
