import type { Conv2dProblem } from '../../problem/problem.ts';
import { TILE } from '../cpu/matmul_quads.ts';

/** How a 3×3 problem is divided into Winograd tiles. */
export interface WinogradTiling {
  readonly outTile: 2 | 4;
  /** Inputs of a tile per dimension, and as many points: outTile + 2, or 2·outTile + 1 at stride 2. */
  readonly side: number;
  /** Distinct points of the transformed filter per dimension. The last may serve several, see winograd_points.wgsl. */
  readonly filterSide: number;
  /** Multiplications per tile and channel: side². */
  readonly pointCount: number;
  /** Tiles of all images. */
  readonly tileCount: number;
  /** Tiles per channel, padded to whole tiles of the product. */
  readonly pitch: number;
}

/** The tiling of `problem` for one tile size. */
export function winogradTiling(problem: Conv2dProblem, outTile: 2 | 4): WinogradTiling {
  const { batch, outHeight, outWidth, dilationHeight, dilationWidth, strideHeight } = problem;
  const tileCount =
    batch * tilesAlong(outHeight, dilationHeight, outTile) * tilesAlong(outWidth, dilationWidth, outTile);
  const pitch = Math.ceil(tileCount / TILE) * TILE;
  const side = (outTile - 1) * strideHeight + 3;
  // a pitch that is a large power of two maps all rows to the same cache sets
  return {
    outTile,
    side,
    filterSide: outTile + 2,
    pointCount: side ** 2,
    tileCount,
    pitch: pitch % 256 === 0 ? pitch + 16 : pitch,
  };
}

/** Constants that the Winograd shaders share. */
export function tilingConstants({ outTile, pitch }: WinogradTiling, { strideHeight }: Conv2dProblem) {
  return { OUT_TILE: outTile, POINTS_OUT: outTile, POINTS_STRIDE: strideHeight, PITCH: pitch };
}

/** Outputs `dilation` apart form independent sub-images; tile count is that of the longest. */
function tilesAlong(outputs: number, dilation: number, outTile: number): number {
  return Math.min(dilation, outputs) * Math.ceil(Math.ceil(outputs / dilation) / outTile);
}
