import { expect, test } from 'vitest';
import { summarize } from '../../.tools/test-summary.mjs';

test('a run of everything ends with its count alone', () => {
  expect(summarize({ passed: 3, failed: 1, skipped: {} })).toEqual(['3 passed, 1 failed, 0 skipped']);
});

test('what was not tested is told by reason, with counts, before the last line', () => {
  const skipped = { 'no such feature': ['node: a'], 'no driver: install one': ['node: b', 'node: c'] };
  expect(summarize({ passed: 3, failed: 0, skipped })).toEqual([
    'NOT TESTED: 3 tests',
    '  2, such as "node: b": no driver: install one',
    '  1, such as "node: a": no such feature',
    '3 passed, 0 failed, 3 skipped',
  ]);
});
