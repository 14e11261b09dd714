/*
 * What float32 on a GPU may be off by, relative to a result and in roundings of it: 2⁻²⁴ each, two to a unit in the last place. From
 * https://www.w3.org/TR/WGSL/#floating-point-accuracy; a sum, difference or product is one.
 */
import { sumError, UNIT_ROUNDOFF } from '../../src/problem/tolerance.ts';

export const U = UNIT_ROUNDOFF;

/** Of a sum of products, relative to the sum of their magnitudes, as for a convolution. */
export const SUM = sumError('direct', 1) / U;

/** 2.5 units in the last place. */
export const DIVISION = 5;

/** 1 / inverseSqrt(x): 2 units in the last place, and a division. */
export const SQUARE_ROOT = 4 + DIVISION;

/** exp(x): 3 + 2|x| units in the last place. */
export const exponential = (x: number): number => 6 + 4 * Math.abs(x);

/** log(x), absolute, in 2⁻²⁴: 2⁻²¹ from ½ to 2, else 3 units in the last place. */
export const logarithm = (x: number): number => (x >= 0.5 && x <= 2 ? 8 : 6 * Math.abs(Math.log(x)));

/** A sum of terms, and its bound. */
export function sumOf(terms: readonly number[], first = 0): [sum: number, bound: number] {
  const magnitude = terms.reduce((sum, term) => sum + Math.abs(term), Math.abs(first));
  return [terms.reduce((sum, term) => sum + term, first), SUM * U * magnitude];
}
