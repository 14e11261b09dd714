import type { ResolvedActivation } from '../problem/activation.ts';
import { erfc } from './erf.ts';

/** The activation's value at `x` in float64. Definitions: WebNN, https://www.w3.org/TR/webnn/ */
export function activate({ type, a, b }: ResolvedActivation, x: number): number {
  switch (type) {
    case 'identity':
      return x;
    case 'relu':
      return clamp(x, 0, Infinity);
    case 'relu6':
      return clamp(x, 0, 6);
    case 'clamp':
      return clamp(x, a, b);
    case 'leaky-relu':
      return x < 0 ? a * x : x;
    case 'elu':
      return x < 0 ? a * Math.expm1(x) : x;
    case 'sigmoid':
      return sigmoid(x);
    case 'tanh':
      return Math.tanh(x);
    case 'silu':
      return x * sigmoid(x);
    case 'gelu-erf':
      return 0.5 * x * erfc(-x / Math.SQRT2);
    case 'gelu-tanh':
      return x * sigmoid(2 * geluTanhArgument(x)); // x / 2 · (1 + tanh), which loses its digits where tanh is near −1
    case 'hard-swish':
      return (x * clamp(x + 3, 0, 6)) / 6;
  }
}

function geluTanhArgument(x: number): number {
  return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function clamp(x: number, min: number, max: number): number {
  return Math.min(Math.max(x, min), max);
}
