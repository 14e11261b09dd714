import type { Conv2dProblem } from '../problem/problem.ts';

/** How F(outTile × outTile, 3 × 3) cuts a problem up. */
export interface WinogradTiling {
  readonly outTile: 2 | 4;
  /** Multiplications a tile and channel: (outTile + 2)². */
  readonly countPoints: number;
  /** Of all images together. */
  readonly countTiles: number;
  /** Room for the tiles of a channel: a multiple of 4. */
  readonly pitch: number;
}

/** Tiles of `problem` for one choice of tile. */
export function winogradTiling(problem: Conv2dProblem, outTile: 2 | 4): WinogradTiling {
  const countTiles =
    problem.batch * Math.ceil(problem.outHeight / outTile) * Math.ceil(problem.outWidth / outTile);
  const pitch = Math.ceil(countTiles / 4) * 4;
  // Rows a power of two apart fall into the same cache lines of a set.
  return {
    outTile,
    countPoints: (outTile + 2) ** 2,
    countTiles,
    pitch: pitch % 256 === 0 ? pitch + 16 : pitch,
  };
}

/** Constants that the transforms share. */
export function tilingConstants({ outTile, pitch }: WinogradTiling) {
  return { OUT_TILE: outTile, POINTS_OUT: outTile, PITCH: pitch };
}
