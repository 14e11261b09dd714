import { expect, test } from 'vitest';
import { lane } from './lane.ts';

interface Comparison {
  difference: number;
  counts: { separate: number; joined: number };
  isShared: boolean;
  summary: string;
}

test.each(['nchw', 'nhwc'])('a fused graph gives what its operators give one by one, %s', async (layout) => {
  const { difference, counts, isShared, summary } = await lane.call<Comparison>('compareGraph', layout);
  // chosen by hand, since other tests hold each operator to its bound: folding the normalization changes the roundings of
  // scores of up to 30 before a softmax; 12 · 2⁻²⁴ was seen
  expect(difference).toBeLessThan(2 ** -24 * 8 * 30);
  expect(counts).toEqual({ separate: 12, joined: 7 });
  expect(isShared).toBe(true);
  expect(summary).toMatch(/^name +kind +output +parameters +multiply-adds +sees\n/);
});

test('a model updates a tensor of the caller’s in place', async () => {
  expect(await lane.call('updateInput')).toEqual([0.25, 0.0625]);
});
