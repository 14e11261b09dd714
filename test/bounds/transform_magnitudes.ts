import {
  type Conv2dReferenceOptions,
  forEachOutput,
  type HostTensor,
  tapOffset,
} from '../../src/cpu/reference.ts';
import type { Algorithm } from '../../src/problem/algorithm.ts';
import { type Conv2dProblem, filterStridesOf, inputStridesOf } from '../../src/problem/problem.ts';

/** Outputs per tile and dimension. Undefined means all: two tiles of a Fourier transform share complex numbers. */
const TILE: Record<TransformAlgorithm, number | undefined> = { winograd2: 2, winograd4: 4, fft: undefined };

type TransformAlgorithm = Exclude<Algorithm, 'direct'>;

/**
 * P = Σ over channels of (largest |x| of the input tile)·Σ |w|, + |bias| + |residual|, for each output. Rounding errors
 * of a convolution by transforms are proportional to it. Tiles start at the output's corner. Outputs of a tile are a
 * dilation apart.
 */
export function transformMagnitudes(
  problem: Conv2dProblem,
  algorithm: TransformAlgorithm,
  input: HostTensor,
  filter: HostTensor,
  { bias, residual }: Conv2dReferenceOptions,
): Float64Array {
  const tileHeight = TILE[algorithm] ?? problem.outHeight;
  const tileWidth = TILE[algorithm] ?? problem.outWidth;
  const groupChannels = problem.inChannels / problem.groups;
  const groupOutChannels = problem.outChannels / problem.groups;
  const rows = tileAxis(problem.outHeight, problem.dilationHeight, tileHeight);
  const columns = tileAxis(problem.outWidth, problem.dilationWidth, tileWidth);
  const tileMaxima = largestOfTiles(problem, input.data, rows, columns);
  const weightSums = sumsOfAbsoluteWeights(problem, filter.data);
  const { batch, outChannels, outHeight, outWidth } = problem;
  const magnitudes = new Float64Array(batch * outChannels * outHeight * outWidth);

  forEachOutput(problem, (index, n, oc, oh, ow) => {
    const firstChannel = Math.floor(oc / groupOutChannels) * groupChannels;
    const tile = (n * rows.tileCount + rows.tileOf(oh)) * columns.tileCount + columns.tileOf(ow);
    let magnitude = Math.abs(bias?.data[oc] ?? 0) + Math.abs(residual?.data[index] ?? 0);
    for (let ic = 0; ic < groupChannels; ic++) {
      const largest = tileMaxima[tile * problem.inChannels + firstChannel + ic];
      magnitude += largest * weightSums[oc * groupChannels + ic];
    }
    magnitudes[index] = magnitude;
  });
  return magnitudes;
}

/** Division of one output dimension into tiles. */
interface TileAxis {
  readonly tileCount: number;
  /** Outputs per tile. */
  readonly length: number;
  tileOf(output: number): number;
  firstOf(tile: number): number;
}

/** Tiles of every `dilation`-th output: first those that start at output 0, then at 1, and so on. */
function tileAxis(outputCount: number, dilation: number, tileOut: number): TileAxis {
  const tilesAPhase = Math.ceil(outputCount / (dilation * tileOut));
  return {
    tileCount: dilation * tilesAPhase,
    length: tileOut,
    tileOf: (output) => (output % dilation) * tilesAPhase + Math.floor(output / (dilation * tileOut)),
    firstOf: (tile) => Math.floor(tile / tilesAPhase) + (tile % tilesAPhase) * dilation * tileOut,
  };
}

/** Largest |x| under each output tile: [image][tile row][tile column][channel]. */
function largestOfTiles(
  problem: Conv2dProblem,
  input: ArrayLike<number>,
  rows: TileAxis,
  columns: TileAxis,
): Float64Array {
  const { batch, inChannels, padTop, padLeft, paddingValue } = problem;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth } = problem;
  const strides = inputStridesOf(problem);
  const maxima = new Float64Array(batch * rows.tileCount * columns.tileCount * inChannels);
  const high = (rows.length - 1) * strideHeight + problem.filterHeight;
  const wide = (columns.length - 1) * strideWidth + problem.filterWidth;
  for (let slot = 0; slot < maxima.length; slot++) {
    const channel = slot % inChannels;
    const tile = Math.floor(slot / inChannels);
    const top = rows.firstOf(Math.floor(tile / columns.tileCount) % rows.tileCount) * strideHeight - padTop;
    const left = columns.firstOf(tile % columns.tileCount) * strideWidth - padLeft;
    const image = Math.floor(tile / (rows.tileCount * columns.tileCount));
    for (let row = 0; row < high; row++) {
      for (let column = 0; column < wide; column++) {
        const tap = tapOffset(problem, strides, top + row * dilationHeight, left + column * dilationWidth);
        const value = tap < 0 ? paddingValue : input[image * strides.n + channel * strides.c + tap];
        maxima[slot] = Math.max(maxima[slot], Math.abs(value));
      }
    }
  }
  return maxima;
}

/** Σ |w| per output channel and input channel of its group. */
function sumsOfAbsoluteWeights(problem: Conv2dProblem, filter: ArrayLike<number>): Float64Array {
  const { outChannels, inChannels, groups, filterHeight, filterWidth } = problem;
  const groupChannels = inChannels / groups;
  const strides = filterStridesOf(problem);
  const sums = new Float64Array(outChannels * groupChannels);
  for (let slot = 0; slot < sums.length; slot++) {
    const base = Math.floor(slot / groupChannels) * strides.o + (slot % groupChannels) * strides.i;
    for (let kh = 0; kh < filterHeight; kh++) {
      for (let kw = 0; kw < filterWidth; kw++) {
        sums[slot] += Math.abs(filter[base + kh * strides.h + kw * strides.w]);
      }
    }
  }
  return sums;
}
