/** Gradients by central differences of the float64 definitions: L = Σ output · outputGradient, term by term. */
import { build, type Reference } from './data.ts';

interface Tensor {
  data: ArrayLike<number>;
  shape: readonly number[];
}

/**
 * The gradient of Σ outputGradient · f(x) with respect to x. `step` is exact for functions of degree 1, whatever it is.
 * The magnitude is that of the same sum with absolute weights, found by differentiating with |outputGradient|.
 */
export function differentiate(
  f: (x: number[]) => ArrayLike<number>,
  at: Tensor,
  outputGradient: ArrayLike<number>,
  step = 1,
): Reference {
  const values = Array.from(at.data);
  const sum = (numbers: ArrayLike<number>, weigh: (weight: number, value: number) => number) => {
    let total = 0;
    for (let index = 0; index < numbers.length; index++)
      total += weigh(outputGradient[index], numbers[index]);
    return total;
  };
  let place = 0;
  return build(at.shape, () => {
    const index = place++;
    const [above, below] = [step, -step].map((by) => f(values.with(index, values[index] + by)));
    const slopes = Array.from(above, (value, i) => (value - below[i]) / (2 * step));
    return [
      sum(slopes, (weight, slope) => weight * slope),
      sum(slopes, (weight, slope) => Math.abs(weight * slope)),
    ];
  });
}
