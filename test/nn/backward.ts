/** Gradients by central differences of the float64 definitions: L = Σ output · outputGradient, term by term. */
import { build, type Reference } from './data.ts';
import { type PoolOptions, poolReference } from './forward.ts';
import { DIVISION, SQUARE_ROOT, SUM, U } from './rounding.ts';

interface Tensor {
  data: ArrayLike<number>;
  shape: readonly number[];
}

/**
 * The gradient of Σ outputGradient · f(x) with respect to x. If f is a polynomial of degree 2 or less, any `step` is exact.
 * @param roundings allowed relative error of a term, including the error of the sum
 */
export function differentiate(
  f: (x: number[]) => ArrayLike<number>,
  at: Tensor,
  outputGradient: ArrayLike<number>,
  { step = 1, roundings = SUM }: { step?: number; roundings?: number } = {},
): Reference {
  const values = Array.from(at.data);
  let place = 0;
  return build(at.shape, () => {
    const index = place++;
    const [above, below] = [step, -step].map((by) => f(values.with(index, values[index] + by)));
    let [sum, magnitude] = [0, 0];
    for (let i = 0; i < above.length; i++) {
      const term = (outputGradient[i] * (above[i] - below[i])) / (2 * step);
      sum += term;
      magnitude += Math.abs(term);
    }
    return [sum, roundings * U * magnitude];
  });
}

/** Roundings of the factor that a window multiplies its gradient by: 1, 1 / count, or x / sqrt(sum of squares). */
const SHARES = { max: 0, average: DIVISION, l2: SUM / 2 + SQUARE_ROOT + DIVISION };

/** The gradient of pooling. For a norm, d‖x‖ = d‖x‖² / (2‖x‖), and ‖x‖² has degree 2. */
export function poolGradientReference(
  kind: 'max' | 'average' | 'l2',
  input: Tensor,
  outputGradient: ArrayLike<number>,
  options: PoolOptions,
): Reference {
  const forward = (data: ArrayLike<number>) =>
    poolReference(kind, { data, shape: input.shape }, options).data;
  const roundings = SUM + SHARES[kind];
  // the step is too small to change which value is the largest
  if (kind !== 'l2') return differentiate(forward, input, outputGradient, { step: 1e-5, roundings });
  const norms = forward(input.data);
  const weights = norms.map((norm, index) => outputGradient[index] / (2 * norm));
  const squares = (data: number[]) => forward(data).map((norm) => norm ** 2);
  return differentiate(squares, input, weights, { roundings });
}
