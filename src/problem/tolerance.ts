import type { ResolvedActivation } from './activation.ts';
import { evaluationError, lipschitzConstant } from './activation_error.ts';
import type { Algorithm } from './algorithm.ts';
import type { Dtype } from './options.ts';
import type { Conv2dProblem } from './problem.ts';
import { UNIT_ROUNDOFF } from './rounding.ts';

/** Exact values of one output. */
export interface ExactOutput {
  /** The sum before the activation. */
  readonly sum: number;
  /** The value after the activation. */
  readonly output: number;
  /**
   * For `'direct'`: S = Σ |x|·|w| + |bias| + |residual|. For transforms: P = Σ over channels of (largest |x| of the
   * tile)·Σ |w|, + |bias| + |residual|; a Fourier transform's tile is the whole image.
   */
  readonly magnitude: number;
  /** Whether every number that goes in is an integer. */
  readonly isInteger: boolean;
}

/** Unit roundoff of float16, its smallest step, and the integer up to which it is exact. */
const HALF = { unitRoundoff: 2 ** -11, smallest: 2 ** -24, exactIntegers: 2 ** 11 };

/** Allowed error of a sum in units of {@link UNIT_ROUNDOFF} times its magnitude. */
const SUM_FACTOR: Record<Algorithm, number> = { direct: 8, winograd2: 8, winograd4: 32, fft: 32 };

/**
 * Float32 numbers below 2⁻¹²⁶ may be flushed to zero (WGSL, "Floating Point Evaluation"): the sum, the result and two
 * intermediates.
 */
const FLUSH = 4 * 2 ** -126;

/**
 * Allowed error of a GPU result against the exact output for the same (already rounded) inputs. The library has no
 * other tolerance.
 *
 * - Sum: `8·u·S` (direct), `8·u·P` (F(2,3)) or `32·u·P` (F(4,3), Fourier transforms), u = 2⁻²⁴. Rounding errors of a
 *   float32 sum are proportional to the magnitudes that go through it. The bound omits K: random-signed errors grow as
 *   √K, as do the partial sums, so their ratio to S is constant. A transform first makes each number as large as its
 *   whole tile, hence P. Strided and dilated tiles stay below dense ones (worst of 16 channels in simulation: F(4,3)
 *   1.9·u·P, strided 0.9; F(2,3) 0.6, strided 0.4). Errors of a Fourier transform's passes add up if input and filter
 *   have one frequency (a grating under a filter cut out of it: 8.4·u·P in simulation, 11.2 at worst of 824 in a
 *   throw-away one with sides of 64 and 256; random numbers 0.2).
 * - Activation f: the sum's error grows by at most f's Lipschitz constant. Evaluating f adds the error that WGSL allows
 *   (`activation_error.ts`).
 * - float16 storage: one rounding of the result, 2⁻¹¹·|y|, plus one subnormal, 2⁻²⁴, for underflow.
 * - Integers whose magnitude stays below 2²⁴ are exact in float32: the bound is 0, unless a transform or the activation
 *   makes fractions, or float16 (exact to 2048) cannot hold the result.
 */
export function errorBound(problem: Conv2dProblem, algorithm: Algorithm, exact: ExactOutput): number {
  if (isExactlyComputed(problem, algorithm, exact)) return 0;
  const { activation, dtype } = problem;
  const sumError = SUM_FACTOR[algorithm] * UNIT_ROUNDOFF * exact.magnitude;
  const computed =
    lipschitzConstant(activation) * sumError + activationBound(activation, exact.sum, exact.output);
  return storedBound(dtype, exact.output, computed);
}

/** Allowed error of an activation evaluated at `x`; `y` is the exact value. */
export function activationBound(activation: ResolvedActivation, x: number, y: number): number {
  return UNIT_ROUNDOFF * evaluationError(activation, x, y) + FLUSH;
}

/** Allowed error of a stored result that was computed within `bound` of `exact`. */
export function storedBound(dtype: Dtype, exact: number, bound: number): number {
  if (dtype === 'float32') return bound;
  return bound + HALF.unitRoundoff * (Math.abs(exact) + bound) + HALF.smallest;
}

function isExactlyComputed(
  { activation, dtype }: Conv2dProblem,
  algorithm: Algorithm,
  { isInteger, magnitude, output }: ExactOutput,
): boolean {
  const { type, a, b } = activation;
  const keepsIntegers =
    type === 'identity' ||
    type === 'relu' ||
    type === 'relu6' ||
    (type === 'clamp' && Number.isInteger(a) && Number.isInteger(b));
  const fits = dtype === 'float32' || Math.abs(output) <= HALF.exactIntegers;
  return algorithm === 'direct' && isInteger && keepsIntegers && fits && magnitude < 1 / UNIT_ROUNDOFF;
}
