/** Float32 arithmetic on paper: numbers in float64 with their errors in 2⁻²⁴, to first order, as `rounding.ts` has them. */
import { DIVISION, exponential, logarithm, SQUARE_ROOT, SUM, U } from './rounding.ts';

export interface Approximate {
  readonly value: number;
  readonly error: number;
}

/** A number that float32 holds: an input, or a result that is not rounded. */
export const exactly = (value: number): Approximate => ({ value, error: 0 });

/** A constant that float32 may have to round. */
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

/** mix(): a·(1 − t) + b·t by its definition, a + t·(b − a) on some devices; the larger error of the two. */
export function mix(a: Approximate, b: Approximate, t: Approximate): Approximate {
  const byDefinition = plus(times(a, minus(exactly(1), t)), times(b, t));
  const otherwise = plus(a, times(t, minus(b, a)));
  return { value: byDefinition.value, error: Math.max(byDefinition.error, otherwise.error) };
}

/** A sum however ordered, the roundings of its terms' last products included. */
export function total(terms: readonly Approximate[]): Approximate {
  const error = terms.reduce((sum, term) => sum + term.error + SUM * Math.abs(term.value), 0);
  return { value: terms.reduce((sum, { value }) => sum + value, 0), error };
}

/** A value and its bound. */
export const bounded = ({ value, error }: Approximate): [value: number, bound: number] => [value, U * error];
