/** Unit roundoff of float32: the largest relative error of rounding to the nearest number. */
export const UNIT_ROUNDOFF = 2 ** -24;

/** A result near a power of two may be computed beyond it, where a unit in the last place is twice as large. */
const NEAR = 1 + 2 ** -12;

/*
 * Errors that WGSL allows float32 operations (https://www.w3.org/TR/WGSL/#floating-point-accuracy), in units of
 * UNIT_ROUNDOFF. WGSL requires of + − × one of the two neighboring numbers; devices return the nearest, within half a
 * unit in the last place (ULP).
 */

/** Error of rounding `result` to the nearest number: half an ULP, which is the largest power of two in it. */
export function roundingError(result: number): number {
  return result === 0 ? 0 : 2 ** Math.floor(Math.log2(Math.abs(result) * NEAR));
}

/** Error of a quotient: 2.5 ULP. */
export const divisionError = (quotient: number): number => 5 * roundingError(quotient);

/** Error of exp(x): 3 + 2|x| ULP. */
export const expError = (x: number): number => (6 + 4 * Math.abs(x)) * roundingError(Math.exp(x));
