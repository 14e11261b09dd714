/** Reductions and normalizations by their definitions, in float64. */
import { build, byAxis, inLayout, type Reference, reader } from './data.ts';
import { DIVISION, SQUARE_ROOT, SUM, sumOf, U } from './rounding.ts';

interface Tensor {
  data: ArrayLike<number>;
  shape: readonly number[];
}

/** Batch normalization by given statistics, or instance normalization where there are none. */
export function normalizeReference(
  input: Tensor,
  options: {
    layout?: string;
    epsilon?: number;
    scale?: ArrayLike<number>;
    bias?: ArrayLike<number>;
    mean?: ArrayLike<number>;
    variance?: ArrayLike<number>;
  },
): Reference {
  const { layout = 'nchw', epsilon = 1e-5, scale, bias } = options;
  const { h, w } = byAxis(layout, input.shape);
  const read = reader(input);
  return build(input.shape, (index) => {
    const at = byAxis(layout, index);
    const map: number[] = [];
    for (let ih = 0; ih < h; ih++) {
      for (let iw = 0; iw < w; iw++) map.push(read(...inLayout(layout, { ...at, h: ih, w: iw })));
    }
    const own = map.reduce((sum, value) => sum + value, 0) / map.length;
    const mean = options.mean?.[at.c] ?? own;
    const spread = map.reduce((sum, value) => sum + (value - own) ** 2, 0) / map.length;
    const deviation = Math.sqrt((options.variance?.[at.c] ?? spread) + epsilon);
    const [factor, shift] = [scale?.[at.c] ?? 1, bias?.[at.c] ?? 0];
    const [ofMean, ofVariance] = options.mean ? [0, 0] : momentErrors(map, spread);
    const normal = (read(...index) - mean) / deviation;
    const value = normal * factor + shift;
    // the square root halves the error of variance + epsilon, of which epsilon and the sum are rounded
    const root = (ofVariance + 2) / 2 + SQUARE_ROOT;
    const relative = 1 + root + DIVISION + (scale ? 1 : 0);
    const magnitude = Math.abs(factor) * (relative * Math.abs(normal) + ofMean / deviation);
    return [value, U * (magnitude + (bias ? Math.abs(value) : 0))];
  });
}

/**
 * Errors of a mean (absolute) and of the variance (relative), in units of 2⁻²⁴. Each is a sum times a rounded factor, which adds two
 * roundings. The variance sums squares of rounded differences. An error of the mean adds its square to the variance.
 */
function momentErrors(map: readonly number[], variance: number): [mean: number, variance: number] {
  const ofMean = ((SUM + 2) * map.reduce((sum, value) => sum + Math.abs(value), 0)) / map.length;
  return [ofMean, SUM + 2 + 2 + (U * ofMean ** 2) / variance];
}

/** Reduces axes. A mean is the sum times a rounded factor. */
export function reduceReference(
  input: Tensor,
  axes: readonly number[],
  reduction: 'sum' | 'mean' | 'sum-square',
  keepDimensions: boolean,
): Reference {
  const kept = input.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const groups = new Map<string, number[]>();
  build(input.shape, (index) => {
    const key = index.map((at, axis) => (axes.includes(axis) ? 0 : at)).join();
    const value = reader(input)(...index);
    const term = reduction === 'sum-square' ? value ** 2 : value;
    groups.set(key, [...(groups.get(key) ?? []), term]);
    return [0, 0];
  });
  const whole = build(kept, (index) => {
    const terms = groups.get(index.join()) as number[];
    const [sum, bound] = sumOf(terms);
    if (reduction !== 'mean') return [sum, bound];
    return [sum / terms.length, (bound + 2 * U * Math.abs(sum)) / terms.length];
  });
  const left = input.shape.filter((_, axis) => !axes.includes(axis));
  return { ...whole, shape: keepDimensions ? kept : left.length > 0 ? left : [1] };
}
