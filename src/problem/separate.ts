import { InvalidArgumentError } from '../errors.ts';
import { checkShape } from './validate.ts';

/** Filter weights in CPU memory. */
export interface FilterData {
  /** Weights in row-major order of the shape. */
  readonly data: ArrayLike<number>;
  /** `[channels, 1, filterHeight, filterWidth]` */
  readonly shape: readonly number[];
}

/** The factors that {@link separateFilter} returns. */
export interface SeparatedFilter {
  /** `[channels, 1, filterHeight, 1]` */
  readonly column: { readonly data: Float32Array; readonly shape: number[] };
  /** `[channels, 1, 1, filterWidth]` */
  readonly row: { readonly data: Float32Array; readonly shape: number[] };
}

/** Relative error of a product of float32 factors: one rounding each of column, row, pivot and the filter itself. */
const ROUNDINGS = 4 * 2 ** -24;

/**
 * Factors each channel's filter into a column times a row, to within float32's roundings. Undefined if any channel's
 * filter is not such a product.
 *
 * A depthwise convolution with `filter` equals one with `column` followed by one with `row`, each with the padding,
 * strides and dilations of its axis. That takes `filterHeight + filterWidth` multiplications per output instead of
 * `filterHeight · filterWidth`. Bias, residual and activation belong to the second. A `'constant'` border other than 0
 * does not separate.
 * @param filter weights in main memory, of shape `[channels, 1, filterHeight, filterWidth]` (`'oihw'`)
 * @throws InvalidArgumentError if the shape is another one or does not fit the data.
 */
export function separateFilter(filter: FilterData): SeparatedFilter | undefined {
  const [channels, inChannels, height, width] = checkShape('filter.shape', filter.shape, 4);
  const taps = height * width;
  if (inChannels !== 1)
    throw new InvalidArgumentError('filter.shape', filter.shape, 'one input channel per group');
  if (filter.data.length !== channels * taps) {
    throw new InvalidArgumentError(
      'filter.data.length',
      filter.data.length,
      `${channels * taps}, the product of its shape`,
    );
  }
  const column = new Float32Array(channels * height);
  const row = new Float32Array(channels * width);
  for (let channel = 0; channel < channels; channel++) {
    const weight = (kh: number, kw: number) => filter.data[channel * taps + kh * width + kw];
    const [pivotRow, pivotColumn] = largestOf(weight, height, width);
    const pivot = weight(pivotRow, pivotColumn);
    for (let kw = 0; kw < width; kw++) row[channel * width + kw] = weight(pivotRow, kw);
    for (let kh = 0; kh < height; kh++)
      column[channel * height + kh] = pivot && weight(kh, pivotColumn) / pivot;
    for (let tap = 0; tap < taps; tap++) {
      const [kh, kw] = [Math.floor(tap / width), tap % width];
      const product = column[channel * height + kh] * row[channel * width + kw];
      if (Math.abs(weight(kh, kw) - product) > ROUNDINGS * Math.abs(weight(kh, kw))) return undefined;
    }
  }
  return {
    column: { data: column, shape: [channels, 1, height, 1] },
    row: { data: row, shape: [channels, 1, 1, width] },
  };
}

/** The position of the weight of largest magnitude. */
function largestOf(
  weight: (kh: number, kw: number) => number,
  height: number,
  width: number,
): [number, number] {
  let largest: [number, number] = [0, 0];
  for (let kh = 0; kh < height; kh++) {
    for (let kw = 0; kw < width; kw++) {
      if (Math.abs(weight(kh, kw)) > Math.abs(weight(...largest))) largest = [kh, kw];
    }
  }
  return largest;
}
