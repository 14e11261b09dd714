import { describe, expect, test } from 'vitest';
import type { TuneResult } from '../../src/index.ts';
import { lane } from './lane.ts';

describe('the tuner', () => {
  test('tries no more than it may, the default first, and remembers the quickest', async () => {
    const { first, again, keys, isStored, defaultPlan } = await lane.call<{
      first: TuneResult;
      again: TuneResult[];
      keys: string[];
      isStored: boolean;
      defaultPlan: object;
    }>('tuneTwice');
    const { record, tried } = first;
    expect(tried.length).toBeGreaterThan(1);
    expect(tried.length).toBeLessThanOrEqual(4);
    expect(tried[0]).toMatchObject(defaultPlan);
    expect(tried.filter(({ rejected }) => rejected)).toEqual([]);
    expect(record.timeMs).toBeLessThanOrEqual(record.defaultTimeMs);
    expect(tried).toContainEqual(expect.objectContaining({ kernel: record.kernel, timeMs: record.timeMs }));
    expect(isStored).toBe(true);
    // one result per problem, in order
    const known = (problemKey: string) => ({ problemKey, record, tried: [] });
    expect(again).toEqual([known(keys[0]), known(keys[1]), known(keys[0])]);
  });

  test.each([
    ['the default plan fails', 'InternalError'],
    ['the device is lost at a candidate', 'DeviceLostError'],
    ['the output is too large', 'LimitExceededError'],
  ])('leaves nothing allocated if %s', async (how, error) => {
    expect(await lane.call('tuneInVain', how)).toEqual({ error, left: [], textures: 0 });
  });

  test.each([
    ['wrong', /wrong/],
    ['uncompilable', /did not compile/],
    ['invalid', /./],
  ])('passes over a candidate that is %s', async (how, reason) => {
    const { victim, winner } = await lane.call<{ victim: TuneResult['tried']; winner: string }>(
      'tuneWithBroken',
      how,
    );
    expect(victim.length).toBeGreaterThan(0);
    for (const { timeMs, rejected } of victim) {
      expect(timeMs).toBeUndefined();
      expect(rejected).toMatch(reason);
    }
    expect(winner).not.toBe('conv2d_tiled');
  });

  test.each(['first', 'background'])('serves createConv2d: %s', async (when) => {
    const { before, after, recorded, largestChange, center } = await lane.call<{
      before: { reason: string };
      after: { kernel: string };
      recorded: string;
      largestChange: number;
      center: number;
    }>('createTuned', when);
    expect(after.kernel).toBe(recorded);
    expect(before.reason.startsWith('tuned')).toBe(when === 'first');
    expect(center).toBeCloseTo(36);
    expect(largestChange).toBeLessThan(1e-3);
  });

  test.each([
    ['corrupt', '{"format":'],
    ['foreign', '{"format":"cookies"}'],
  ])('says that a store is %s, and rebuilds it', async (_, text) => {
    const { complaints, tuned, deviceCount } = await lane.call<{
      complaints: string[];
      tuned: number[];
      deviceCount: number;
    }>('tuneWithStored', text);
    expect(complaints).toEqual([expect.stringContaining('ignored')]);
    // the budget of a millisecond is for the default alone
    expect([tuned, deviceCount]).toEqual([[1], 1]);
  });

  test('hands its results over as JSON', async () => {
    const { reason, refusal } = await lane.call<{ reason: string; refusal: string }>('handOver');
    expect(reason).toMatch(/^tuned/);
    expect(refusal).toBe('InvalidArgumentError');
  });
});
