import type { Conv2dProblem } from '../../problem/problem.ts';
import { TILE } from '../cpu/matmul_quads.ts';

/** How Winograd's tiles of outTile × outTile outputs cut a problem with 3×3 filters up. */
export interface WinogradTiling {
  readonly outTile: 2 | 4;
  /** Values under a tile in a dimension, and as many points: outTile + 2, or 2·outTile + 1 where the problem strides. */
  readonly side: number;
  /** Points of a dimension that differ in the transformed filter: all but the last of them once, see winograd_points.wgsl. */
  readonly filterSide: number;
  /** Multiplications a tile and channel: side². */
  readonly pointCount: number;
  /** Of all images together. */
  readonly tileCount: number;
  /** Room for the tiles of a channel: whole tiles of products. */
  readonly pitch: number;
}

/** Tiles of `problem` for one choice of tile. */
export function winogradTiling(problem: Conv2dProblem, outTile: 2 | 4): WinogradTiling {
  const { batch, outHeight, outWidth, dilationHeight, dilationWidth, strideHeight } = problem;
  const tileCount =
    batch * tilesAlong(outHeight, dilationHeight, outTile) * tilesAlong(outWidth, dilationWidth, outTile);
  const pitch = Math.ceil(tileCount / TILE) * TILE;
  const side = (outTile - 1) * strideHeight + 3;
  // Rows a power of two apart fall into the same cache lines of a set.
  return {
    outTile,
    side,
    filterSide: outTile + 2,
    pointCount: side ** 2,
    tileCount,
    pitch: pitch % 256 === 0 ? pitch + 16 : pitch,
  };
}

/** Constants that the transforms share. */
export function tilingConstants({ outTile, pitch }: WinogradTiling, { strideHeight }: Conv2dProblem) {
  return { OUT_TILE: outTile, POINTS_OUT: outTile, POINTS_STRIDE: strideHeight, PITCH: pitch };
}

/** Dilated outputs a dilation apart form images of their own, each with its tiles; the longest decides how many. */
function tilesAlong(outputs: number, dilation: number, outTile: number): number {
  return Math.min(dilation, outputs) * Math.ceil(Math.ceil(outputs / dilation) / outTile);
}
