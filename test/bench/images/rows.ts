import type { Matrix } from 'webgpu-conv/image';

/** One step of a filter, named as this library's stages are; `matrix` is what a step comes to, where it is one. */
export type PlainStep =
  | { readonly type: 'matrix'; readonly matrix: Matrix; readonly bias?: number }
  | { readonly type: 'gaussian'; readonly sigma: number; readonly matrix: Matrix }
  | { readonly type: 'box'; readonly radius: number; readonly matrix: Matrix }
  | { readonly type: 'sobel'; readonly scale: number }
  | { readonly type: 'canny'; readonly low: number; readonly high: number; readonly sigma: 0 }
  | {
      readonly type: 'bilateral';
      readonly radius: number;
      readonly sigmaColor: number;
      readonly sigmaSpace: number;
    };

/** A filter, and the size of the picture it is laid over. */
export interface ImageRow {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly steps: readonly PlainStep[];
}

const SIZES: readonly (readonly [number, number])[] = [
  [640, 480],
  [1280, 720],
  [1920, 1080],
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

const FILTERS: readonly Pick<ImageRow, 'name' | 'steps'>[] = [
  { name: 'sharpen 3×3', steps: [{ type: 'matrix', matrix: SHARPEN }] },
  { name: 'any 5×5', steps: [{ type: 'matrix', matrix: RAMP_5X5 }] },
  { name: 'Gaussian σ=2', steps: [gaussian(2, 6)] },
  { name: 'Gaussian σ=8', steps: [gaussian(8, 24)] },
  { name: 'box radius 2', steps: [box(2)] },
  { name: 'box radius 32', steps: [box(32)] },
  { name: 'Sobel magnitude', steps: [{ type: 'sobel', scale: 0.25 }] },
  { name: 'Canny', steps: [{ type: 'canny', low: 50, high: 150, sigma: 0 }] },
  { name: 'bilateral radius 4', steps: [{ type: 'bilateral', radius: 4, sigmaColor: 60, sigmaSpace: 3 }] },
  { name: 'disc 31×31', steps: [{ type: 'matrix', matrix: disc(15) }] },
  {
    name: 'chain of five',
    steps: [
      gaussian(1.4, 4),
      { type: 'matrix', matrix: SHARPEN },
      { type: 'sobel', scale: 0.25 },
      box(2),
      { type: 'matrix', matrix: [[2]], bias: 0.1 },
    ],
  },
];

/** Filters × sizes of pictures. */
export const imageRows: readonly ImageRow[] = SIZES.flatMap(([width, height]) =>
  FILTERS.map((filter) => ({ ...filter, width, height, name: `${filter.name} on ${width}×${height}` })),
);

/** Pixels around a pixel that a step looks at. */
export function reachOf(step: PlainStep): number {
  if ('matrix' in step) return step.matrix.length >> 1;
  return step.type === 'bilateral' ? step.radius : 1;
}

/** Products a pixel and channel where nobody takes a short cut. */
export function tapsOf({ steps }: Pick<ImageRow, 'steps'>): number {
  return steps.reduce((sum, step) => sum + (2 * reachOf(step) + 1) ** 2, 0);
}

/** With as many taps as OpenCV takes for 8-bit pictures. */
function gaussian(sigma: number, radius: number): PlainStep {
  const weight = (row: number, column: number) =>
    Math.exp(-(row * row + column * column) / (2 * sigma * sigma));
  return { type: 'gaussian', sigma, matrix: normalized(radius, weight) };
}

function box(radius: number): PlainStep {
  return { type: 'box', radius, matrix: normalized(radius, () => 1) };
}

function disc(radius: number): number[][] {
  return normalized(radius, (row, column) => (Math.hypot(row, column) <= radius ? 1 : 0));
}

/** A square matrix of `weight` by distance from the middle, adding up to 1. */
function normalized(radius: number, weight: (row: number, column: number) => number): number[][] {
  const extent = 2 * radius + 1;
  const rows = Array.from({ length: extent }, (_, row) =>
    Array.from({ length: extent }, (_, column) => weight(row - radius, column - radius)),
  );
  const sum = rows.flat().reduce((total, value) => total + value, 0);
  return rows.map((row) => row.map((value) => value / sum));
}
