import type { ResolvedActivation } from './activation.ts';

/*
 * Errors of activations in float32, from the accuracies that WGSL promises (https://www.w3.org/TR/WGSL/, "Floating
 * Point Accuracy"), all in units of u = 2⁻²⁴, half a unit in the last place of 1:
 *   + − × correctly rounded: 1·u of the result;  x / y: 2.5 ULP, at most 5·u of it;
 *   exp(x): 3 + 2|x| ULP, at most (6 + 4|x|)·u of it;  tanh(x): inherits sinh(x) / cosh(x), made of exp(x) and exp(−x).
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

/**
 * How far, in units of u, a float32 evaluation of the activation at `x` may be from its value `y` there.
 * First-order error analysis of the usual formulas; parameters may have to be rounded to float32.
 */
export function evaluationError({ type, a }: ResolvedActivation, x: number, y: number): number {
  switch (type) {
    case 'identity':
    case 'relu':
    case 'relu6':
      return 0;
    case 'clamp':
      return Math.abs(y); // min and max, rounded
    case 'leaky-relu':
      return x < 0 ? 2 * Math.abs(y) : 0; // slope rounded, product
    case 'elu':
      // a·(exp(x) − 1): the exponential; a rounded, difference, product
      return x < 0 ? Math.abs(a) * Math.exp(x) * expError(x) + 3 * Math.abs(y) : 0;
    case 'sigmoid':
      return sigmoidError(x, y) * y;
    case 'silu':
      return x === 0 ? 0 : (sigmoidError(x, y / x) + 1) * Math.abs(y);
    case 'tanh':
      return tanhError(x, y);
    case 'gelu-erf':
      return geluErfError(x, y);
    case 'gelu-tanh':
      return geluTanhError(x, y);
    case 'hard-swish':
      return 7 * Math.abs(y); // sum, product, division
  }
}

/** Relative error of exp(x). */
function expError(x: number): number {
  return 6 + 4 * Math.abs(x);
}

/** Relative error of s = 1 / (1 + exp(−x)): the exponential is 1 − s of the sum; then sum and division. */
function sigmoidError(x: number, s: number): number {
  return (1 - s) * expError(x) + 6;
}

/**
 * Absolute error of (p − q) / (p + q), p = exp(x), q = exp(−x). Its derivative to a relative change of p, or of q, is
 * ±(1 − tanh²)/2; then difference, sum and division. 1 − 2 / (exp(2x) + 1) stays within the same.
 */
function tanhError(x: number, tanh: number): number {
  return (1 - tanh ** 2) * expError(x) + 7;
}

/** 0.5·x·(1 + tanh(t)), t = √(2/π)·(x + 0.044715·x³), whose terms have one sign: 7 roundings of |t| at most. */
function geluTanhError(x: number, y: number): number {
  if (x === 0) return 0;
  const tanh = (2 * y) / x - 1;
  const t = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
  const argumentError = 7 * Math.abs(t) * (1 - tanh ** 2);
  return 0.5 * Math.abs(x) * (argumentError + tanhError(t, tanh)) + 3 * Math.abs(y);
}

/**
 * 0.5·x·(1 + erf(z)), z = x/√2. WGSL has no erf; 1 − polynomial(1 / (1 + p·|z|))·exp(−z²) of Abramowitz & Stegun 7.1.26 is off by 1.5e-7 =
 * 2.5·u, and as its second part is erfc(|z|): exponential with its rounded argument, and 20 roundings of the rest.
 */
function geluErfError(x: number, y: number): number {
  if (x === 0) return 0;
  const onePlusErf = (2 * y) / x;
  const erfcOfAbsolute = x < 0 ? onePlusErf : 2 - onePlusErf;
  const square = (x * x) / 2;
  const erfError = 2.6 + erfcOfAbsolute * (expError(square) + 3 * square + 20) + 2;
  return 0.5 * Math.abs(x) * erfError + 3 * Math.abs(y);
}
