import type { ResolvedActivation } from '../../src/problem/activation.ts';
import { divisionError, expError, roundingError, UNIT_ROUNDOFF } from './rounding.ts';

/*
 * Errors of the formulas in shaders/shared/activation.wgsl. Each operation has the error that WGSL allows (rounding.ts).
 * It enters the result times the derivative of the rest of the formula. SECOND_ORDER covers products of two errors.
 */

/** Largest |f(x) − f(y)| / |x − y|: an error before the activation grows by at most this factor. */
export function lipschitzConstant({ type, a }: ResolvedActivation): number {
  switch (type) {
    case 'leaky-relu':
    case 'elu':
      return Math.max(1, Math.abs(a));
    case 'sigmoid':
      return 0.25;
    case 'silu':
      return 1.1;
    case 'gelu-erf':
    case 'gelu-tanh':
      return 1.13;
    case 'hard-swish':
      return 1.5;
    default:
      return 1;
  }
}

/** Relative errors stay below 2⁻¹², so products of two stay below 2⁻¹² of one. */
const SECOND_ORDER = 1 + 2 ** -12;

/** Allowed error, in units of 2⁻²⁴, of the shader's activation at `x`; `y` is the exact value. */
export function evaluationError(activation: ResolvedActivation, x: number, y: number): number {
  return SECOND_ORDER * firstOrderError(activation, x, y);
}

function firstOrderError({ type, a }: ResolvedActivation, x: number, y: number): number {
  switch (type) {
    case 'identity':
    case 'relu':
    case 'relu6':
      return 0;
    case 'clamp':
      return Math.abs(y); // min or max, rounded to float32
    case 'leaky-relu':
      return x < 0 ? Math.abs(y) + roundingError(y) : 0; // slope rounded, product
    case 'elu':
      // a·(exp(x) − 1): exponential and difference; a rounded; product
      if (x >= 0) return 0;
      return (
        Math.abs(a) * (expError(bounded(x)) + roundingError(Math.expm1(x))) + Math.abs(y) + roundingError(y)
      );
    case 'sigmoid':
      return sigmoidError(x);
    case 'silu':
      return Math.abs(x) * sigmoidError(x) + roundingError(y);
    case 'tanh':
      return 2 * sigmoidError(-2 * x) + roundingError(y); // 1 − 2·sigmoid(−2x)
    case 'gelu-erf':
      return x === 0 ? 0 : Math.abs(x) * normalCdfError(x, y / x) + roundingError(y);
    case 'gelu-tanh':
      return geluTanhError(x, y);
    case 'hard-swish':
      // x·clamp(x + 3, 0, 6) / 6: sum, product, quotient
      return (sumError(x) * Math.abs(x) + roundingError(6 * y)) / 6 + divisionError(y);
  }
}

/** Error of x + 3, unless it is clamped. */
const sumError = (x: number) => (Math.abs(x) < 3 ? roundingError(x + 3) : 0);

/** The shader clamps arguments of exp to ±80. Beyond, the error is exp(−80) instead of roundings. */
const LARGEST_ARGUMENT = 80;
const BEYOND = Math.exp(-LARGEST_ARGUMENT) / UNIT_ROUNDOFF;
const bounded = (x: number) => Math.min(Math.max(x, -LARGEST_ARGUMENT), LARGEST_ARGUMENT);

/** Error of s = 1 / (1 + exp(−x)): exponential, sum, quotient. The derivative of s to its divisor is −s². */
export function sigmoidError(x: number): number {
  const argument = bounded(x);
  const divisor = 1 + Math.exp(-argument);
  const beyond = argument === x ? 0 : BEYOND;
  return (expError(-argument) + roundingError(divisor)) / divisor ** 2 + divisionError(1 / divisor) + beyond;
}

/**
 * Error of x·sigmoid(q), q = √(8/π)·(x + 0.044715·x³). The terms of q have one sign, so the error of q is at most that
 * of its cubic term: two constants (0.6 and 0.5), three products, the sum, the product with √(8/π). The sigmoid's
 * derivative is s·(1 − s).
 */
function geluTanhError(x: number, y: number): number {
  const q = geluTanhArgument(x);
  const slope = 1 / (2 + 2 * Math.cosh(q));
  return Math.abs(x) * (sigmoidError(q) + slope * 6.1 * Math.abs(q)) + roundingError(y);
}

const geluTanhArgument = (x: number) => Math.sqrt(8 / Math.PI) * (x + 0.044715 * x ** 3);

/**
 * Error of Φ(x): half the error of erfc(|x|/√2); for x ≥ 0 also the rounding of its difference from 1, next to which a
 * small tail's error is negligible.
 */
export function normalCdfError(x: number, cdf: number): number {
  const ofTail = (tail: number) => 0.5 * erfcError(Math.abs(x) * Math.SQRT1_2, 2 * tail);
  if (x < 0) return ofTail(cdf);
  return roundingError(cdf) + (1 - cdf < 2 ** -30 ? 0 : ofTail(1 - cdf));
}

/**
 * Relative errors of t·exp(P(t) − m²), t = 1 / (1 + m/2), against erfc(m). `test/unit/activation-error.test.ts` checks
 * them.
 */
const ERFC = {
  /** Error of the formula itself: float32 coefficients, exact arithmetic. */
  formula: 1.9,
  /** Factor by which the formula amplifies a rounding of t: |1 + t·P′(t)| ≤ 2.26. */
  sensitivity: 2.26,
  /** Roundings of P's eighteen operations, each times t for every multiplication after it. */
  polynomial: 5.6,
};

/**
 * Error of erfc(m) as t·exp(A), A = P(t) − m²: the formula; t (sum and quotient); A (polynomial, square, difference);
 * exponential; product. m is |x|·0.70710678: a constant off by 0.3·u, and a product. The derivative of erfc is
 * −2/√π·exp(−m²).
 */
function erfcError(m: number, erfc: number): number {
  const divisor = 1 + m / 2;
  const exponent = Math.max(Math.log(erfc * divisor), -LARGEST_ARGUMENT);
  const power = Math.exp(exponent);
  const relative =
    ERFC.formula +
    ERFC.sensitivity * (roundingError(divisor) / divisor + divisionError(1 / divisor) * divisor) +
    ERFC.polynomial +
    roundingError(m * m) +
    roundingError(exponent) +
    expError(exponent) / power;
  const ofArgument = (2 / Math.sqrt(Math.PI)) * Math.exp(-m * m) * (0.3 * m + roundingError(m));
  const beyond = exponent === -LARGEST_ARGUMENT ? BEYOND : 0;
  return erfc * relative + roundingError(erfc) + ofArgument + beyond;
}
