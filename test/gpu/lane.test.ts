import { describe, expect, test } from 'vitest';
import * as flags from '../../src/gpu/flags.ts';
import { lane, requireFeatures } from './lane.ts';

describe('a lane', () => {
  test('runs a function on the GPU and brings its result back', async () => {
    expect(await lane.call('double', 21)).toBe(42);
  });

  test('brings back what a function throws, by name', async () => {
    await expect(lane.call('fail')).rejects.toMatchObject({
      name: 'RangeError',
      message: 'thrown on purpose',
    });
  });

  test('fails a call that leaves an uncaptured WebGPU error', async () => {
    await expect(lane.call('makeInvalidBuffer')).rejects.toThrow(/GPUValidationError.*shared test device/);
  });

  test('names the functions there are when asked for another', async () => {
    await expect(lane.call('noSuchFunction')).rejects.toThrow(/noSuchFunction.*double/);
  });

  test('gives WebGPU flags the values that the library names', async () => {
    expect(await lane.call('platformFlags')).toEqual({ ...flags });
  });

  test('lets a test that needs a feature the adapter has run', (context) => {
    requireFeatures(context, ...(lane.features as GPUFeatureName[]));
    expect(lane.features).toContain('core-features-and-limits');
  });
});
