import { describe, expect, test } from 'vitest';
import { KERNELS } from '../../src/kernels/registry.ts';
import { type CaseSizes, type Conv2dCase, makeCase, problemOf } from '../case.ts';
import { capabilities } from './capabilities.ts';
import { lane } from './lane.ts';
import type { LimitedReport } from './page/conv2d-limits.ts';

const FEW_WORKGROUPS = { maxComputeWorkgroupsPerDimension: 4 };
const SMALL_BINDINGS = { maxStorageBufferBindingSize: 64 * 1024 };

const control: CaseSizes = {
  inChannels: 3,
  height: 32,
  width: 64,
  outChannels: 5,
  filter: [3, 3],
  padding: 1,
};

/** More than 4³ workgroups of 64: several dispatches. */
const manyWorkgroups = [
  makeCase('outputs', { ...control, batch: 2, height: 61, width: 67, outChannels: 8 }),
  makeCase('whole numbers', { ...control, batch: 2, outChannels: 9, values: 'integers' }),
  makeCase('nhwc', { ...control, height: 90, width: 70, inputLayout: 'nhwc', filterLayout: 'hwio' }),
  makeCase('groups', { ...control, inChannels: 6, groups: 3, outChannels: 12 }),
];

/** Batches of images of which some, but not all, fit into 64 KiB. */
const largeBatches = [
  makeCase('images that end aligned', { ...control, batch: 7 }),
  makeCase('whole numbers', { ...control, batch: 7, values: 'integers' }),
  makeCase('with bias, residual and activation', {
    ...control,
    batch: 5,
    hasBias: true,
    hasResidual: true,
    activation: 'relu',
  }),
  makeCase('nhwc', { ...control, batch: 6, inputLayout: 'nhwc' }),
  makeCase('images that end aligned only in groups of 8', {
    inChannels: 2,
    height: 8,
    width: 9,
    outChannels: 3,
    filter: [3, 3],
    padding: 1,
    batch: 100,
  }),
];

const kernelsFor = (conv2dCase: Conv2dCase) =>
  KERNELS.filter((kernel) => kernel.refusal(problemOf(conv2dCase), capabilities) === undefined);

const onEachKernel = (cases: Conv2dCase[]) =>
  cases.flatMap((conv2dCase) =>
    kernelsFor(conv2dCase).map(({ name }) => [name, conv2dCase.name, conv2dCase] as const),
  );

describe('four workgroups a dimension', () => {
  test.each(onEachKernel(manyWorkgroups))('%s, %s', async (kernel, _, conv2dCase) => {
    const limited: LimitedReport = await lane.call('runLimited', conv2dCase, FEW_WORKGROUPS, { kernel });
    expect(limited.report.faults).toEqual([]);
    expect(Math.max(...limited.workgroups.flat())).toBeLessThanOrEqual(4);
  });

  test('takes several dispatches in three dimensions', async () => {
    const choice = { kernel: 'conv2d_direct' };
    const { workgroups }: LimitedReport = await lane.call(
      'runLimited',
      manyWorkgroups[0],
      FEW_WORKGROUPS,
      choice,
    );
    expect(workgroups.length).toBeGreaterThan(1);
    expect(workgroups[0]).toEqual([4, 4, 4]);
  });
});

describe('bindings of 64 KiB', () => {
  test.each(onEachKernel(largeBatches))('%s, %s', async (kernel, _, conv2dCase) => {
    const limited: LimitedReport = await lane.call('runLimited', conv2dCase, SMALL_BINDINGS, { kernel });
    expect(limited.report.faults).toEqual([]);
    expect(limited.workgroups.length).toBeGreaterThan(1);
    expect(limited.largestRange).toBeLessThanOrEqual(64 * 1024);
    expect(limited.largestRange).toBeGreaterThan(0);
  });

  test('with four workgroups a dimension too', async () => {
    const limits = { ...FEW_WORKGROUPS, ...SMALL_BINDINGS };
    const limited: LimitedReport = await lane.call('runLimited', largeBatches[0], limits, {});
    expect(limited.report.faults).toEqual([]);
  });

  test.each([
    [
      'an image that does not fit',
      { height: 128 },
      /one image.*maxStorageBufferBindingSize of this device is 65536; split/,
    ],
    [
      'a filter that does not fit',
      { inChannels: 64, outChannels: 64, height: 4, width: 4 },
      /the filter.*147456.*65536; split/,
    ],
    [
      'images that never end aligned',
      { batch: 8, inChannels: 31, height: 21, width: 23 },
      /maxStorageBufferBindingSize/,
    ],
  ])('%s is refused by the limit’s name', async (_, change, message) => {
    const refused = await lane.call('refuseLimited', makeCase('', { ...control, ...change }), SMALL_BINDINGS);
    expect(refused).toMatchObject({ name: 'LimitExceededError', message: expect.stringMatching(message) });
  });
});
