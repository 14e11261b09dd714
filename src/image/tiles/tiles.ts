import type { Reach } from '../filters/reach.ts';
import type { Size } from '../picture.ts';

/** A run of rows or columns. */
export interface Span {
  /** The first one. */
  readonly start: number;
  /** How many there are. */
  readonly size: number;
}

/** A tile along one axis. */
export interface TileRange {
  /** Rows or columns to compute from. A picture that repeats also has tiles that start below 0 or end past it. */
  readonly input: Span;
  /** The sub-range whose results the tile's own edges do not affect. */
  readonly kept: Span;
}

/** A part of a picture that is computed by itself, in the picture's coordinates. */
export interface Tile {
  /** Vertical range. */
  readonly rows: TileRange;
  /** Horizontal range. */
  readonly columns: TileRange;
}

/** How an axis is divided into tiles. */
export interface Tiling {
  /** Rows or columns per tile. */
  readonly tile: number;
  /** Rows or columns on each side that a result depends on. */
  readonly halo: number;
  /**
   * What tiles do at the picture's edges. `'shorten'`: the last one ends there. `'shift'`: the last one starts earlier, so
   * that all have one size. `'wrap'`: all reach past them, for a picture that repeats.
   */
  readonly edge: 'shorten' | 'shift' | 'wrap';
  /** Tiles start at multiples of this. Default 1. */
  readonly step?: number;
}

/**
 * Tiles start at multiples of this. Reduced pixels of wide Gaussians then lie where they do in the whole picture, and each
 * pixel is computed at the same place in a workgroup, so by the same instructions.
 */
const TILE_STEP = 64;

const roundUp = (size: number) => Math.ceil(size / TILE_STEP) * TILE_STEP;
const roundDown = (size: number, step = TILE_STEP) => Math.floor(size / step) * step;

/** The smallest tile that keeps at least one pixel, wherever its kept part has to start. */
export const minTile = (halo: number) => roundUp(2 * halo + TILE_STEP);

/** Divides an axis into tiles that overlap by the halo on each side of a seam. One tile if it covers the whole axis. */
export function tileAxis(length: number, { tile, halo, edge, step = 1 }: Tiling): TileRange[] {
  if (tile >= length) return [{ input: { start: 0, size: length }, kept: { start: 0, size: length } }];
  const ranges: TileRange[] = [];
  const last = edge === 'shift' ? length - tile : Number.POSITIVE_INFINITY;
  for (let kept = 0; kept < length; ) {
    const start = kept === 0 && edge !== 'wrap' ? 0 : Math.min(roundDown(kept - halo, step), last);
    const size = edge === 'shorten' ? Math.min(tile, length - start) : tile;
    const isLast = edge !== 'wrap' && start + size === length;
    const end = isLast ? length : Math.min(length, start + size - halo);
    ranges.push({ input: { start, size }, kept: { start: kept, size: end - kept } });
    kept = end;
  }
  return ranges;
}

/** Every row of tiles with every column of tiles, row by row. */
export const crossTiles = (rows: readonly TileRange[], columns: readonly TileRange[]): Tile[] =>
  rows.flatMap((row) => columns.map((column) => ({ rows: row, columns: column })));

/**
 * The tiles that compute the fewest pixels, or undefined if no tile fits.
 * @param fits whether the device has room for a tile of this size
 */
export function layOutTiles(
  { width, height }: Size,
  halo: Reach,
  wraps: boolean,
  fits: (tile: Size) => boolean,
): Tile[] | undefined {
  let best: { tiles: Tile[]; cost: number } | undefined;
  const tiling = { edge: wraps ? 'wrap' : 'shorten', step: TILE_STEP } as const;
  const widths = fits({ width, height }) ? [width] : tileWidths(width, halo.columns);
  for (const tileWidth of widths) {
    const tileHeight = largestHeight(height, halo.rows, (size) => fits({ width: tileWidth, height: size }));
    if (tileHeight === undefined) continue;
    const columns = tileAxis(width, { ...tiling, tile: tileWidth, halo: halo.columns });
    const rows = tileAxis(height, { ...tiling, tile: tileHeight, halo: halo.rows });
    const cost = computed(rows) * computed(columns);
    if (best && best.cost <= cost) continue;
    best = { cost, tiles: crossTiles(rows, columns) };
  }
  return best?.tiles;
}

const computed = (ranges: readonly TileRange[]) => ranges.reduce((sum, { input }) => sum + input.size, 0);

/** The whole width, and widths from the smallest tile on, each √2 times the one before. */
function tileWidths(width: number, halo: number): number[] {
  const widths = [width];
  for (let size = minTile(halo); size < width; size = roundUp(size * Math.SQRT2)) widths.push(size);
  return widths;
}

/** The whole height, or the largest multiple of the step that fits; undefined if not even the smallest tile does. */
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
