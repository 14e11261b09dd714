import { describe, expect, test } from 'vitest';
import { KERNELS } from '../../src/kernels/registry.ts';
import { type Conv2dCase, problemOf } from '../case.ts';
import { float16Cases, float32Cases } from '../cases.ts';
import type { CaseReport } from './conv2d-runner.ts';
import { casesByKernel, madeFor } from './kernel-coverage.ts';
import { lane, requireFeatures } from './lane.ts';

async function expectRight(conv2dCase: Conv2dCase, kernel?: string): Promise<void> {
  const report: CaseReport = await lane.call('runCase', conv2dCase, { kernel });
  expect(report.faults, `${report.kernel} ${JSON.stringify(report.tiles)}`).toEqual([]);
  if (kernel) expect(report.kernel).toBe(kernel);
}

/** Every kernel in Chrome; what the planner chooses in Node, whose own part is float16. */
const groups: [kernel: string | undefined, cases: readonly Conv2dCase[]][] =
  lane.name === 'chrome' ? casesByKernel(float32Cases) : [[undefined, float32Cases]];

describe.each(groups)('%s', (kernel, cases) => {
  for (const conv2dCase of cases) test(conv2dCase.name, () => expectRight(conv2dCase, kernel));
});

describe.each(casesByKernel(float16Cases))('%s in float16', (kernel, cases) => {
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
