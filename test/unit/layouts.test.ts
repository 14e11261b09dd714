import { describe, expect, test } from 'vitest';
import { conv2dReference } from '../../src/index.ts';
import {
  filterStrides,
  readFilterShape,
  readInputShape,
  shapeOf,
  tensorStrides,
} from '../../src/problem/layouts.ts';

const sizes = { n: 2, c: 6, h: 5, w: 7 };
const filterSizes = { o: 4, i: 3, h: 2, w: 3 };

describe.each(['nchw', 'nhwc'] as const)('input layout %s', (layout) => {
  const shape = [...layout].map((axis) => sizes[axis as keyof typeof sizes]);

  test('reads and writes shapes in its order', () => {
    expect(shapeOf(layout, [2, 6, 5, 7])).toEqual(shape);
    expect(readInputShape(shape, layout)).toEqual({ batch: 2, channels: 6, height: 5, width: 7 });
  });

  test('has the strides of a dense row-major tensor', () => {
    const strides = tensorStrides(layout, sizes);
    expect([...layout].map((axis) => strides[axis as keyof typeof sizes])).toEqual(rowMajor(shape));
  });
});

describe.each(['oihw', 'hwio', 'ohwi', 'ihwo'] as const)('filter layout %s', (layout) => {
  const axes = [...layout] as (keyof typeof filterSizes)[];
  const shape = axes.map((axis) => filterSizes[axis]);

  test('reads shapes in its order', () => {
    const read = { outChannels: 4, inChannels: 3, height: 2, width: 3 };
    expect(readFilterShape(shape, layout)).toEqual(read);
  });

  test('has the strides of a dense row-major tensor', () => {
    const strides = filterStrides(layout, filterSizes);
    expect(axes.map((axis) => strides[axis])).toEqual(rowMajor(shape));
  });

  test('gives the reference the same numbers as oihw, for both input layouts', () => {
    const input = { data: ramp(2 * 6 * 5 * 7), shape: [2, 6, 5, 7] };
    const filter = { data: ramp(4 * 3 * 2 * 3), shape: [4, 3, 2, 3] };
    const expected = conv2dReference(input, filter, { groups: 2, padding: [1, 0, 2, 0] });
    const other = { data: permute(filter, 'oihw', layout), shape };
    expect(conv2dReference(input, other, { groups: 2, padding: [1, 0, 2, 0], filterLayout: layout })).toEqual(
      expected,
    );
    const nhwc = { data: permute(input, 'nchw', 'nhwc'), shape: [2, 5, 7, 6] };
    const options = { groups: 2, padding: [1, 0, 2, 0], filterLayout: layout, inputLayout: 'nhwc' } as const;
    const output = conv2dReference(nhwc, other, options);
    expect(permute(output, 'nhwc', 'nchw')).toEqual([...expected.data]);
  });
});

function rowMajor(shape: number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
}

function ramp(count: number): number[] {
  return Array.from({ length: count }, (_, i) => ((i * 37) % 23) - 11);
}

/** Reorders data axis by axis, counting through the new order. */
function permute(
  { data, shape }: { data: ArrayLike<number>; shape: number[] },
  from: string,
  to: string,
): number[] {
  const newShape = [...to].map((axis) => shape[from.indexOf(axis)]);
  const oldStrides = rowMajor(shape);
  const newStrides = rowMajor(newShape);
  return Array.from({ length: data.length }, (_, index) => {
    const coordinates = newShape.map((size, axis) => Math.floor(index / newStrides[axis]) % size);
    return data[[...from].reduce((sum, axis, i) => sum + coordinates[to.indexOf(axis)] * oldStrides[i], 0)];
  });
}
