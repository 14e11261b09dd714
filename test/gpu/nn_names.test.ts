import { describe, expect, test } from 'vitest';
import { lane } from './lane.ts';

const NAMES = [
  'none',
  'nothing',
  'shared0',
  'output',
  'a',
  'weight:w',
  'constructor',
  '__proto__',
  'toString',
];

describe('names of a model are the caller’s to choose', () => {
  test.each(NAMES)('an input named %s', async (name) => {
    expect(await lane.call('runNamed', name, 'result', 'w')).toEqual([
      [1, 0, 3, 0],
      [1, 0, 3, 0],
    ]);
  });

  test.each(NAMES)('an output named %s', async (name) => {
    expect(await lane.call('runNamed', 'x', name, 'w')).toEqual([
      [1, 0, 3, 0],
      [1, 0, 3, 0],
    ]);
  });

  test.each(NAMES)('a weight named %s', async (name) => {
    expect(await lane.call('runNamed', 'x', 'result', name)).toEqual([
      [1, 0, 3, 0],
      [1, 0, 3, 0],
    ]);
  });

  test('but an output takes no input’s name', async () => {
    expect(await lane.call('nameTwice')).toMatch(
      /^InvalidArgumentError: outputs\.x: .*a name that no input has/,
    );
  });
});
