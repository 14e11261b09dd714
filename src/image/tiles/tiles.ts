import type { Reach } from '../filters/operation.ts';
import type { Size } from '../picture.ts';

/** What is computed along one axis, and the part of it that is right whatever lies beyond: that is kept. */
export interface Span {
  /** First row or column; below 0 or beyond the picture where it repeats. */
  readonly start: number;
  readonly size: number;
  readonly keptStart: number;
  readonly keptSize: number;
}

export interface Tile {
  readonly rows: Span;
  readonly columns: Span;
}

/**
 * Tiles start at multiples of this. Reduced pixels of wide Gaussians then lie where they do in the whole picture, and each
 * pixel is computed by the same place of a workgroup, so by the same instructions.
 */
export const TILE_STEP = 64;

const roundUp = (size: number) => Math.ceil(size / TILE_STEP) * TILE_STEP;
const roundDown = (size: number) => Math.floor(size / TILE_STEP) * TILE_STEP;

/** The smallest tile that keeps at least a pixel, wherever its kept part has to start. */
export const minTile = (halo: number) => roundUp(2 * halo + TILE_STEP);

/**
 * Cuts an axis into spans of at most `tile` that overlap by twice the halo. Those at the picture's edges end there, so
 * that its border is applied there and nowhere else; where the picture repeats (`wraps`) they reach beyond.
 */
export function spansOf(length: number, tile: number, halo: number, wraps: boolean): Span[] {
  if (tile >= length) return [{ start: 0, size: length, keptStart: 0, keptSize: length }];
  const spans: Span[] = [];
  for (let kept = 0; kept < length; ) {
    const start = kept === 0 && !wraps ? 0 : roundDown(kept - halo);
    const size = wraps ? tile : Math.min(tile, length - start);
    const isLast = !wraps && start + size === length;
    const end = isLast ? length : Math.min(length, start + size - halo);
    spans.push({ start, size, keptStart: kept, keptSize: end - kept });
    kept = end;
  }
  return spans;
}

/**
 * The tiling that computes the fewest pixels, or undefined where no tile fits.
 * @param fits whether the device holds what a tile of this size takes
 */
export function layOutTiles(
  { width, height }: Size,
  halo: Reach,
  wraps: boolean,
  fits: (tile: Size) => boolean,
): Tile[] | undefined {
  let best: { tiles: Tile[]; cost: number } | undefined;
  const widths = fits({ width, height }) ? [width] : tileWidths(width, halo.columns);
  for (const tileWidth of widths) {
    const tileHeight = largestHeight(height, halo.rows, (size) => fits({ width: tileWidth, height: size }));
    if (tileHeight === undefined) continue;
    const columns = spansOf(width, tileWidth, halo.columns, wraps);
    const rows = spansOf(height, tileHeight, halo.rows, wraps);
    const cost = computed(rows) * computed(columns);
    if (best && best.cost <= cost) continue;
    best = { cost, tiles: rows.flatMap((row) => columns.map((column) => ({ rows: row, columns: column }))) };
  }
  return best?.tiles;
}

const computed = (spans: readonly Span[]) => spans.reduce((sum, { size }) => sum + size, 0);

/** The whole width, then about a half, a quarter, and so on down to the least. */
function tileWidths(width: number, halo: number): number[] {
  const widths = [width];
  for (let size = minTile(halo); size < width; size = roundUp(size * Math.SQRT2)) widths.push(size);
  return widths;
}

/** The whole height, or the largest multiple of the step that fits; undefined where not even the least does. */
function largestHeight(height: number, halo: number, fits: (height: number) => boolean): number | undefined {
  if (fits(height)) return height;
  let [good, bad] = [minTile(halo), roundUp(height)];
  if (good >= height || !fits(good)) return undefined;
  while (bad - good > TILE_STEP) {
    const middle = roundDown((good + bad) / 2);
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
