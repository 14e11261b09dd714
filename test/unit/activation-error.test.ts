import { describe, expect, test } from 'vitest';
import { activate } from '../../src/cpu/activation.ts';
import { erfc } from '../../src/cpu/erf.ts';
import { resolveActivation } from '../../src/problem/activation.ts';
import { activationArguments } from '../activation-arguments.ts';
import { lipschitzConstant } from '../bounds/activation_error.ts';
import { activationBound } from '../bounds/conv2d.ts';
import { UNIT_ROUNDOFF } from '../bounds/rounding.ts';
import { errorFraction } from '../error-fraction.ts';
import { ACTIVATIONS } from '../factor-cases.ts';
import { activateInFloat32, type Device, ERFC_COEFFICIENTS } from './float32-activation.ts';

const activations = ACTIVATIONS.map((activation) => resolveActivation(activation));
const SIGNS = [-1, 0, 1] as const;
const DEVICES: Device[] = SIGNS.flatMap((exp) => SIGNS.map((divide) => ({ exp, divide })));

/** Those that compute more than a comparison and a product. */
const COMPUTED = ['elu', 'sigmoid', 'tanh', 'silu', 'gelu-erf', 'gelu-tanh', 'hard-swish'];

describe.each(activations)('activation $type($a, $b)', (activation) => {
  test('never grows a difference by more than its Lipschitz constant, and comes near it', () => {
    let steepest = 0;
    for (let x = -8; x < 8; x += 2 ** -9) {
      const slope = Math.abs(activate(activation, x + 2 ** -10) - activate(activation, x)) / 2 ** -10;
      steepest = Math.max(steepest, slope);
    }
    expect(steepest).toBeLessThanOrEqual(lipschitzConstant(activation) * (1 + 2 ** -30));
    expect(steepest).toBeGreaterThan(0.98 * lipschitzConstant(activation));
  });

  test('in float32, on the worst of devices, stays within its bound, and comes near it where it computes', () => {
    let largest = 0;
    for (const x of activationArguments) {
      const exact = activate(activation, x);
      const bound = activationBound(activation, x, exact);
      for (const device of DEVICES) {
        const fraction = errorFraction(activateInFloat32(activation, x, device), exact, bound);
        if (fraction > 1) expect.fail(`${fraction} of the bound at ${x}, ${JSON.stringify(device)}`);
        largest = Math.max(largest, fraction);
      }
    }
    if (COMPUTED.includes(activation.type)) expect(largest).toBeGreaterThan(0.9);
  });
});

describe("the shader's erfc", () => {
  const polynomial = (t: number, coefficients: readonly number[]) =>
    coefficients.reduce((sum, coefficient) => sum * t + coefficient);
  const grid = Array.from({ length: 9 * 512 }, (_, at) => at / 512);

  test('has ten coefficients', () => {
    expect(ERFC_COEFFICIENTS).toHaveLength(10);
  });

  test('is a formula within 1.9 roundings of erfc, its coefficients rounded to float32', () => {
    const coefficients = ERFC_COEFFICIENTS.map(Math.fround);
    const errors = grid.map((m) => {
      const t = 1 / (1 + m / 2);
      return Math.abs((t * Math.exp(polynomial(t, coefficients) - m * m)) / erfc(m) - 1) / UNIT_ROUNDOFF;
    });
    expect(Math.max(...errors)).toBeLessThanOrEqual(1.9);
    expect(Math.max(...errors)).toBeGreaterThan(1.7);
  });

  test('feels an error of t 2.26 times at most', () => {
    const sensitivities = grid.map((m) => {
      const t = 1 / (1 + m / 2);
      const logarithm = (at: number) => Math.log(at) + polynomial(at, ERFC_COEFFICIENTS);
      return Math.abs((logarithm(t * (1 + 1e-6)) - logarithm(t * (1 - 1e-6))) / 2e-6);
    });
    expect(Math.max(...sensitivities)).toBeLessThanOrEqual(2.26);
    expect(Math.max(...sensitivities)).toBeGreaterThan(2.25);
  });

  test('evaluates its polynomial within 5.6 roundings', () => {
    const rounding = (value: number) => 2 ** Math.floor(Math.log2(Math.abs(value)));
    const errors = grid.map((m) => {
      const t = 1 / (1 + m / 2);
      let [sum, error] = [ERFC_COEFFICIENTS[0], 0];
      for (const coefficient of ERFC_COEFFICIENTS.slice(1)) {
        error = error * t + rounding(sum * t);
        sum = sum * t + coefficient;
        error += rounding(sum);
      }
      return error;
    });
    expect(Math.max(...errors)).toBeLessThanOrEqual(5.6);
    expect(Math.max(...errors)).toBeGreaterThan(5.5);
  });
});
