import { describe, expect, test } from 'vitest';
import { KERNELS } from '../../src/kernels/registry.ts';
import { createConv2dProblem } from '../../src/problem/problem.ts';
import { lessons, matrixTensor } from '../lessons.ts';
import { capabilities } from './kernel-coverage.ts';
import { lane } from './lane.ts';
import type { Convolved } from './page/convolve.ts';

const plain = (rows: readonly (readonly number[])[]) => {
  const { data, shape } = matrixTensor(rows);
  return { data: Array.from(data), shape };
};

const problems = lessons.map(({ image, filter }) =>
  createConv2dProblem({ inputShape: plain(image).shape, filterShape: plain(filter).shape }),
);

/** Those that sum as the lessons do and can compute them all: no lesson has the 1×1 filter that some are for. */
const directKernels = KERNELS.filter(
  (kernel) =>
    kernel.algorithm === 'direct' &&
    problems.every((problem) => kernel.supports(problem, capabilities) === true),
).map(({ name }) => name);

describe.each(['the planner', ...directKernels])('by %s', (kernel) => {
  for (const { name, image, filter, expected } of lessons) {
    test(name, async () => {
      const choice = kernel === 'the planner' ? {} : { kernel };
      const { data }: Convolved = await lane.call('convolve', plain(image), plain(filter), {}, choice);
      expect(data).toEqual(expected.flat());
    });
  }
});
