import type { ResolvedActivation } from './activation.ts';
import { evaluationError, lipschitzConstant } from './activation_error.ts';
import type { Algorithm } from './algorithm.ts';
import type { Dtype } from './options.ts';
import type { Conv2dProblem } from './problem.ts';
import { UNIT_ROUNDOFF } from './rounding.ts';

/** What is known exactly of one output. */
export interface ExactOutput {
  /** Before the activation. */
  readonly sum: number;
  /** After the activation. */
  readonly output: number;
  /**
   * For `'direct'` S = Σ |x|·|w| + |bias| + |residual|; for transforms P = Σ over channels of
   * (largest |x| of the tile)·Σ |w|, + |bias| + |residual|, a Fourier transform's tile being the whole image.
   */
  readonly magnitude: number;
  /** Whether every number that goes in is whole. */
  readonly isInteger: boolean;
}

/** Unit roundoff of float16, its smallest step, and the integers up to which it holds every one. */
const HALF = { unitRoundoff: 2 ** -11, smallest: 2 ** -24, exactIntegers: 2 ** 11 };

/** Allowed error of a sum in units of {@link UNIT_ROUNDOFF} times its magnitude. */
const SUM_FACTOR: Record<Algorithm, number> = { direct: 8, winograd2: 8, winograd4: 32, fft: 32 };

/** Float32 numbers below 2⁻¹²⁶ may be flushed to zero (WGSL, "Floating Point Evaluation"): the sum, the result, two in between. */
const FLUSH = 4 * 2 ** -126;

/**
 * How far a right GPU result may be from the exact output, fed the same (already rounded) inputs. The only
 * bound in this library; there are no other tolerances.
 *
 * - Sum: `8·u·S` (direct), `8·u·P` (F(2,3)) or `32·u·P` (F(4,3), Fourier transforms), u = 2⁻²⁴. Rounding errors
 *   of a float32 sum are proportional to the magnitudes that go through it. Their count K is left out on
 *   purpose: errors of either sign grow like √K at most and partial sums of mixed signs like √K too, so
 *   that in proportion to S (which grows like K) nothing grows. A transform first makes each number as
 *   large as its whole tile, hence P. Strided and dilated tiles of a transform stay below what its dense ones reach
 *   (worst of 16 channels in simulation: F(4,3) 1.9·u·P, strided 0.9; F(2,3) 0.6, strided 0.4). Errors of a
 *   Fourier transform's passes meet where input and filter are of one frequency (a grating under a filter cut out of it:
 *   8.4·u·P in simulation, 11.2 at worst of 824 in a throw-away one with sides of 64 and 256; random numbers 0.2).
 * - Activation f: what arrives is off by the above, so f(·) is by at most its Lipschitz constant times that;
 *   then what WGSL allows the evaluation of f itself (`activation_error.ts`).
 * - float16 storage: one rounding of the result, 2⁻¹¹·|y|, and where that underflows one subnormal, 2⁻²⁴.
 * - Whole numbers whose magnitude stays below 2²⁴ are exact in float32 at every step: the bound is 0, unless
 *   a transform makes fractions, the activation does, or float16 (exact to 2048) cannot hold the result.
 */
export function errorBound(problem: Conv2dProblem, algorithm: Algorithm, exact: ExactOutput): number {
  if (isExactlyComputed(problem, algorithm, exact)) return 0;
  const { activation, dtype } = problem;
  const sumError = SUM_FACTOR[algorithm] * UNIT_ROUNDOFF * exact.magnitude;
  const computed =
    lipschitzConstant(activation) * sumError + activationBound(activation, exact.sum, exact.output);
  return storedBound(dtype, exact.output, computed);
}

/** How far an activation evaluated at `x`, where it is `y`, may be from it. */
export function activationBound(activation: ResolvedActivation, x: number, y: number): number {
  return UNIT_ROUNDOFF * evaluationError(activation, x, y) + FLUSH;
}

/** How far a result may be from the exact one once it is stored, computed within `bound`. */
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
