import { describe, expect, test } from 'vitest';
import { KERNELS } from '../../src/kernels/registry.ts';
import { type Conv2dCase, problemOf } from '../case.ts';
import { float16Cases, float16StorageCases, float32Cases } from '../cases.ts';
import { sizeCases } from '../factor-cases.ts';
import type { CaseReport } from './conv2d-runner.ts';
import { casesByKernel, madeFor } from './kernel-coverage.ts';
import { lane, requireFeatures } from './lane.ts';

/** Sizes meet the tiles that a kernel usually has; for the rest, see `tilesFor()` in `page/conv2d-cases.ts`. */
const usualTiles = new Set(sizeCases.map(({ name }) => name));

async function expectRight(conv2dCase: Conv2dCase, kernel?: string): Promise<void> {
  const tiles = usualTiles.has(conv2dCase.name) ? 'usual' : 'smallest';
  const report: CaseReport = await lane.call('runCase', conv2dCase, kernel ? { kernel, tiles } : {});
  expect(report.faults, `${report.kernel} ${JSON.stringify(report.tiles)}`).toEqual([]);
  if (kernel) expect(report.kernel).toBe(kernel);
}

const hasF16 = lane.features.includes('shader-f16');

// Chrome's part is every kernel in float32; that of Node is float16, where its device has it
if (lane.name === 'chrome') {
  describe.each(casesByKernel(float32Cases))('%s', (kernel, cases) => {
    for (const conv2dCase of cases) test(conv2dCase.name, () => expectRight(conv2dCase, kernel));
  });
} else {
  describe('the planner’s choice', () => {
    const cases = hasF16 ? float16Cases : float32Cases;
    for (const conv2dCase of cases) test(conv2dCase.name, () => expectRight(conv2dCase));
  });
}

// 'sum_splits' after 'conv2d_gemm', whose channels do not divide
describe('conv2d_gemm with its channels split', () => {
  const split = float32Cases.filter(({ name }) =>
    /^(control|bias, residual|residual, nhwc|prime|256 channels)/.test(name),
  );
  for (const conv2dCase of split) {
    test(conv2dCase.name, async () => {
      const choice = { kernel: 'conv2d_gemm', tiles: 'smallest', splits: 2 };
      const report: CaseReport = await lane.call('runCase', conv2dCase, choice);
      expect(report.faults, JSON.stringify(report.tiles)).toEqual([]);
      expect(report.tiles.SPLITS).toBe(2);
    });
  }
});

describe.each(casesByKernel(float16StorageCases))('%s in float16', (kernel, cases) => {
  for (const conv2dCase of cases) {
    test(conv2dCase.name, (context) => {
      requireFeatures(context, 'shader-f16');
      return expectRight(conv2dCase, kernel);
    });
  }
});

test('every kernel says what it is made for', () => {
  expect(madeFor.map(([kernel]) => kernel).sort()).toEqual(KERNELS.map(({ name }) => name).sort());
});

test.each(madeFor)('%s runs every shared case it is made for', (kernel, isMadeFor) => {
  const [, supported] = casesByKernel(float32Cases).find(([name]) => name === kernel)!;
  const wanted = float32Cases.filter((conv2dCase) => isMadeFor(problemOf(conv2dCase)));
  expect(wanted.length).toBeGreaterThan(5);
  expect(wanted.filter((conv2dCase) => !supported.includes(conv2dCase)).map(({ name }) => name)).toEqual([]);
});
