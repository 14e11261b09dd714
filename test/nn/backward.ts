/** Gradients by central differences of the float64 definitions: L = Σ output · outputGradient, term by term. */
import { build, type Reference } from './data.ts';
import { type PoolOptions, poolReference } from './forward.ts';
import { DIVISION, SQUARE_ROOT, SUM, U } from './rounding.ts';

interface Tensor {
  data: ArrayLike<number>;
  shape: readonly number[];
}

/**
 * The gradient of Σ outputGradient · f(x) with respect to x. `step` is exact, whatever it is, where f has degree 2 at most.
 * @param roundings what a term of the sum may be off by, the sum's own share included
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

/** Roundings of what each window passes on, besides those of their sum: a share is a quotient, a part of a norm one by a square root. */
const SHARES = { max: 0, average: DIVISION, l2: SUM / 2 + SQUARE_ROOT + DIVISION };

/** The gradient of pooling. A norm's is that of its square, in parts of twice the norm. */
export function poolGradientReference(
  kind: 'max' | 'average' | 'l2',
  input: Tensor,
  outputGradient: ArrayLike<number>,
  options: PoolOptions,
): Reference {
  const forward = (data: ArrayLike<number>) =>
    poolReference(kind, { data, shape: input.shape }, options).data;
  const roundings = SUM + SHARES[kind];
  // a step so small that no other value becomes the largest
  if (kind !== 'l2') return differentiate(forward, input, outputGradient, { step: 1e-5, roundings });
  const norms = forward(input.data);
  const weights = norms.map((norm, index) => outputGradient[index] / (2 * norm));
  const squares = (data: number[]) => forward(data).map((norm) => norm ** 2);
  return differentiate(squares, input, weights, { roundings });
}
