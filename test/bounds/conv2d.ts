import { activate } from '../../src/cpu/activation.ts';
import { type Conv2dReferenceOptions, conv2dSums, type HostTensor } from '../../src/cpu/reference.ts';
import type { ResolvedActivation } from '../../src/problem/activation.ts';
import type { Algorithm } from '../../src/problem/algorithm.ts';
import { type Conv2dProblem, outputShapeOf } from '../../src/problem/problem.ts';
import { FLUSH, HALF, storedBound, sumError, UNIT_ROUNDOFF } from '../../src/problem/tolerance.ts';
import { evaluationError, lipschitzConstant } from './activation_error.ts';
import { transformMagnitudes } from './transform_magnitudes.ts';

/** What is known exactly of one output. */
interface ExactOutput {
  /** Before the activation. */
  readonly sum: number;
  /** After the activation. */
  readonly output: number;
  /** S or P of `sumError`. */
  readonly magnitude: number;
  /** Whether every number that goes in is whole. */
  readonly isInteger: boolean;
}

/**
 * How far a right GPU result may be from the exact output, given the same (already rounded) inputs.
 *
 * - Sum: `sumError` of `src/problem/tolerance.ts`.
 * - Activation f: its argument is off by the above, so f(·) is off by at most its Lipschitz constant times that; then
 *   what WGSL allows the evaluation of f itself (`activation_error.ts`).
 * - float16 storage: one rounding of the result, 2⁻¹¹·|y|, and one subnormal, 2⁻²⁴, if that underflows.
 * - Whole numbers whose magnitude stays below 2²⁴ are exact in float32 at every step: the bound is 0, unless a transform
 *   makes fractions, the activation does, or float16 (exact to 2048) cannot hold the result.
 */
function errorBound(problem: Conv2dProblem, algorithm: Algorithm, exact: ExactOutput): number {
  if (isExactlyComputed(problem, algorithm, exact)) return 0;
  const { activation, dtype } = problem;
  const computed =
    lipschitzConstant(activation) * sumError(algorithm, exact.magnitude) +
    activationBound(activation, exact.sum, exact.output);
  return storedBound(dtype, exact.output, computed);
}

/** How far an activation evaluated at `x`, where it is `y`, may be from it. */
export function activationBound(activation: ResolvedActivation, x: number, y: number): number {
  return UNIT_ROUNDOFF * evaluationError(activation, x, y) + FLUSH;
}

function isExactlyComputed(
  { activation, dtype }: Conv2dProblem,
  algorithm: Algorithm,
  { isInteger, magnitude, output }: ExactOutput,
): boolean {
  const { type, a, b } = activation;
  const keepsIntegers =
    type === 'identity' ||
    type === 'relu' ||
    type === 'relu6' ||
    (type === 'clamp' && Number.isInteger(a) && Number.isInteger(b));
  const fits = dtype === 'float32' || Math.abs(output) <= HALF.exactIntegers;
  return algorithm === 'direct' && isInteger && keepsIntegers && fits && magnitude < 1 / UNIT_ROUNDOFF;
}

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
