import { describe, expect, test } from 'vitest';
import type { Conv2dSettings } from '../../src/problem/options.ts';
import { lane } from './lane.ts';

const cases: [string, Conv2dSettings, number[], number[]][] = [
  ['no option', {}, [1, 3, 9, 11], [4, 3, 3, 3]],
  [
    "every option, with the modules 'activation' and 'fold_index'",
    {
      padding: [9, 1, 2, 3],
      paddingMode: 'reflect',
      strides: [2, 1],
      dilations: [1, 2],
      groups: 2,
      inputLayout: 'nhwc',
      filterLayout: 'hwio',
      flipFilter: true,
      activation: 'gelu-erf',
    },
    [2, 19, 21, 6],
    [5, 3, 3, 10],
  ],
];

// conv2d_rows reads what 'pack_filter' packs.
describe.each(['conv2d_direct', 'conv2d_tiled', 'conv2d_rows'])('%s', (kernel) => {
  test.each(cases)('agrees with the reference: %s', async (_, settings, inputShape, filterShape) => {
    const difference = await lane.call('convolveOnce', settings, inputShape, filterShape, { kernel });
    expect(difference).toBeLessThan(2 ** -20);
  });
});
