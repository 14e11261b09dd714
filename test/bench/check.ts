import type { Algorithm } from '../../src/problem/algorithm.ts';
import type { Conv2dProblem } from '../../src/problem/problem.ts';
import { conv2dBounded } from '../bounds/conv2d.ts';
import { type Conv2dCase, problemOf } from '../case.ts';
import type { CaseTensor, CaseTensors } from '../data.ts';

/** Products that the float64 loops compute for one row; beyond that, some output channels stand for all. */
const MAX_PRODUCTS = 150e6;

/** Says how wrong an output is: its largest error as a fraction of the bound of an algorithm. */
export type Checker = (output: ArrayLike<number>, algorithm?: Algorithm) => number;

/** Holds outputs of a row (nchw) to the float64 reference, computed when first asked for. */
export function createChecker(row: Conv2dCase, tensors: CaseTensors, maxProducts = MAX_PRODUCTS): Checker {
  const problem = problemOf(row);
  const sample = sampleChannels(problem, tensors, maxProducts);
  const references = new Map<Algorithm, ReturnType<typeof conv2dBounded>>();
  return (output, algorithm = 'direct') => {
    const reference =
      references.get(algorithm) ??
      conv2dBounded(sample.input, sample.filter, { ...row, ...sample }, algorithm);
    references.set(algorithm, reference);
    return largestFraction(problem, output, sample.channels, reference);
  };
}

interface Sample {
  readonly input: CaseTensor;
  readonly filter: CaseTensor;
  readonly bias?: CaseTensor;
  readonly groups: number;
  /** The output channels that it computes. */
  readonly channels: readonly number[];
}

/** The whole row, or a convolution of some evenly spread output channels (of whole groups, where there are groups). */
function sampleChannels(
  problem: Conv2dProblem,
  { input, filter, bias }: CaseTensors,
  maxProducts: number,
): Sample {
  const { groups, outChannels, inChannels } = problem;
  const units = groups === 1 ? outChannels : groups;
  const kept = spread(units, Math.max(2, Math.ceil((units * maxProducts) / productCount(problem))));
  const channels = expand(kept, outChannels / units);
  return {
    channels,
    groups: groups === 1 ? 1 : kept.length,
    input: groups === 1 ? input : takeAlong(input, 1, expand(kept, inChannels / groups)),
    filter: takeAlong(filter, 0, channels),
    bias: bias && takeAlong(bias, 0, channels),
  };
}

function largestFraction(
  { batch, outChannels, outHeight, outWidth }: Conv2dProblem,
  output: ArrayLike<number>,
  channels: readonly number[],
  { data, bounds }: ReturnType<typeof conv2dBounded>,
): number {
  const area = outHeight * outWidth;
  let largest = output.length === batch * outChannels * area ? 0 : Number.POSITIVE_INFINITY;
  for (let n = 0, at = 0; n < batch; n++) {
    for (const channel of channels) {
      const first = (n * outChannels + channel) * area;
      for (let index = first; index < first + area; index++, at++) {
        const error = Math.abs(output[index] - data[at]);
        const fraction = error === 0 ? 0 : error / bounds[at];
        if (!(fraction <= largest)) largest = Number.isNaN(fraction) ? Number.POSITIVE_INFINITY : fraction;
      }
    }
  }
  return largest;
}

function productCount(problem: Conv2dProblem): number {
  const { batch, outChannels, outHeight, outWidth, inChannels, groups, filterHeight, filterWidth } = problem;
  return batch * outChannels * outHeight * outWidth * (inChannels / groups) * filterHeight * filterWidth;
}

/** At most `count` (two or more) whole numbers from 0 to `total` − 1, first and last among them. */
function spread(total: number, count: number): number[] {
  if (count >= total) return Array.from({ length: total }, (_, index) => index);
  return Array.from({ length: count }, (_, index) => Math.round((index * (total - 1)) / (count - 1)));
}

/** The members of groups of `size`. */
function expand(groups: readonly number[], size: number): number[] {
  return groups.flatMap((group) => Array.from({ length: size }, (_, index) => group * size + index));
}

/** The entries of `tensor` at `indices` of one axis. */
function takeAlong({ data, shape }: CaseTensor, axis: number, indices: readonly number[]): CaseTensor {
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const outer = shape.slice(0, axis).reduce((product, size) => product * size, 1);
  const taken = new Float32Array(outer * indices.length * inner);
  for (let o = 0, at = 0; o < outer; o++) {
    for (const index of indices) {
      const from = (o * shape[axis] + index) * inner;
      taken.set(data.subarray(from, from + inner), at);
      at += inner;
    }
  }
  return { data: taken, shape: shape.map((size, at) => (at === axis ? indices.length : size)) };
}
