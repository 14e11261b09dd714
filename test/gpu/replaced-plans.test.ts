import { describe, expect, test } from 'vitest';
import { lane } from './lane.ts';

describe('when background tuning switches to another plan, the old one’s buffers are freed', () => {
  test('after the next run()', async () => {
    expect(await lane.call('replaceBetweenRuns')).toEqual({
      before: [['old'], true],
      after: [['new'], true],
    });
  });

  test('but not before the caller has submitted what it recorded with them', async () => {
    expect(await lane.call('replaceBeforeSubmit')).toEqual({
      switched: ['new', 'old'],
      submitted: [['new', 'old'], true],
      next: [['new'], true],
    });
  });
});

test('a filter that changes after the switch, by commands recorded before it, reaches the new plan', async () => {
  expect(await lane.call('replaceBeforeFilterChanges')).toBe(true);
});
