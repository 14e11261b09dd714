import { expect, test } from 'vitest';
import { lane } from './lane.ts';

test('tuning results last in IndexedDB', async () => {
  expect(await lane.call('useIndexedDb')).toEqual({ before: null, after: 'two' });
});
