import type { Algorithm } from '../problem/algorithm.ts';
import { type Conv2dProblem, filterStridesOf, inputStridesOf } from '../problem/problem.ts';
import { type Conv2dReferenceOptions, forEachOutput, type HostTensor, tapOffset } from './reference.ts';

/**
 * P = Σ over channels of (largest |x| of the input tile)·Σ |w|, + |bias| + |residual|, for each output: what the rounding errors
 * of a Winograd convolution are in proportion to. Output tiles of 2×2 or 4×4 start at the output's corner.
 */
export function winogradMagnitudes(
  problem: Conv2dProblem,
  algorithm: Exclude<Algorithm, 'direct'>,
  input: HostTensor,
  filter: HostTensor,
  { bias, residual }: Conv2dReferenceOptions,
): Float64Array {
  const tileOut = algorithm === 'winograd2' ? 2 : 4;
  const groupChannels = problem.inChannels / problem.groups;
  const groupOutChannels = problem.outChannels / problem.groups;
  const tilesHigh = Math.ceil(problem.outHeight / tileOut);
  const tilesWide = Math.ceil(problem.outWidth / tileOut);
  const tileMaxima = largestOfTiles(problem, input.data, tileOut, tilesHigh, tilesWide);
  const weightSums = sumsOfAbsoluteWeights(problem, filter.data);
  const { batch, outChannels, outHeight, outWidth } = problem;
  const magnitudes = new Float64Array(batch * outChannels * outHeight * outWidth);

  forEachOutput(problem, (index, n, oc, oh, ow) => {
    const firstChannel = Math.floor(oc / groupOutChannels) * groupChannels;
    const tile = (n * tilesHigh + Math.floor(oh / tileOut)) * tilesWide + Math.floor(ow / tileOut);
    let magnitude = Math.abs(bias?.data[oc] ?? 0) + Math.abs(residual?.data[index] ?? 0);
    for (let ic = 0; ic < groupChannels; ic++) {
      const largest = tileMaxima[tile * problem.inChannels + firstChannel + ic];
      magnitude += largest * weightSums[oc * groupChannels + ic];
    }
    magnitudes[index] = magnitude;
  });
  return magnitudes;
}

/** Largest |x| under each output tile, in the order image, tile row, tile column, channel. */
function largestOfTiles(
  problem: Conv2dProblem,
  input: ArrayLike<number>,
  tileOut: number,
  tilesHigh: number,
  tilesWide: number,
): Float64Array {
  const { batch, inChannels, filterHeight, filterWidth, padTop, padLeft, paddingValue } = problem;
  const strides = inputStridesOf(problem);
  const maxima = new Float64Array(batch * tilesHigh * tilesWide * inChannels);
  for (let slot = 0; slot < maxima.length; slot++) {
    const channel = slot % inChannels;
    const tile = Math.floor(slot / inChannels);
    const top = (Math.floor(tile / tilesWide) % tilesHigh) * tileOut - padTop;
    const left = (tile % tilesWide) * tileOut - padLeft;
    const image = Math.floor(tile / (tilesHigh * tilesWide));
    for (let row = top; row < top + tileOut + filterHeight - 1; row++) {
      for (let column = left; column < left + tileOut + filterWidth - 1; column++) {
        const tap = tapOffset(problem, strides, row, column);
        const value = tap < 0 ? paddingValue : input[image * strides.n + channel * strides.c + tap];
        maxima[slot] = Math.max(maxima[slot], Math.abs(value));
      }
    }
  }
  return maxima;
}

/** Σ |w| of each output channel and channel of its group. */
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
