import type { Algorithm } from '../problem/algorithm.ts';
import { outputShapeOf } from '../problem/problem.ts';
import { errorBound } from '../problem/tolerance.ts';
import { activate } from './activation.ts';
import { type Conv2dReferenceOptions, conv2dSums, type HostTensor } from './reference.ts';
import { transformMagnitudes } from './transform_magnitudes.ts';

/** The exact output and, for each of its numbers, the allowed error of a GPU result. */
export interface BoundedReference {
  readonly data: Float64Array;
  readonly bounds: Float64Array;
  readonly shape: number[];
}

/**
 * {@link conv2dReference} with the bounds that `src/problem/tolerance.ts` derives for `algorithm`. Pass numbers as
 * stored: rounded to float32 or float16.
 */
export function conv2dBounded(
  input: HostTensor,
  filter: HostTensor,
  options: Conv2dReferenceOptions = {},
  algorithm: Algorithm = 'direct',
): BoundedReference {
  const { problem, sums, magnitudes } = conv2dSums(input, filter, options);
  const inProportionTo =
    algorithm === 'direct' ? magnitudes : transformMagnitudes(problem, algorithm, input, filter, options);
  const isInteger = areIntegers(input.data, filter.data, options.bias?.data, options.residual?.data, [
    problem.paddingValue,
  ]);
  const data = sums.map((sum) => activate(problem.activation, sum));
  const bounds = data.map((output, index) =>
    errorBound(problem, algorithm, { sum: sums[index], output, magnitude: inProportionTo[index], isInteger }),
  );
  return { data, bounds, shape: outputShapeOf(problem) };
}

function areIntegers(...tensors: (ArrayLike<number> | undefined)[]): boolean {
  return tensors.every((data) => data === undefined || Array.prototype.every.call(data, Number.isInteger));
}
