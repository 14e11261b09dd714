import { InvalidArgumentError } from '../errors.ts';
import type { Padding } from './options.ts';
import { checkInteger, MAX_EXTENT } from './validate.ts';

/** Rows and columns of border, per side. */
export interface Pads {
  readonly padTop: number;
  readonly padBottom: number;
  readonly padLeft: number;
  readonly padRight: number;
}

interface Extent {
  readonly height: number;
  readonly width: number;
}

const RULES =
  "a whole number of at least 0, [h, w], [top, bottom, left, right], 'same', 'same-lower', 'valid' or 'full'";

/**
 * Resolves `padding` to rows and columns per side. `'same'` makes the output `ceil(input / stride)` long and
 * puts an odd remainder at the end (ONNX SAME_UPPER), `'same-lower'` at the start; `'full'` gives every
 * overlap of at least one tap.
 * @param argument how the caller writes `padding`, for errors
 * @throws InvalidArgumentError
 */
export function resolvePadding(
  padding: Padding,
  input: Extent,
  window: Extent,
  [strideHeight, strideWidth]: readonly [number, number],
  argument = 'padding',
): Pads {
  if (padding === 'valid') return sides(0, 0, 0, 0);
  if (padding === 'full') {
    return sides(window.height - 1, window.height - 1, window.width - 1, window.width - 1);
  }
  if (padding === 'same' || padding === 'same-lower') {
    const rows = sameTotal(input.height, window.height, strideHeight);
    const columns = sameTotal(input.width, window.width, strideWidth);
    const half = padding === 'same' ? Math.floor : Math.ceil;
    return sides(half(rows / 2), rows - half(rows / 2), half(columns / 2), columns - half(columns / 2));
  }
  if (typeof padding === 'number') {
    const all = checkInteger(argument, padding, 0);
    return sides(all, all, all, all);
  }
  if (!Array.isArray(padding) || (padding.length !== 2 && padding.length !== 4)) {
    throw new InvalidArgumentError(argument, padding, RULES);
  }
  const each = Array.from(padding, (side, index) => checkInteger(`${argument}[${index}]`, side, 0));
  return each.length === 2
    ? sides(each[0], each[0], each[1], each[1])
    : sides(each[0], each[1], each[2], each[3]);
}

/**
 * Rows and columns of the output: windows that fit into a padded input.
 * @param names how the caller writes the padding and the filter's shape, for errors
 */
export function outputSize(
  input: Extent,
  { padTop, padBottom, padLeft, padRight }: Pads,
  window: Extent,
  [strideHeight, strideWidth]: readonly [number, number],
  names: { readonly padding: string; readonly filter: string },
): Extent {
  const count = (axis: keyof Extent, pad: number, stride: number) => {
    const padded = input[axis] + pad;
    if (padded > MAX_EXTENT) {
      throw new InvalidArgumentError(names.padding, pad, `a padded input ${axis} of at most ${MAX_EXTENT}`);
    }
    if (window[axis] > padded) {
      const got = `a ${axis} of ${window[axis]}, dilation included`;
      throw new InvalidArgumentError(names.filter, got, `at most ${padded}, the padded input's ${axis}`);
    }
    return Math.floor((padded - window[axis]) / stride) + 1;
  };
  return {
    height: count('height', padTop + padBottom, strideHeight),
    width: count('width', padLeft + padRight, strideWidth),
  };
}

function sides(padTop: number, padBottom: number, padLeft: number, padRight: number): Pads {
  return { padTop, padBottom, padLeft, padRight };
}

function sameTotal(inExtent: number, window: number, stride: number): number {
  return Math.max(0, (Math.ceil(inExtent / stride) - 1) * stride + window - inExtent);
}
