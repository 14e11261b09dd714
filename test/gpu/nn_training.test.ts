import { describe, expect, test } from 'vitest';
import { lane } from './lane.ts';

describe('lesson 6, learning the filter [1, -1]', () => {
  const image = Array.from({ length: 6 }, () => [1, 1, 0, 0, 0, 0, 1, 1]);
  const target = Array.from({ length: 6 }, () => [0, 1, 0, 0, 0, -1, 0]);
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
      const closedForm = 1 - 0.988 ** (100 * (index + 1));
      expect(Math.abs(first - closedForm)).toBeLessThan(1e-5);
      expect(Math.abs(second + closedForm)).toBeLessThan(1e-5);
    });
  });

  test('a step size that is too large diverges', async () => {
    const [first, second] = await learn(0.2, 200);
    expect(Math.abs(first.filter[0])).toBeGreaterThan(1e6);
    expect(second.loss === null || second.loss > first.loss).toBe(true); // infinity travels as null
  });
});
