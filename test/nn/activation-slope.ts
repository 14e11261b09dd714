/** Derivatives of activations in float64. Errors follow the formulas of `nn_activation_gradient.wgsl`. */
import { erfc } from '../../src/cpu/erf.ts';
import type { ResolvedActivation } from '../../src/problem/activation.ts';
import { normalCdfError, sigmoidError } from '../bounds/activation_error.ts';
import { type Approximate, exactly, exp, negative, over, plus, rounded, times } from './approximate.ts';

const sigmoid = ({ value, error }: Approximate): Approximate => {
  const result = 1 / (1 + Math.exp(-value));
  const slope = result / (1 + Math.exp(value));
  return { value: result, error: sigmoidError(value) + slope * error };
};

/** The derivative at a point that is not a corner. */
export function activationSlope({ type, a, b }: ResolvedActivation, at: number): Approximate {
  const x = exactly(at);
  const isWithin = (low: number, high: number) => exactly(at > low && at < high ? 1 : 0);
  switch (type) {
    case 'relu':
      return isWithin(0, Infinity);
    case 'relu6':
      return isWithin(0, 6);
    case 'clamp':
      return isWithin(a, b);
    case 'leaky-relu':
      return at < 0 ? rounded(a) : exactly(1);
    case 'elu':
      return at < 0 ? times(rounded(a), exp(x)) : exactly(1);
    case 'sigmoid':
      return times(sigmoid(x), sigmoid(negative(x)));
    case 'tanh': {
      const twice = exactly(2 * at);
      const quarter = times(sigmoid(twice), sigmoid(negative(twice)));
      return { value: 4 * quarter.value, error: 4 * quarter.error };
    }
    case 'silu':
      return times(sigmoid(x), plus(exactly(1), times(x, sigmoid(negative(x)))));
    case 'gelu-erf': {
      const value = 0.5 * erfc(-at / Math.SQRT2);
      const cdf = { value, error: normalCdfError(at, value) };
      const density = exp(times(exactly(-0.5 * at), x));
      return plus(cdf, times(times(x, rounded(1 / Math.sqrt(2 * Math.PI))), density));
    }
    case 'gelu-tanh': {
      const root = rounded(Math.sqrt(8 / Math.PI));
      const square = times(x, x);
      const argument = times(root, plus(x, times(times(rounded(0.044715), x), square)));
      const slope = times(root, plus(exactly(1), times(rounded(3 * 0.044715), square)));
      const tail = times(times(x, slope), sigmoid(negative(argument)));
      return times(sigmoid(argument), plus(exactly(1), tail));
    }
    case 'hard-swish': {
      if (at >= 3) return exactly(1);
      if (at <= -3) return exactly(0);
      return over(plus(exactly(2 * at), exactly(3)), exactly(6));
    }
    default:
      return exactly(1);
  }
}
