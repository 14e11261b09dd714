import { describe, expect, test } from 'vitest';
import { gradientCases } from '../nn/gradient-graphs.ts';
import { tfjsGradients } from '../nn/gradients-tfjs.ts';
import { lane } from './lane.ts';

describe('gradients of a network of whole numbers are those of TensorFlow.js, to the last bit', () => {
  test.each(Object.keys(gradientCases))('%s', async (name) => {
    const expected = await tfjsGradients(name);
    const actual = await lane.call<Record<string, number[]>>('gradientsOf', name);
    expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
    for (const [key, numbers] of Object.entries(expected)) {
      // + 0 makes −0 a 0
      expect(
        actual[key].map((value) => value + 0),
        key,
      ).toEqual(numbers.map((value) => value + 0));
    }
    expect(Math.max(...expected.loss)).toBeLessThan(2 ** 24);
  });
});
