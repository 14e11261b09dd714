import type { TextureSize } from './step.ts';

/** Texels of a row that every device has room for: the default `maxTextureDimension2D`. */
const MOST_TEXELS = 8192;
/** Rows or columns of a tile of the product. */
export const TILE = 16;
/** Values of k that a turn of the product takes. */
export const STEP = 4;

/** Largest depth of a product that {@link factorTexture} has room for. */
export const MOST_DEPTH = MOST_TEXELS / (TILE / 4);

/** Texels of a run: a tile's rows or columns, four a texel, value of k by value of k in whole steps. */
export function runOf(depth: number): number {
  return Math.ceil(depth / STEP) * STEP * (TILE / 4);
}

/** The texture of a factor of a product: as many runs of that depth, from end to end, whole ones a row. */
export function factorTexture(depth: number, runs: number): TextureSize {
  const run = runOf(depth);
  const runsOfRow = Math.floor(MOST_TEXELS / run);
  return { width: runsOfRow * run, height: Math.ceil(runs / runsOfRow) };
}
