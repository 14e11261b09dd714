import { InvalidArgumentError } from '../errors.ts';
import { CONV2D_NAMES, createConv2dProblem } from '../problem/create.ts';
import { foldIndex } from '../problem/fold_index.ts';
import type { TensorStrides } from '../problem/layouts.ts';
import type { Conv2dSettings, Dtype } from '../problem/options.ts';
import {
  type Conv2dProblem,
  filterStridesOf,
  inputStridesOf,
  outputShapeOf,
  outputStridesOf,
} from '../problem/problem.ts';
import { checkSameShape } from '../problem/validate.ts';
import { activate } from './activation.ts';

/** Numbers in CPU memory and their shape. */
export interface HostTensor {
  /** Values in row-major order of the shape. */
  readonly data: ArrayLike<number>;
  /** Axis sizes, outermost first, in the order of the tensor's layout. */
  readonly shape: readonly number[];
}

/** Settings of a convolution and its optional tensors, all in CPU memory. */
export interface Conv2dReferenceOptions extends Conv2dSettings {
  /** One number per output channel, `[outChannels]`. */
  readonly bias?: HostTensor;
  /** Added before the activation; has the output's shape and layout. Default none. */
  readonly residual?: HostTensor;
  /** Element type that a GPU would store. Changes no value, only the bounds. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/** The outputs of a convolution before the activation. */
export interface Conv2dSums {
  readonly problem: Conv2dProblem;
  /** Σ x·w + bias + residual. */
  readonly sums: Float64Array;
  /** S = Σ |x|·|w| + |bias| + |residual|. Rounding errors of the sum are proportional to it. */
  readonly magnitudes: Float64Array;
}

/**
 * Convolution by its definition: plain loops, float64 sums, every option. GPU results are held to it.
 * @param input numbers and shape, in the order of `inputLayout` (default `nchw`)
 * @param filter numbers and shape, in the order of `filterLayout` (default `oihw`)
 * @returns the output in the order of `inputLayout`
 * @throws InvalidArgumentError naming the argument, what it got and what it needs
 */
export function conv2dReference(
  input: HostTensor,
  filter: HostTensor,
  options: Conv2dReferenceOptions = {},
): { data: Float64Array; shape: number[] } {
  const { problem, sums } = conv2dSums(input, filter, options);
  return { data: sums.map((sum) => activate(problem.activation, sum)), shape: outputShapeOf(problem) };
}

/** The sums of {@link conv2dReference} before the activation, each with its magnitude for error bounds. */
export function conv2dSums(
  input: HostTensor,
  filter: HostTensor,
  options: Conv2dReferenceOptions = {},
): Conv2dSums {
  const { bias, residual } = options;
  const problem = createConv2dProblem(
    {
      ...options,
      inputShape: input.shape,
      filterShape: filter.shape,
      biasShape: bias?.shape,
      hasResidual: residual !== undefined,
    },
    CONV2D_NAMES,
  );
  checkLength('input', input);
  checkLength('filter', filter);
  if (bias) checkLength('options.bias', bias);
  if (residual) {
    checkSameShape('options.residual.shape', residual.shape, outputShapeOf(problem));
    checkLength('options.residual', residual);
  }
  return sumWindows(problem, input.data, filter.data, bias?.data, residual?.data);
}

/** Offset of the element that a tap at (row, column) reads, in image 0 and channel 0. −1 is the border's constant. */
export function tapOffset(
  problem: Conv2dProblem,
  strides: TensorStrides,
  row: number,
  column: number,
): number {
  const ih = foldIndex(row, problem.inHeight, problem.paddingMode);
  const iw = foldIndex(column, problem.inWidth, problem.paddingMode);
  return ih < 0 || iw < 0 ? -1 : ih * strides.h + iw * strides.w;
}

/** Calls `visit` for each output with its index in the output's data and its coordinates. */
export function forEachOutput(
  problem: Conv2dProblem,
  visit: (index: number, n: number, oc: number, oh: number, ow: number) => void,
): void {
  const { batch, outChannels, outHeight, outWidth } = problem;
  const strides = outputStridesOf(problem);
  for (let n = 0; n < batch; n++) {
    for (let oc = 0; oc < outChannels; oc++) {
      for (let oh = 0; oh < outHeight; oh++) {
        for (let ow = 0; ow < outWidth; ow++) {
          visit(n * strides.n + oc * strides.c + oh * strides.h + ow * strides.w, n, oc, oh, ow);
        }
      }
    }
  }
}

function sumWindows(
  problem: Conv2dProblem,
  input: ArrayLike<number>,
  filter: ArrayLike<number>,
  bias?: ArrayLike<number>,
  residual?: ArrayLike<number>,
): Conv2dSums {
  const { filterHeight, filterWidth, paddingValue, flipFilter } = problem;
  const inputStrides = inputStridesOf(problem);
  const strides = filterStridesOf(problem);
  const groupChannels = problem.inChannels / problem.groups;
  const groupOutChannels = problem.outChannels / problem.groups;
  const sums = new Float64Array(problem.batch * problem.outChannels * problem.outHeight * problem.outWidth);
  const magnitudes = new Float64Array(sums.length);

  forEachOutput(problem, (index, n, oc, oh, ow) => {
    const firstChannel = Math.floor(oc / groupOutChannels) * groupChannels;
    const offset = bias?.[oc] ?? 0;
    const shortcut = residual?.[index] ?? 0;
    let sum = offset + shortcut;
    let magnitude = Math.abs(offset) + Math.abs(shortcut);
    for (let kh = 0; kh < filterHeight; kh++) {
      for (let kw = 0; kw < filterWidth; kw++) {
        const row = oh * problem.strideHeight + kh * problem.dilationHeight - problem.padTop;
        const column = ow * problem.strideWidth + kw * problem.dilationWidth - problem.padLeft;
        const tap = tapOffset(problem, inputStrides, row, column);
        const tapInput = n * inputStrides.n + firstChannel * inputStrides.c + tap;
        const filterRow = flipFilter ? filterHeight - 1 - kh : kh;
        const filterColumn = flipFilter ? filterWidth - 1 - kw : kw;
        const tapFilter = oc * strides.o + filterRow * strides.h + filterColumn * strides.w;
        for (let ic = 0; ic < groupChannels; ic++) {
          const value = tap < 0 ? paddingValue : input[tapInput + ic * inputStrides.c];
          const product = value * filter[tapFilter + ic * strides.i];
          sum += product;
          magnitude += Math.abs(product);
        }
      }
    }
    sums[index] = sum;
    magnitudes[index] = magnitude;
  });
  return { problem, sums, magnitudes };
}

function checkLength(argument: string, { data, shape }: HostTensor): void {
  const elementCount = shape.reduce((product, size) => product * size, 1);
  if (data?.length !== elementCount) {
    throw new InvalidArgumentError(
      `${argument}.data`,
      `${data?.length} elements`,
      `${elementCount} for shape [${shape.join(', ')}]`,
    );
  }
}
