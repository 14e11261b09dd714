import { expect, test } from 'vitest';
import { fromFloat16Bits, toFloat16Bits } from '../../src/gpu/float16.ts';

const roundTrip = (value: number) => fromFloat16Bits(toFloat16Bits([value]))[0];

test('every half-precision number survives the way to float32 and back', () => {
  const bits = Uint16Array.from({ length: 0x10000 }, (_, index) => index).filter(
    (half) => (half & 0x7c00) !== 0x7c00 || (half & 0x3ff) === 0,
  );
  expect(toFloat16Bits(fromFloat16Bits(bits))).toEqual(bits);
});

test.each([
  ['ties to even, down', 1 + 2 ** -11, 1],
  ['ties to even, up', 1 + 3 * 2 ** -11, 1 + 2 ** -9],
  ['above a tie', 1 + 2 ** -11 + 2 ** -20, 1 + 2 ** -10],
  ['the largest', 65504, 65504],
  ['just below overflow', 65519.996, 65504],
  ['overflow', 65520, Number.POSITIVE_INFINITY],
  ['the smallest subnormal', 2 ** -24, 2 ** -24],
  ['half of it', 2 ** -25, 0],
  ['more than half of it', 2 ** -25 * 1.5, 2 ** -24],
  ['a carry out of the subnormals', 2 ** -14 - 2 ** -26, 2 ** -14],
  ['a negative', -0.1, -0.0999755859375],
  ['NaN', Number.NaN, Number.NaN],
])('rounds %s', (_, value, expected) => {
  expect(roundTrip(value)).toBe(expected);
});
