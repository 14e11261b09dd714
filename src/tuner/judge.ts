import type { Algorithm } from '../problem/algorithm.ts';
import { type Conv2dProblem, filterStridesOf, outputStridesOf } from '../problem/problem.ts';
import { FLUSH, storedBound, sumError } from '../problem/tolerance.ts';

/** An output and the algorithm that computed it. */
export interface Attempt {
  readonly data: ArrayLike<number>;
  readonly algorithm: Algorithm;
}

/** Whether the outputs of two algorithms for the same convolution can both be right. */
export type Judge = (a: Attempt, b: Attempt) => boolean;

/** Pseudorandom multiples of 1/64 from −1 to 1, which float16 holds exactly. The same seed gives the same values. */
export function randomValues(count: number, seed: number): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0; // Numerical Recipes' generator
    return ((state >>> 16) % 129) / 64 - 1;
  });
}

/**
 * Two right outputs differ by at most the sum of their error bounds (`src/problem/tolerance.ts`). For every algorithm the
 * magnitude in the bound is at most max|x|·Σ|w| + |bias|, where Σ is over the filter of the output's channel.
 * @param problem without activation and residual
 */
export function createJudge(
  problem: Conv2dProblem,
  filter: Float32Array,
  bias: Float32Array | undefined,
): Judge {
  const magnitudes = channelMagnitudes(problem, filter, bias);
  const strides = outputStridesOf(problem);
  const allowed = (algorithm: Algorithm, output: number, magnitude: number) =>
    storedBound(problem.dtype, output, sumError(algorithm, magnitude) + FLUSH);
  return (a, b) => {
    if (a.data.length !== b.data.length) return false;
    for (let index = 0; index < a.data.length; index++) {
      const magnitude = magnitudes[Math.floor(index / strides.c) % problem.outChannels];
      const [x, y] = [a.data[index], b.data[index]];
      if (!(Math.abs(x - y) <= allowed(a.algorithm, x, magnitude) + allowed(b.algorithm, y, magnitude)))
        return false;
    }
    return true;
  };
}

function channelMagnitudes(
  problem: Conv2dProblem,
  filter: Float32Array,
  bias: Float32Array | undefined,
): Float64Array {
  const largestInput = Math.max(1, Math.abs(problem.paddingValue));
  const { o } = filterStridesOf(problem);
  const magnitudes = Float64Array.from({ length: problem.outChannels }, (_, oc) => Math.abs(bias?.[oc] ?? 0));
  filter.forEach((weight, index) => {
    magnitudes[Math.floor(index / o) % problem.outChannels] += largestInput * Math.abs(weight);
  });
  return magnitudes;
}
