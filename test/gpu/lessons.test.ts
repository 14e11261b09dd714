import { describe, expect, test } from 'vitest';
import { KERNELS } from '../../src/kernels/registry.ts';
import { lessons, matrixTensor } from '../lessons.ts';
import { lane } from './lane.ts';
import type { Convolved } from './page/convolve.ts';

const plain = (rows: readonly (readonly number[])[]) => {
  const { data, shape } = matrixTensor(rows);
  return { data: Array.from(data), shape };
};

const directKernels = KERNELS.filter(({ algorithm }) => algorithm === 'direct').map(({ name }) => name);

describe.each(['the planner', ...directKernels])('by %s', (kernel) => {
  for (const { name, image, filter, expected } of lessons) {
    test(name, async () => {
      const choice = kernel === 'the planner' ? {} : { kernel };
      const { data }: Convolved = await lane.call('convolve', plain(image), plain(filter), {}, choice);
      expect(data).toEqual(expected.flat());
    });
  }
});
