import type { ResolvedActivation } from '../../src/problem/activation.ts';
import { divisionError, expError, roundingError, UNIT_ROUNDOFF } from './rounding.ts';

/*
 * Errors of the formulas in shaders/shared/activation.wgsl, operation by operation, by what WGSL allows each (rounding.ts). An error goes
 * into a result times the derivative of what is left to compute; products of two errors are left to SECOND_ORDER.
 */

/** Largest |f(x) − f(y)| / |x − y|: what an error before the activation can grow to behind it. */
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

/** Relative errors stay below 2⁻¹², and the products of two of them below 2⁻¹² of one. */
const SECOND_ORDER = 1 + 2 ** -12;

/** How far, in units of 2⁻²⁴, the shader's evaluation of the activation at `x` may be from its value `y` there. */
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

/** Of x + 3 where it is not clamped. */
const sumError = (x: number) => (Math.abs(x) < 3 ? roundingError(x + 3) : 0);

/** The shader's arguments of exp; what lies beyond is off by exp(−80) instead of by roundings. */
const LARGEST_ARGUMENT = 80;
const BEYOND = Math.exp(-LARGEST_ARGUMENT) / UNIT_ROUNDOFF;
const bounded = (x: number) => Math.min(Math.max(x, -LARGEST_ARGUMENT), LARGEST_ARGUMENT);

/** Of s = 1 / (1 + exp(−x)), whose derivative to its divisor is −s²: exponential and sum; quotient. */
export function sigmoidError(x: number): number {
  const argument = bounded(x);
  const divisor = 1 + Math.exp(-argument);
  const beyond = argument === x ? 0 : BEYOND;
  return (expError(-argument) + roundingError(divisor)) / divisor ** 2 + divisionError(1 / divisor) + beyond;
}

/**
 * x·sigmoid(q), q = √(8/π)·(x + 0.044715·x³). The terms of q have one sign, so it is off by no more than the roundings of
 * its cubic term: two constants (0.6 and 0.5), three products, the sum, the product with √(8/π). The sigmoid's derivative is s·(1 − s).
 */
function geluTanhError(x: number, y: number): number {
  const q = geluTanhArgument(x);
  const slope = 1 / (2 + 2 * Math.cosh(q));
  return Math.abs(x) * (sigmoidError(q) + slope * 6.1 * Math.abs(q)) + roundingError(y);
}

const geluTanhArgument = (x: number) => Math.sqrt(8 / Math.PI) * (x + 0.044715 * x ** 3);

/** Of Φ(x): half of erfc(|x|/√2), and its difference from 1 on the right, beside whose rounding a small tail's error is nothing. */
export function normalCdfError(x: number, cdf: number): number {
  const ofTail = (tail: number) => 0.5 * erfcError(Math.abs(x) * Math.SQRT1_2, 2 * tail);
  if (x < 0) return ofTail(cdf);
  return roundingError(cdf) + (1 - cdf < 2 ** -30 ? 0 : ofTail(1 - cdf));
}

/** Relative errors of t·exp(P(t) − m²), t = 1 / (1 + m/2), against erfc(m); `test/unit/activation-error.test.ts` holds them. */
const ERFC = {
  /** Of the formula, computed exactly with its coefficients as float32. */
  formula: 1.9,
  /** Of the formula for a rounding of t: |1 + t·P′(t)| ≤ 2.26. */
  sensitivity: 2.26,
  /** Roundings of P's eighteen operations, each times t for every multiplication after it. */
  polynomial: 5.6,
};

/**
 * Of erfc(m) as t·exp(A), A = P(t) − m²: formula; t (sum and quotient); A (polynomial, square, difference); exponential;
 * product. m comes as |x|·0.70710678, a constant off by 0.3·u and a product; erfc's derivative is −2/√π·exp(−m²).
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
