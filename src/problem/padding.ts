import { InvalidArgumentError } from '../errors.ts';
import type { Padding } from './options.ts';
import { checkInteger, MAX_EXTENT } from './validate.ts';

/** Rows and columns of border on each side. */
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
 * Border on each side in rows and columns. `'same'` makes the output `ceil(input / stride)` long and
 * puts an odd remainder at the end (ONNX SAME_UPPER), `'same-lower'` at the start; `'full'` gives every
 * overlap of at least one tap.
 */
export function resolvePadding(
  padding: Padding,
  input: Extent,
  window: Extent,
  [strideHeight, strideWidth]: readonly [number, number],
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
    const all = checkInteger('options.padding', padding, 0);
    return sides(all, all, all, all);
  }
  if (!Array.isArray(padding) || (padding.length !== 2 && padding.length !== 4)) {
    throw new InvalidArgumentError('options.padding', padding, RULES);
  }
  const each = Array.from(padding, (side, index) => checkInteger(`options.padding[${index}]`, side, 0));
  return each.length === 2
    ? sides(each[0], each[0], each[1], each[1])
    : sides(each[0], each[1], each[2], each[3]);
}

/** Windows that fit along one axis of a padded input. */
export function outputExtent(
  axis: 'height' | 'width',
  inExtent: number,
  pad: number,
  window: number,
  stride: number,
): number {
  const padded = inExtent + pad;
  if (padded > MAX_EXTENT) {
    throw new InvalidArgumentError('options.padding', pad, `a padded input ${axis} of at most ${MAX_EXTENT}`);
  }
  if (window > padded) {
    throw new InvalidArgumentError(
      `the window's ${axis} (filter and dilation)`,
      window,
      `at most ${padded}, the padded input's ${axis}`,
    );
  }
  return Math.floor((padded - window) / stride) + 1;
}

function sides(padTop: number, padBottom: number, padLeft: number, padRight: number): Pads {
  return { padTop, padBottom, padLeft, padRight };
}

function sameTotal(inExtent: number, window: number, stride: number): number {
  return Math.max(0, (Math.ceil(inExtent / stride) - 1) * stride + window - inExtent);
}
