import type { Matrix } from 'webgpu-conv/image';

/** A picture and the matrix laid over it. */
export interface ImageRow {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly matrix: Matrix;
  /** Standard deviation, where the matrix is a Gaussian: what a blur filter is asked for. */
  readonly sigma?: number;
}

const SIZES: readonly (readonly [number, number])[] = [
  [640, 480],
  [1280, 720],
];

const SHARPEN: Matrix = [
  [0, -1, 0],
  [-1, 5, -1],
  [0, -1, 0],
];

/** Not symmetric, not separable: finds nothing, but nobody can take a short cut. */
const RAMP_5X5: Matrix = Array.from({ length: 5 }, (_, row) =>
  Array.from({ length: 5 }, (_, column) => ((row * 5 + column) * (row + 1)) / 900),
);

const FILTERS: readonly Pick<ImageRow, 'name' | 'matrix' | 'sigma'>[] = [
  { name: 'sharpen 3×3', matrix: SHARPEN },
  { name: 'any 5×5', matrix: RAMP_5X5 },
  { name: 'Gaussian 13×13', matrix: gaussian(2, 6), sigma: 2 },
  { name: 'disc 31×31', matrix: disc(15) },
];

/** Filters × sizes of pictures. */
export const imageRows: readonly ImageRow[] = SIZES.flatMap(([width, height]) =>
  FILTERS.map((filter) => ({ ...filter, width, height, name: `${filter.name} on ${width}×${height}` })),
);

function gaussian(sigma: number, radius: number): number[][] {
  return normalised(radius, (row, column) => Math.exp(-(row * row + column * column) / (2 * sigma * sigma)));
}

function disc(radius: number): number[][] {
  return normalised(radius, (row, column) => (Math.hypot(row, column) <= radius ? 1 : 0));
}

/** A square matrix of `weight` by distance from the middle, adding up to 1. */
function normalised(radius: number, weight: (row: number, column: number) => number): number[][] {
  const extent = 2 * radius + 1;
  const rows = Array.from({ length: extent }, (_, row) =>
    Array.from({ length: extent }, (_, column) => weight(row - radius, column - radius)),
  );
  const sum = rows.flat().reduce((total, value) => total + value, 0);
  return rows.map((row) => row.map((value) => value / sum));
}
