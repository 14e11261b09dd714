import type { Dtype, FilterLayout, InputLayout } from './options.ts';

/** Bytes of one stored element. */
export const ELEMENT_BYTES: Readonly<Record<Dtype, number>> = { float32: 4, float16: 2 };

/** Number of elements of a shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Distances, in elements, between neighbors along each axis of an input or output. */
export interface TensorStrides {
  readonly n: number;
  readonly c: number;
  readonly h: number;
  readonly w: number;
}

/** Distances, in elements, between neighbors along each axis of a filter. */
export interface FilterStrides {
  readonly o: number;
  readonly i: number;
  readonly h: number;
  readonly w: number;
}

/** `[n, c, h, w]` in the order of `layout`. */
export function shapeOf(
  layout: InputLayout,
  [n, c, h, w]: readonly [number, number, number, number],
): [number, number, number, number] {
  return layout === 'nchw' ? [n, c, h, w] : [n, h, w, c];
}

/** Sizes of a four-axis shape in the order of `layout`. */
export function readInputShape(shape: readonly number[], layout: InputLayout) {
  const size = (axis: string) => shape[layout.indexOf(axis)];
  return { batch: size('n'), channels: size('c'), height: size('h'), width: size('w') };
}

/** Sizes of a filter's shape in the order of `layout`; `inChannels` is per group. */
export function readFilterShape(shape: readonly number[], layout: FilterLayout) {
  const size = (axis: string) => shape[layout.indexOf(axis)];
  return { outChannels: size('o'), inChannels: size('i'), height: size('h'), width: size('w') };
}

/** Strides of a dense tensor whose sizes are given as `{ c, h, w }`. */
export function tensorStrides(
  layout: InputLayout,
  { c, h, w }: { c: number; h: number; w: number },
): TensorStrides {
  return layout === 'nchw' ? { n: c * h * w, c: h * w, h: w, w: 1 } : { n: c * h * w, c: 1, h: w * c, w: c };
}

/** Strides of a dense filter whose sizes are given as `{ o, i, h, w }`. */
export function filterStrides(
  layout: FilterLayout,
  sizes: { o: number; i: number; h: number; w: number },
): FilterStrides {
  const strides = { o: 0, i: 0, h: 0, w: 0 };
  let stride = 1;
  for (const axis of [...layout].reverse() as ('o' | 'i' | 'h' | 'w')[]) {
    strides[axis] = stride;
    stride *= sizes[axis];
  }
  return strides;
}
