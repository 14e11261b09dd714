export { UNIT_ROUNDOFF } from '../../src/problem/tolerance.ts';

/** A result near a power of two may be computed beyond it, where a unit in the last place is twice as large. */
const NEAR = 1 + 2 ** -12;

/*
 * What WGSL allows float32 to be off by (https://www.w3.org/TR/WGSL/#floating-point-accuracy), in units of UNIT_ROUNDOFF. It asks + − ×
 * for one of the two neighboring numbers; devices give the nearest, within half a unit in the last place (ULP).
 */

/** Of a result rounded to the nearest number: half an ULP, which is the largest power of two in it. */
export function roundingError(result: number): number {
  return result === 0 ? 0 : 2 ** Math.floor(Math.log2(Math.abs(result) * NEAR));
}

/** Of a quotient: 2.5 ULP. */
export const divisionError = (quotient: number): number => 5 * roundingError(quotient);

/** Of exp(x): 3 + 2|x| ULP. */
export const expError = (x: number): number => (6 + 4 * Math.abs(x)) * roundingError(Math.exp(x));
