import { describe, expect, test } from 'vitest';
import { conv2dBounded } from '../bounds/conv2d.ts';
import { makeCase } from '../case.ts';
import { normal, roundToHalf, tensorsOf } from '../data.ts';
import { randomGenerator } from '../random.ts';
import { fftSums } from './float32-fft.ts';
import { winogradSums } from './float32-winograd.ts';

const f = Math.fround;
describe('the bound of a sum', () => {
  test.each([1, 3, 27, 576, 4608])('holds one rounding after another over %i channels', (inChannels) => {
    const sizes = { inChannels, height: 5, width: 8, outChannels: 8, filter: [1, 1], hasBias: true } as const;
    const dot = makeCase('dot products', sizes);
    const { input, filter, bias } = tensorsOf(dot);
    const { data, bounds } = conv2dBounded(input, filter, { bias });
    const fractions = data.map((exact, index) => {
      const [oc, pixel] = [Math.floor(index / 40), index % 40];
      let sum = bias!.data[oc];
      for (let ic = 0; ic < inChannels; ic++) {
        sum = f(sum + f(input.data[ic * 40 + pixel] * filter.data[oc * inChannels + ic]));
      }
      return Math.abs(sum - exact) / bounds[index];
    });
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1);
    expect(Math.max(...fractions)).toBeGreaterThan(0.02);
  });

  test.each([
    ['winograd2', 2, 16, 1, 1],
    ['winograd2', 2, 128, 1, 1],
    ['winograd2', 2, 16, 1, 3],
    ['winograd2', 2, 16, 2, 1],
    ['winograd2', 2, 128, 2, 1],
    ['winograd4', 4, 16, 1, 1],
    ['winograd4', 4, 128, 1, 1],
    ['winograd4', 4, 16, 1, 2],
    ['winograd4', 4, 16, 2, 1],
    ['winograd4', 4, 128, 2, 1],
    ['winograd4', 4, 16, 2, 2],
  ] as const)('holds %s in float32, tiles of %i, over %i channels, stride %i, dilation %i', (...row) => {
    const [algorithm, tileOut, inChannels, strides, dilations] = row;
    const sizes = { inChannels, height: 15, width: 11, outChannels: 4, filter: [3, 3] } as const;
    const { input, filter } = tensorsOf(makeCase('tiles', { ...sizes, strides, dilations }));
    const { data, bounds, shape } = conv2dBounded(input, filter, { strides, dilations }, algorithm);
    const sums = winogradSums(input, filter, shape, tileOut, strides, dilations);
    const fractions = data.map((exact, index) => Math.abs(sums[index] - exact) / bounds[index]);
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1);
    expect(Math.max(...fractions)).toBeGreaterThan(0.002);
  });

  test.each([
    [64, 31, (value: number) => value],
    [64, 31, (value: number) => Math.abs(value)], // no sums are small
    [40, 31, () => 0.7],
    [64, 9, () => 0.7],
    // of one frequency, as is the filter
    [64, 17, (_: number, row: number, column: number) => ((7 * row + 13 * column) % 5 < 2 ? 0.7 : -0.7)],
    [64, 31, (_: number, row: number, column: number) => f(Math.cos(1.7 * row + 2.6 * column))],
  ] as const)('holds Fourier transforms in float32 of %i², the filter %i²', (side, filterSide, change) => {
    const sizes = { inChannels: 1, height: side, width: side, outChannels: 1 } as const;
    const made = tensorsOf(makeCase('square', { ...sizes, filter: [filterSide, filterSide] }));
    const [input, filter] = [made.input, made.filter].map(({ data, shape }) => ({
      data: Float32Array.from(data, (value, at) => change(value, Math.floor(at / shape[3]), at % shape[3])),
      shape,
    }));
    const { data, bounds, shape } = conv2dBounded(input, filter, {}, 'fft');
    const sums = fftSums(input, filter, shape, 64);
    const fractions = data.map((exact, index) => Math.abs(sums[index] - exact) / bounds[index]);
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1);
    expect(Math.max(...fractions)).toBeGreaterThan(0.002);
  });

  test('is at least the direct one for Winograd, tile by tile', () => {
    const { input, filter } = tensorsOf(
      makeCase('', { inChannels: 4, height: 9, width: 7, outChannels: 3, filter: [3, 3], padding: 1 }),
    );
    const direct = conv2dBounded(input, filter, { padding: 1 }, 'direct').bounds;
    const winograd = conv2dBounded(input, filter, { padding: 1 }, 'winograd2').bounds;
    direct.forEach((bound, index) => {
      expect(winograd[index]).toBeGreaterThanOrEqual(bound);
    });
  });
});

describe('whole numbers', () => {
  const sizes = {
    inChannels: 3,
    height: 4,
    width: 5,
    outChannels: 2,
    filter: [2, 2],
    values: 'integers',
  } as const;
  const { input, filter } = tensorsOf(makeCase('', sizes));

  test.each(['relu', 'relu6', undefined, { type: 'clamp', min: -3, max: 5 }] as const)(
    'are exact through %o',
    (activation) => {
      expect(conv2dBounded(input, filter, { activation }).bounds.every((bound) => bound === 0)).toBe(true);
    },
  );

  test('are not exact through a transform, a fraction, or beyond 2²⁴', () => {
    const isBounded = (options: object, algorithm: 'direct' | 'winograd2' = 'direct', scale = 1) =>
      conv2dBounded(
        { ...input, data: input.data.map((x) => x * scale) },
        filter,
        options,
        algorithm,
      ).bounds.some((bound) => bound > 0);
    expect(isBounded({})).toBe(false);
    expect(isBounded({}, 'winograd2')).toBe(true);
    expect(isBounded({ activation: 'sigmoid' })).toBe(true);
    expect(isBounded({ paddingMode: 'constant', paddingValue: 0.5, padding: 1 })).toBe(true);
    expect(isBounded({}, 'direct', 2 ** 20)).toBe(true);
  });

  test('are exact in float16 up to 2048 only', () => {
    const at = (scale: number) =>
      conv2dBounded(
        { data: [1], shape: [1, 1, 1, 1] },
        { data: [scale], shape: [1, 1, 1, 1] },
        { dtype: 'float16' },
      ).bounds[0];
    expect(at(2048)).toBe(0);
    expect(at(2050)).toBeGreaterThanOrEqual(2050 * 2 ** -11);
  });
});

test('float16 storage is one rounding more', () => {
  const random = randomGenerator(7);
  for (let trial = 0; trial < 1000; trial++) {
    const [x, w] = [roundToHalf(normal(random)), roundToHalf(1e-3 * normal(random))];
    const one = (value: number) => ({ data: [value], shape: [1, 1, 1, 1] });
    const { data, bounds } = conv2dBounded(one(x), one(w), { dtype: 'float16' });
    expect(Math.abs(roundToHalf(data[0]) - data[0])).toBeLessThanOrEqual(bounds[0]);
  }
});

test.each([
  [1, 1],
  [2049, 2048],
  [2051, 2052],
  [1 / 3, 0.333251953125],
  [65504, 65504],
  [2 ** -24, 2 ** -24],
  [1.5 * 2 ** -24, 2 * 2 ** -24],
  [2 ** -25, 0],
  [-0.1, -0.0999755859375],
  [0, 0],
])('the nearest float16 to %f is %f', (x, half) => {
  expect(roundToHalf(x)).toBe(half);
});
