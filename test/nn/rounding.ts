/*
 * Errors that WGSL allows float32 operations (https://www.w3.org/TR/WGSL/#floating-point-accuracy). They are relative to the result and
 * count roundings of 2⁻²⁴. A unit in the last place (ULP) is at most two. A sum, difference or product has one.
 */
import { sumError, UNIT_ROUNDOFF } from '../../src/problem/tolerance.ts';

export const U = UNIT_ROUNDOFF;

/** A sum of products, as in a convolution. Relative to the sum of the products' magnitudes. */
export const SUM = sumError('direct', 1) / U;

/** x / y: 2.5 ULP. */
export const DIVISION = 5;

/** sqrt(x), which WGSL defines as 1 / inverseSqrt(x): 2 ULP and a division. */
export const SQUARE_ROOT = 4 + DIVISION;

/** exp(x): 3 + 2|x| ULP. */
export const exponential = (x: number): number => 6 + 4 * Math.abs(x);

/** log(x): 2⁻²¹ for x from ½ to 2, otherwise 3 ULP. The result is an absolute error in units of 2⁻²⁴. */
export const logarithm = (x: number): number => (x >= 0.5 && x <= 2 ? 8 : 6 * Math.abs(Math.log(x)));

/** Adds terms, and bounds the error of a float32 sum of them. */
export function sumOf(terms: readonly number[], first = 0): [sum: number, bound: number] {
  const magnitude = terms.reduce((sum, term) => sum + Math.abs(term), Math.abs(first));
  return [terms.reduce((sum, term) => sum + term, first), SUM * U * magnitude];
}
