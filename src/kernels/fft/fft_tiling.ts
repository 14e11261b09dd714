import type { Conv2dProblem } from '../../problem/problem.ts';
import type { Tiles } from '../kernel.ts';

/** Times that an invocation transforms four elements. */
const BUTTERFLIES_PER_INVOCATION = 16;
const WORKGROUP_SIZE = 64;

/** How the outputs of a depthwise problem lie in tiles, and these in squares that are transformed. */
export interface FftTiling {
  /** A square's sides in digits of base 4. */
  readonly digits: number;
  /** Elements of a square, each two complex numbers of float32. */
  readonly squareSize: number;
  /** Outputs of a tile: those that the transform's period leaves right. */
  readonly tileHeight: number;
  readonly tileWidth: number;
  /** Pairs of tiles of one output channel of one image; a pair is one complex number an element. */
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

/** Invocations that a pass over so many squares takes. */
export function invocationsOfSquares(count: number, { squareSize }: FftTiling): number {
  return (count * squareSize) / (4 * BUTTERFLIES_PER_INVOCATION);
}

export function workgroupsOfSquares(count: number, tiling: FftTiling): number {
  return invocationsOfSquares(count, tiling) / WORKGROUP_SIZE;
}
