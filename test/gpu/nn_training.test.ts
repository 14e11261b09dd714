import { describe, expect, test } from 'vitest';
import type { OptimizerInit } from '../../src/nn/index.ts';
import { readDigits } from '../nn/digit-files.ts';
import { WHOLE_TRAINING } from '../nn/digit-training.ts';
import { takeDigits } from '../nn/digits.ts';
import { tfjsLosses } from '../nn/digits-tfjs-cpu.ts';
import { SUM, U } from '../nn/rounding.ts';
import { lane } from './lane.ts';

describe('lesson 6, learning the filter [1, -1]', () => {
  const image = Array.from({ length: 6 }, () => [1, 1, 0, 0, 0, 0, 1, 1]);
  const target = Array.from({ length: 6 }, () => [0, 1, 0, 0, 0, -1, 0]);
  /**
   * Rounding error of one step: 0.001 times that of a gradient of 18 terms 2 · (sum − target), in which the sum of two products and
   * the difference are at most 2; then a product, and a difference from a weight of at most 1.
   */
  const STEP_ERROR = (0.001 * (18 * 2 * (2 * SUM + 2) + SUM * 18 * 4) + 1 + 0.1) * U;
  const learn = (rate: number, steps: number) =>
    lane.call<{ filter: number[]; loss: number }[]>('learnFilter', image, target, rate, steps);

  test("gives the sheet's filters and losses after 100, 200, 300 and 400 steps", async () => {
    const checkpoints = await learn(0.001, 400);
    const magnitudes = checkpoints.map(({ filter }) => filter[0].toFixed(4));
    expect(magnitudes).toEqual(['0.7010', '0.9106', '0.9733', '0.9920']);
    const losses = checkpoints.map(({ loss }) => loss);
    expect(losses.slice(0, 3).map((loss) => loss.toFixed(4))).toEqual(['1.0729', '0.0959', '0.0086']);
    expect(losses[3].toFixed(5)).toBe('0.00077');
    checkpoints.forEach(({ filter: [first, second] }, index) => {
      // a step keeps 0.988 of the distance to the target, so rounding errors add up to at most 1 / (1 − 0.988) of one step's
      const closedForm = 1 - 0.988 ** (100 * (index + 1));
      expect(Math.abs(first - closedForm)).toBeLessThan(STEP_ERROR / (1 - 0.988));
      expect(Math.abs(second + closedForm)).toBeLessThan(STEP_ERROR / (1 - 0.988));
    });
  });

  test('a step size that is too large diverges', async () => {
    const [first, second] = await learn(0.2, 200);
    expect(Math.abs(first.filter[0])).toBeGreaterThan(1e6);
    expect(second.loss === null || second.loss > first.loss).toBe(true); // infinity travels as null
  });
});

/** The whole training is a row of the bench, which asks for 97 % of held-out digits: `--suite models --filter digits`. */
describe('lesson 7, handwritten digits', () => {
  const { training } = readDigits(WHOLE_TRAINING.heldOutCount);
  // fewer say nothing of whether it learns: losses of single batches differ by more
  const steps = 50;

  test.each<OptimizerInit>([
    { type: 'sgd', learningRate: 0.01, momentum: 0.9 },
    { type: 'adam', learningRate: 0.001 },
  ])(
    `loses as TensorFlow.js does on its CPU, from the same weights, over ${steps} steps of $type`,
    async (optimizer) => {
      const options = { batch: 4, steps, seed: 3, optimizer };
      const digits = takeDigits(training, options.batch * options.steps);
      const expected = await tfjsLosses(digits, options);
      const losses = await lane.call<number[]>('trainDigits', { ...options, digits });
      const differences = losses.map((loss, step) => Math.abs(loss - expected[step]));
      // chosen by hand: no formula bounds fifty steps of a network. 4e-6 was seen, and 0.01 with a rate 1 % off
      expect(Math.max(...differences)).toBeLessThan(1e-4);
      const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
      expect(meanOf(losses.slice(-10))).toBeLessThan(meanOf(losses.slice(0, 10)));
    },
  );
});
