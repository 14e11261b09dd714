import { readFileSync } from 'node:fs';
import type { ResolvedActivation } from '../../src/problem/activation.ts';

const f = Math.fround;

/** Which way a device errs: 0 rounds to nearest, ±1 goes as far up or down as WGSL lets it. */
export interface Device {
  readonly exp: -1 | 0 | 1;
  readonly divide: -1 | 0 | 1;
}

/** Coefficients of the polynomial in `complementaryError`, as the shader has them, the highest power of t first. */
export const ERFC_COEFFICIENTS: readonly number[] = (() => {
  const shader = readFileSync('shaders/shared/activation.wgsl', 'utf8');
  const [, body] = /fn complementaryError[^{]*\{([^}]*)\}/.exec(shader)!;
  const numbers = body.matchAll(/(?:var p =|p = p \* t|p \* t) ?([+-]?) ?(\d+\.\d+)/g);
  return [...numbers].map(([, sign, digits]) => Number(sign + digits));
})();

/** shaders/shared/activation.wgsl, every operation rounded to float32, on the worst device that WGSL allows. */
export function activateInFloat32({ type, a, b }: ResolvedActivation, value: number, device: Device): number {
  const divide = (p: number, q: number) => off(p / q, 2.5, device.divide);
  const boundedExp = (x: number) => {
    const argument = Math.min(Math.max(x, -80), 80);
    return off(Math.exp(argument), 3 + 2 * Math.abs(argument), device.exp);
  };
  const sigmoid = (x: number) => divide(1, f(1 + boundedExp(-x)));
  const complementaryError = (magnitude: number) => {
    const t = divide(1, f(1 + f(0.5 * magnitude)));
    const p = ERFC_COEFFICIENTS.map(f).reduce((sum, coefficient) => f(f(sum * t) + coefficient));
    return f(t * boundedExp(f(p - f(magnitude * magnitude))));
  };
  const normalCdf = (x: number) => {
    // biome-ignore lint/suspicious/noApproximativeNumericConstant: as the shader has it
    const tail = f(0.5 * complementaryError(f(Math.abs(x) * f(0.70710678))));
    return x >= 0 ? f(1 - tail) : tail;
  };
  switch (type) {
    case 'relu':
      return Math.max(value, 0);
    case 'relu6':
      return Math.min(Math.max(value, 0), 6);
    case 'leaky-relu':
      return value >= 0 ? value : f(value * f(a));
    case 'elu':
      return value >= 0 ? value : f(f(a) * f(boundedExp(value) - 1));
    case 'sigmoid':
      return sigmoid(value);
    case 'tanh':
      return f(1 - f(2 * sigmoid(f(-2 * value))));
    case 'silu':
      return f(value * sigmoid(value));
    case 'gelu-erf':
      return f(value * normalCdf(value));
    case 'gelu-tanh': {
      const cubic = f(f(f(f(0.044715) * value) * value) * value);
      return f(value * sigmoid(f(f(1.59576912) * f(value + cubic))));
    }
    case 'hard-swish':
      return divide(f(value * Math.min(Math.max(f(value + 3), 0), 6)), 6);
    case 'clamp':
      return Math.min(Math.max(value, f(a)), f(b));
    default:
      return value;
  }
}

/** A float32 number at most so many units in the last place from the exact one, towards `sign`. */
function off(exact: number, units: number, sign: number): number {
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(exact))) - 23);
  return f(exact + sign * (units - 0.5) * unit); // rounding may add the half
}
