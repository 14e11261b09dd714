import { describe, expect, test } from 'vitest';
import { conv2dReference } from '../../src/cpu/reference.ts';
import { InvalidArgumentError } from '../../src/errors.ts';
import { separateFilter } from '../../src/problem/separate.ts';
import { conv2dBounded } from '../bounds/conv2d.ts';
import { normal } from '../data.ts';
import { randomGenerator } from '../random.ts';

const random = randomGenerator(11);
const draw = (count: number) => Float32Array.from({ length: count }, () => normal(random));

/** Each channel's filter the rounded product of a drawn column and row. */
function productFilter(channels: number, height: number, width: number) {
  const data = new Float32Array(channels * height * width);
  for (let channel = 0; channel < channels; channel++) {
    const [column, row] = [draw(height), draw(width)];
    for (let tap = 0; tap < height * width; tap++) {
      data[channel * height * width + tap] = column[Math.floor(tap / width)] * row[tap % width];
    }
  }
  return { data, shape: [channels, 1, height, width] };
}

describe('separateFilter', () => {
  test('gives two passes that are the convolution, within what rounding allows', () => {
    const filter = productFilter(3, 5, 7);
    const { column, row } = separateFilter(filter)!;
    const input = { data: draw(2 * 3 * 12 * 13), shape: [2, 3, 12, 13] };
    const shared = { groups: 3, paddingMode: 'reflect' } as const;
    const options = { ...shared, padding: [2, 1, 3, 4], strides: [2, 1], dilations: [1, 2] } as const;
    const { data, bounds, shape } = conv2dBounded(input, filter, options);
    const between = conv2dReference(input, column, { ...shared, padding: [2, 1, 0, 0], strides: [2, 1] });
    const after = conv2dReference(between, row, { ...shared, padding: [0, 0, 3, 4], dilations: [1, 2] });
    expect(after.shape).toEqual(shape);
    data.forEach((exact, index) => {
      expect(Math.abs(after.data[index] - exact)).toBeLessThanOrEqual(bounds[index]);
    });
  });

  test('finds nothing in a filter that one weight keeps from being a product', () => {
    const filter = productFilter(2, 3, 3);
    expect(separateFilter(filter)).toBeDefined();
    filter.data[13] *= 1 + 2 ** -20;
    expect(separateFilter(filter)).toBeUndefined();
    expect(separateFilter({ data: [0, 1, 0, 1, 1, 1, 0, 1, 0], shape: [1, 1, 3, 3] })).toBeUndefined();
  });

  test('takes filters of zeros, one weight, one row or one column', () => {
    expect(separateFilter({ data: [0, 0, 0, 0], shape: [1, 1, 2, 2] })?.row.data).toEqual(
      new Float32Array(2),
    );
    expect(separateFilter({ data: [3], shape: [1, 1, 1, 1] })?.column.data).toEqual(Float32Array.of(1));
    expect(separateFilter({ data: [1, 2], shape: [1, 1, 1, 2] })?.row.data).toEqual(Float32Array.of(1, 2));
    expect(separateFilter({ data: [1, 2], shape: [1, 1, 2, 1] })?.column.shape).toEqual([1, 1, 2, 1]);
  });

  test('refuses filters that are not depthwise or whose data does not fit', () => {
    expect(() => separateFilter({ data: draw(8), shape: [1, 2, 2, 2] })).toThrow(InvalidArgumentError);
    expect(() => separateFilter({ data: draw(3), shape: [1, 1, 2, 2] })).toThrow(InvalidArgumentError);
  });
});
