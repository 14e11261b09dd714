import { describe, expect, test } from 'vitest';
import { Digits, oneHot, PIXELS } from '../../demo/learn/digits/digit_data.ts';
import { receptiveFields, STAGE_NAMES, STAGES, seenBy } from '../../demo/learn/digits/digit_network.ts';

describe('the digits', () => {
  const bytes = new Uint8Array(1003 * (1 + PIXELS));
  for (let digit = 0; digit < 1003; digit++)
    bytes.fill(digit % 10, digit * (1 + PIXELS), (digit + 1) * (1 + PIXELS));
  const digits = new Digits(bytes);

  test('keep a thousand from training, and go round', () => {
    expect(digits.trainingCount).toBe(3);
    expect(digits.training(2, 3).labels).toEqual([2, 0, 1]);
    expect(digits.heldOut(998, 4).labels).toEqual([1, 2, 3, 4]);
  });

  test('have ink from 0 to 1', () => {
    const { images } = digits.training(2, 1);
    expect(images).toHaveLength(PIXELS);
    expect(images[PIXELS - 1]).toBeCloseTo(2 / 255, 6);
  });

  test('become targets with a single 1', () => {
    expect(Array.from(oneHot([3])).indexOf(1)).toBe(3);
    expect(oneHot([3, 9]).reduce((sum, value) => sum + value)).toBe(2);
  });
});

describe('what the neurons of the digit network see', () => {
  const fields = receptiveFields();

  test.each(STAGE_NAMES)('the first and the last of %s see the corners that the layers leave', (stage) => {
    expect(seenBy(fields[stage], 0)[0]).toBe(0);
    const [first, last] = seenBy(fields[stage], STAGES[stage].side - 1);
    expect([last, last - first + 1]).toEqual([27, fields[stage].size[0]]);
  });
});
