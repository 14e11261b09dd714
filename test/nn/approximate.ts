/** Arithmetic that tracks float32 errors. Values are exact (float64); errors are to first order, in units of 2⁻²⁴, by `rounding.ts`. */
import { DIVISION, exponential, logarithm, SQUARE_ROOT, SUM, U } from './rounding.ts';

export interface Approximate {
  readonly value: number;
  readonly error: number;
}

/** A number without error, such as an input. */
export const exactly = (value: number): Approximate => ({ value, error: 0 });

/** A constant; float32 rounds it if it cannot hold it. */
export const rounded = (value: number): Approximate =>
  Math.fround(value) === value ? exactly(value) : { value, error: Math.abs(value) };

export const negative = ({ value, error }: Approximate): Approximate => ({ value: -value, error });

export function plus(a: Approximate, b: Approximate): Approximate {
  const value = a.value + b.value;
  return { value, error: a.error + b.error + Math.abs(value) };
}

export const minus = (a: Approximate, b: Approximate): Approximate => plus(a, negative(b));

export function times(a: Approximate, b: Approximate): Approximate {
  const value = a.value * b.value;
  return { value, error: a.error * Math.abs(b.value) + b.error * Math.abs(a.value) + Math.abs(value) };
}

export function over(a: Approximate, b: Approximate): Approximate {
  const value = a.value / b.value;
  const carried = a.error + b.error * Math.abs(value);
  return { value, error: carried / Math.abs(b.value) + DIVISION * Math.abs(value) };
}

export function squareRoot({ value, error }: Approximate): Approximate {
  const root = Math.sqrt(value);
  return { value: root, error: error / (2 * root) + SQUARE_ROOT * root };
}

export function exp({ value, error }: Approximate): Approximate {
  const power = Math.exp(value);
  return { value: power, error: power * (exponential(value) + error) };
}

export function log({ value, error }: Approximate): Approximate {
  return { value: Math.log(value), error: error / value + logarithm(value) };
}

/** mix(a, b, t). WGSL defines it as a·(1 − t) + b·t; some devices compute a + t·(b − a). The error is the larger of the two. */
export function mix(a: Approximate, b: Approximate, t: Approximate): Approximate {
  const byDefinition = plus(times(a, minus(exactly(1), t)), times(b, t));
  const otherwise = plus(a, times(t, minus(b, a)));
  return { value: byDefinition.value, error: Math.max(byDefinition.error, otherwise.error) };
}

/** A sum of terms in any order. */
export function total(terms: readonly Approximate[]): Approximate {
  const error = terms.reduce((sum, term) => sum + term.error + SUM * Math.abs(term.value), 0);
  return { value: terms.reduce((sum, { value }) => sum + value, 0), error };
}

/** The value and its absolute bound, as a reference lists them. */
export const bounded = ({ value, error }: Approximate): [value: number, bound: number] => [value, U * error];
