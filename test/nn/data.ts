import { storedBound } from '../../src/problem/tolerance.ts';
import { errorFraction } from '../error-fraction.ts';
import type { PlainTensor } from '../gpu/page/nn.ts';

/** What a reference gives: the exact values and, for each, how far a float32 computation of it may be off. */
export interface Reference {
  data: number[];
  shape: number[];
  bounds: number[];
}

/** A tensor of float32 values in [−1, 1), the same for the same seed (mulberry32's mixing). */
export function randomTensor(shape: readonly number[], seed = 1): PlainTensor {
  let state = seed * 0x9e3779b9;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const data = Array.from({ length: elementCount(shape) }, () => Math.fround(2 * next() - 1));
  return { data, shape: [...shape] };
}

export const elementCount = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** Distance between neighbors along each axis of a dense tensor. */
export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
}

/** A tensor whose element at each multi-index is what `at` gives: its value and its bound. */
export function build(
  shape: readonly number[],
  at: (index: number[]) => readonly [number, number],
): Reference {
  const strides = stridesOf(shape);
  const reference: Reference = { data: [], shape: [...shape], bounds: [] };
  for (let flat = 0; flat < elementCount(shape); flat++) {
    const [value, bound] = at(shape.map((size, axis) => Math.floor(flat / strides[axis]) % size));
    reference.data.push(value);
    reference.bounds.push(bound);
  }
  return reference;
}

/** Reads a tensor at a multi-index. */
export function reader({ data, shape }: { data: ArrayLike<number>; shape: readonly number[] }) {
  const strides = stridesOf(shape);
  return (...index: number[]) => data[index.reduce((sum, i, axis) => sum + i * strides[axis], 0)];
}

/** A multi-index in the order of a layout, from sizes by axis name. */
export function inLayout(layout: string, index: Record<string, number>): number[] {
  return [...layout].map((axis) => index[axis]);
}

/** A multi-index by axis name. */
export function byAxis(layout: string, index: readonly number[]): Record<string, number> {
  return Object.fromEntries([...layout].map((axis, place) => [axis, index[place]]));
}

/** The largest |error| / bound of a result that is stored as `dtype`. Above 1 is wrong. */
export function worstError(
  actual: PlainTensor,
  expected: Reference,
  dtype: 'float32' | 'float16' = 'float32',
): number {
  if (actual.shape.join() !== expected.shape.join()) {
    throw new Error(`shape [${actual.shape}] is not the reference's [${expected.shape}]`);
  }
  const fractions = expected.data.map((value, index) =>
    errorFraction(actual.data[index], value, storedBound(dtype, value, expected.bounds[index])),
  );
  return fractions.reduce((worst, fraction) => Math.max(worst, fraction), 0);
}

/** A tensor whose values float16 holds exactly: 10 bits after the point, up to 1. */
export function randomHalves(shape: readonly number[], seed = 1): PlainTensor {
  const { data } = randomTensor(shape, seed);
  return { data: data.map((value) => Math.round(value * 1024) / 1024), shape: [...shape] };
}
