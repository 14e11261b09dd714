import type { Conv2dProblem } from '../../problem/problem.ts';
import type { Tiles } from '../kernel.ts';

/** Radix-4 butterflies per invocation. */
const BUTTERFLIES_PER_INVOCATION = 16;
const WORKGROUP_SIZE = 64;

/** How a depthwise problem's outputs are divided into tiles, and tiles into the squares to transform. */
export interface FftTiling {
  /** Base-4 digits of a square's side. */
  readonly digits: number;
  /** Elements per square, each two complex numbers of float32. */
  readonly squareSize: number;
  /** Valid outputs per tile (those not corrupted by circular wrap-around). */
  readonly tileHeight: number;
  readonly tileWidth: number;
  /** Pairs of tiles per output channel and image. A pair is one complex number per element. */
  readonly mapPairs: number;
  readonly pairCount: number;
  readonly squareCount: number;
  /** Squares of the filter: two output channels share one. */
  readonly filterSquares: number;
}

export function fftTiling(problem: Conv2dProblem, { DIGITS }: Tiles): FftTiling {
  const { batch, outChannels, outHeight, outWidth, filterHeight, filterWidth } = problem;
  const side = 4 ** DIGITS;
  const tileHeight = side + 1 - filterHeight;
  const tileWidth = side + 1 - filterWidth;
  const mapPairs = Math.ceil((Math.ceil(outHeight / tileHeight) * Math.ceil(outWidth / tileWidth)) / 2);
  const pairCount = batch * outChannels * mapPairs;
  return {
    digits: DIGITS,
    squareSize: side ** 2,
    tileHeight,
    tileWidth,
    mapPairs,
    pairCount,
    squareCount: Math.ceil(pairCount / 2),
    filterSquares: Math.ceil(outChannels / 2),
  };
}

/** Constants that the shaders share. */
export function fftConstants(tiling: FftTiling) {
  return {
    DIGITS: tiling.digits,
    TILE_OH: tiling.tileHeight,
    TILE_OW: tiling.tileWidth,
    MAP_PAIRS: tiling.mapPairs,
    PAIR_COUNT: tiling.pairCount,
    SQUARE_COUNT: tiling.squareCount,
    BUTTERFLIES_PER_INVOCATION,
  };
}

/** Invocations of one pass over `count` squares. */
export function invocationsOfSquares(count: number, { squareSize }: FftTiling): number {
  return (count * squareSize) / (4 * BUTTERFLIES_PER_INVOCATION);
}

export function workgroupsOfSquares(count: number, tiling: FftTiling): number {
  return invocationsOfSquares(count, tiling) / WORKGROUP_SIZE;
}
