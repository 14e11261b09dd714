import type { Algorithm } from './algorithm.ts';
import type { Dtype } from './options.ts';

/** Unit roundoff of float32: rounding to the nearest number is off by at most this much of it. */
export const UNIT_ROUNDOFF = 2 ** -24;

/** Unit roundoff of float16, its smallest step, and the integers up to which it holds every one. */
export const HALF = { unitRoundoff: 2 ** -11, smallest: 2 ** -24, exactIntegers: 2 ** 11 };

/** Allowed error of a sum in units of {@link UNIT_ROUNDOFF} times its magnitude. */
const SUM_FACTOR: Record<Algorithm, number> = { direct: 8, winograd2: 8, winograd4: 32, fft: 32 };

/** WGSL may flush float32 numbers below 2⁻¹²⁶ to zero: the sum, the result, two in between. */
export const FLUSH = 4 * 2 ** -126;

/**
 * How far a sum computed by `algorithm` may be from the exact one, given the same (already rounded) inputs:
 * `8·u·S` (direct), `8·u·P` (F(2,3)) or `32·u·P` (F(4,3), Fourier transforms), u = 2⁻²⁴.
 *
 * Rounding errors of a float32 sum are proportional to the magnitudes that go through it. The bound omits the number
 * of terms K: random-signed errors grow as √K, as do the partial sums, so their ratio to S is constant. A transform
 * first makes each number as large as its whole tile, hence P. Strided and dilated tiles of a transform stay below what
 * its dense ones reach (worst of 16 channels in simulation: F(4,3) 1.9·u·P, strided 0.9; F(2,3) 0.6, strided 0.4).
 * Errors of a Fourier transform's passes meet if input and filter are of one frequency (a grating under a filter cut
 * out of it: 8.4·u·P in simulation; random numbers 0.2).
 * @param magnitude for `'direct'` S = Σ |x|·|w| + |bias| + |residual|; for transforms P = Σ over channels of
 * (largest |x| of the tile)·Σ |w|, + |bias| + |residual|. The tile of a Fourier transform is the whole image.
 */
export function sumError(algorithm: Algorithm, magnitude: number): number {
  return SUM_FACTOR[algorithm] * UNIT_ROUNDOFF * magnitude;
}

/** How far a stored result may be from the exact one if it was computed within `bound`: float16 adds one rounding. */
export function storedBound(dtype: Dtype, exact: number, bound: number): number {
  if (dtype === 'float32') return bound;
  return bound + HALF.unitRoundoff * (Math.abs(exact) + bound) + HALF.smallest;
}
