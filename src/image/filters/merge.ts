import { isSeparable, linearFilter } from './linear.ts';
import type { Border, LinearFilter } from './spec.ts';

/** A linear filter with its border. */
export interface LinearOperation {
  readonly filter: LinearFilter;
  readonly border: Border;
}

/** Cost of one more pass in taps per pixel: it writes and reads the picture in between. */
const PASS_COST = 10;

/**
 * The single filter equal to two in a row, or undefined if there is none or it costs more. Near the edge, the second of two
 * reads a border of the picture in between. A single filter gives the same result if one of the two is a 1×1 matrix, if
 * the picture repeats, or if it is mirrored and the first filter is symmetric.
 */
export function merge(first: LinearOperation, second: LinearOperation): LinearOperation | undefined {
  const [a, b] = [first.filter, second.filter];
  if (a.weightsPerTap !== 1 || b.weightsPerTap !== 1 || !isExact(first, second)) return undefined;
  const filter = convolve(a, b);
  if (costOf(filter) > costOf(a) + PASS_COST + costOf(b)) return undefined;
  return { filter, border: isPoint(a) ? second.border : first.border };
}

const costOf = (filter: LinearFilter) =>
  isSeparable(filter) ? filter.height + filter.width + PASS_COST : filter.height * filter.width;

const isPoint = ({ height, width }: LinearFilter) => height === 1 && width === 1;

function isExact(first: LinearOperation, second: LinearOperation): boolean {
  const { mode } = second.border;
  if (isPoint(second.filter)) return true;
  if (isPoint(first.filter)) return mode !== 'zeros' && mode !== 'constant';
  if (mode !== first.border.mode) return false;
  return mode === 'circular' || ((mode === 'reflect' || mode === 'symmetric') && isSymmetric(first.filter));
}

function isSymmetric({ height, width, top, left, weights }: LinearFilter): boolean {
  if (2 * top + 1 !== height || 2 * left + 1 !== width) return false;
  return weights.every((weight, at) => {
    const [kh, kw] = [Math.floor(at / width), at % width];
    return (
      weight === weights[(height - 1 - kh) * width + kw] && weight === weights[kh * width + width - 1 - kw]
    );
  });
}

function convolve(a: LinearFilter, b: LinearFilter): LinearFilter {
  const [height, width] = [a.height + b.height - 1, a.width + b.width - 1];
  const matrix = Array.from({ length: height }, () => Array<number>(width).fill(0));
  forEachTap(a, (ah, aw, wa) => {
    forEachTap(b, (bh, bw, wb) => {
      matrix[ah + bh][aw + bw] += wa * wb;
    });
  });
  const sum = b.weights.reduce((total, weight) => total + weight, 0);
  const [red, green, blue] = a.bias.map((bias, channel) => bias * sum + b.bias[channel]);
  return linearFilter(matrix, { anchor: [a.top + b.top, a.left + b.left], bias: [red, green, blue] });
}

function forEachTap(
  { width, weights }: LinearFilter,
  visit: (kh: number, kw: number, weight: number) => void,
): void {
  weights.forEach((weight, at) => {
    visit(Math.floor(at / width), at % width, weight);
  });
}
