import { describe, expect, test } from 'vitest';
import { float32Cases } from '../cases.ts';
import { allRuns, type CaseRun, isAboutTiles, quickRuns } from '../runs.ts';
import { scope } from '../scope.ts';
import { capabilities } from './capabilities.ts';
import type { CaseReport } from './conv2d-runner.ts';
import { float16Test, lane } from './lane.ts';

const runsOf = scope === 'all' ? allRuns : quickRuns;

async function expectRight({ conv2dCase, kernel }: CaseRun): Promise<void> {
  const choice = kernel ? { kernel, tiles: isAboutTiles(conv2dCase) ? 'usual' : 'smallest' } : {};
  const report: CaseReport = await lane.call('runCase', conv2dCase, choice);
  expect(report.faults, `${report.kernel} ${JSON.stringify(report.tiles)}`).toEqual([]);
  if (kernel) expect(report.kernel).toBe(kernel);
}

/** Runs by kernel. */
function grouped(runs: readonly CaseRun[]): [kernel: string, runs: CaseRun[]][] {
  const groups = new Map<string, CaseRun[]>();
  for (const run of runs) {
    const name = run.kernel ?? 'the planner’s choice';
    groups.set(name, [...(groups.get(name) ?? []), run]);
  }
  return [...groups];
}

// float32 is Chrome's part and float16 that of Node, unless one of them has no float16
if (lane.name === 'chrome' || !capabilities.hasF16) {
  describe.each(grouped(runsOf('float32', capabilities)))('%s', (_, runs) => {
    for (const run of runs) test(run.conv2dCase.name, () => expectRight(run));
  });
}

describe.each(grouped(runsOf('float16', { ...capabilities, hasF16: true })))('%s in float16', (_, runs) => {
  for (const run of runs) float16Test(run.conv2dCase.name, () => expectRight(run));
});

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
