import { describe, expect, test } from 'vitest';
import { KERNELS } from '../../src/kernels/registry.ts';
import type { Capabilities } from '../../src/problem/capabilities.ts';
import { flopsOf } from '../../src/problem/problem.ts';
import { problemOf } from '../case.ts';
import { float32Cases, withHalves } from '../cases.ts';
import { cover, pairsOf } from '../cover.ts';
import { valuesOf } from '../factors.ts';
import { madeFor } from '../gpu/kernel-coverage.ts';
import { layerCases } from '../layer-cases.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { drawCase } from '../random-cases.ts';
import { allRuns, type CaseRun, everyRun, quickRuns } from '../runs.ts';
import { tileSizeCases, tileSizesOf } from '../size-cases.ts';

/** As SwiftShader and lavapipe are. */
const capabilities: Capabilities = {
  limits: DEFAULT_LIMITS,
  hasF16: true,
  hasSubgroups: true,
  isSoftware: true,
  vendor: '',
  architecture: '',
};
const kernels = KERNELS.map(({ name }) => name);

describe('cover', () => {
  const traitsOf = (item: string) => [...item];

  test('reaches every trait with few items, and prefers earlier ones', () => {
    expect(cover(['ab', 'abc', 'a', 'cd', 'dc'], traitsOf)).toEqual(['abc', 'cd']);
    expect(cover(['a', 'b', 'c'], traitsOf)).toEqual(['a', 'b', 'c']);
    expect(cover([], traitsOf)).toEqual([]);
  });

  test('pairs are of different values, whatever their number', () => {
    expect(pairsOf(['a', 'b', 'c'])).toEqual(['a & b', 'a & c', 'b & c']);
    expect(pairsOf(['a'])).toEqual([]);
  });
});

type Traits = (run: CaseRun) => string[];

/** What `traitsOf` says of any of `runs` is said of one of `chosen`. */
function expectToReach(chosen: readonly CaseRun[], runs: readonly CaseRun[], traitsOf: Traits): void {
  const has = new Set(chosen.flatMap(traitsOf));
  const wanted = new Set(runs.flatMap(traitsOf));
  expect(wanted.size).toBeGreaterThan(100);
  expect([...wanted].filter((trait) => !has.has(trait))).toEqual([]);
}

const onKernel = (traitsOf: Traits) => (run: CaseRun) =>
  traitsOf(run).map((trait) => `${run.kernel}: ${trait}`);
const options: Traits = ({ conv2dCase }) => valuesOf(conv2dCase);
const tileSizes: Traits = ({ conv2dCase }) => tileSizesOf(conv2dCase);
const nameOf = ({ conv2dCase, kernel }: CaseRun) => `${kernel} ${conv2dCase.name}`;

const drawn = Array.from({ length: 500 }, (_, index) => drawCase(1, index));

describe('what `npm test` runs in float32', () => {
  const quick = quickRuns('float32', capabilities);
  const small = float32Cases.filter((conv2dCase) => flopsOf(problemOf(conv2dCase)) < 3e6);
  const every = everyRun([...small, ...drawn], capabilities);

  test('holds every shared case', () => {
    const names = new Set(quick.map(({ conv2dCase }) => conv2dCase.name));
    expect(float32Cases.filter(({ name }) => !names.has(name))).toEqual([]);
  });

  test('has each value of each option on every kernel that takes it', () => {
    expectToReach(quick, every, onKernel(options));
  });

  test('has every two values of different options together', () => {
    expectToReach(quick, every, (run) => pairsOf(options(run)));
  });

  test('has sizes around tiles on every kernel', () => {
    expectToReach(quick, everyRun(tileSizeCases, capabilities), onKernel(tileSizes));
  });

  test('runs the kernels of GPUs on real layers', () => {
    const used = quick
      .filter(({ conv2dCase }) => layerCases.includes(conv2dCase))
      .map(({ kernel }) => kernel);
    expect(used).toEqual(expect.arrayContaining(['conv2d_gemm', 'conv2d_tiled', 'winograd4_gemm']));
  });
});

describe('what `npm test` runs in float16', () => {
  const quick = quickRuns('float16', capabilities);

  test('has each value of each option on every kernel that takes it', () => {
    expectToReach(quick, everyRun(drawn.map(withHalves), capabilities), onKernel(options));
  });

  test('is of float16 alone', () => {
    expect(quick.filter(({ conv2dCase }) => conv2dCase.dtype !== 'float16')).toEqual([]);
  });
});

describe.each(['float32', 'float16'] as const)('what `npm run test:all` runs in %s', (dtype) => {
  const all = allRuns(dtype, capabilities);
  const quick = quickRuns(dtype, capabilities);

  test('holds all that `npm test` runs, and much more', () => {
    const names = new Set(all.map(nameOf));
    expect(quick.filter((run) => !names.has(nameOf(run)))).toEqual([]);
    expect(all.length).toBeGreaterThan(1.8 * quick.length);
  });

  test('holds nothing twice', () => {
    expect(new Set(all.map(nameOf)).size).toBe(all.length);
    expect(new Set(quick.map(nameOf)).size).toBe(quick.length);
  });

  // F(4,3) is not for float16
  test('has every kernel', () => {
    const wanted = kernels.filter((kernel) => dtype === 'float32' || !kernel.startsWith('winograd4'));
    for (const runs of [all, quick]) {
      const used = new Set(runs.map(({ kernel }) => kernel));
      expect(wanted.filter((kernel) => !used.has(kernel))).toEqual([]);
    }
  });
});

test('every kernel says what it is made for', () => {
  expect(madeFor.map(([kernel]) => kernel).sort()).toEqual(kernels.toSorted());
});

test.each(madeFor)('%s runs every shared case it is made for', (kernel, isMadeFor) => {
  const runs = everyRun(float32Cases, capabilities).filter((run) => run.kernel === kernel);
  const taken = new Set(runs.map(({ conv2dCase }) => conv2dCase));
  const wanted = float32Cases.filter((conv2dCase) => isMadeFor(problemOf(conv2dCase)));
  expect(wanted.length).toBeGreaterThan(5);
  expect(wanted.filter((conv2dCase) => !taken.has(conv2dCase)).map(({ name }) => name)).toEqual([]);
});
