import { describe, expect, test } from 'vitest';
import { activate } from '../../src/cpu/activation.ts';
import { erfc } from '../../src/cpu/erf.ts';
import { resolveActivation } from '../../src/problem/activation.ts';
import type { Activation } from '../../src/problem/options.ts';

/** The values that WebNN's formulas give, worked out to the digits shown. */
const values: [activation: Activation, x: number, value: number][] = [
  ['relu', -2, 0],
  ['relu', 2, 2],
  ['relu6', 7, 6],
  ['relu6', -1, 0],
  ['leaky-relu', -2, -0.02],
  [{ type: 'leaky-relu', slope: 0.25 }, -2, -0.5],
  [{ type: 'leaky-relu', slope: 0.25 }, 2, 2],
  ['elu', -1, -0.6321205588285577],
  [{ type: 'elu', alpha: 2 }, -1, -1.2642411176571153],
  [{ type: 'elu', alpha: 2 }, 3, 3],
  ['sigmoid', 0, 0.5],
  ['sigmoid', 2, 0.8807970779778823],
  ['sigmoid', -800, 0],
  ['tanh', 0.5, 0.4621171572600097],
  ['silu', 1, 0.7310585786300049],
  ['silu', -1, -0.2689414213699951],
  ['gelu-erf', 1, 0.8413447460685429],
  ['gelu-erf', -1, -0.15865525393145707],
  ['gelu-tanh', 1, 0.8411919906082768],
  ['gelu-tanh', -1, -0.15880800939172324],
  ['hard-swish', -4, 0],
  ['hard-swish', 1, 2 / 3],
  ['hard-swish', 4, 4],
  [{ type: 'clamp', min: -1, max: 2 }, -5, -1],
  [{ type: 'clamp', min: -1, max: 2 }, 5, 2],
  [{ type: 'clamp', min: -1, max: 2 }, 0.5, 0.5],
];

test.each(values)('%o at %f is %f', (activation, x, value) => {
  expect(activate(resolveActivation(activation), x)).toBeCloseTo(value, 15);
});

test.each([
  ['gelu-tanh', -8, -3.107782937501111e-21],
  ['gelu-erf', -10, -7.61985302416052e-23],
  ['silu', -40, -1.6993417021166355e-16],
  ['elu', -1e-9, -9.999999995e-10],
] as const)('%s at %f keeps its digits', (activation, x, value) => {
  expect(activate(resolveActivation(activation), x) / value).toBeCloseTo(1, 12);
});

test('no activation leaves the value', () => {
  expect(activate(resolveActivation(undefined), -1.5)).toBe(-1.5);
});

describe('erfc', () => {
  test('is 1 − 2/√π ∫ e^(−t²) dt, by Simpson’s rule', () => {
    for (let x = -3; x <= 6; x += 0.125) {
      expect(Math.abs(erfc(x) - (1 - erfBySimpson(x)))).toBeLessThanOrEqual(STEPS * 2 ** -52);
    }
  });

  test.each([
    [-1, 1.8427007929497148],
    [0, 1],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [2, 0.004677734981047266],
    [3, 0.000022090496998585441],
  ])('of %f is %f', (x, value) => {
    expect(erfc(x)).toBeCloseTo(value, 15);
  });

  test('keeps its digits in the tail', () => {
    expect(erfc(5) / 1.5374597944280349e-12).toBeCloseTo(1, 12);
    expect(erfc(10) / 2.088487583762545e-45).toBeCloseTo(1, 12);
  });

  test('joins its two formulas without a step', () => {
    expect(erfc(2.5) / erfc(2.5 - 2 ** -40)).toBeCloseTo(1, 10);
  });
});

/** Enough that Simpson's own error stays below the rounding of this many additions. */
const STEPS = 4000;

function erfBySimpson(x: number): number {
  const h = x / STEPS;
  let sum = 0;
  for (let i = STEPS; i >= 0; i--) {
    const weight = i === 0 || i === STEPS ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-((i * h) ** 2));
  }
  return (2 / Math.sqrt(Math.PI)) * (h / 3) * sum;
}
