import { describe, expect, test } from 'vitest';
import { lane } from './lane.ts';

const NAMES = [
  'none',
  'nothing',
  'shared0',
  'packedFilter',
  'conv2d.packedFilter',
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

  test('even if fusion would take it', async () => {
    // (2x + 0.5) · 100 + 1000
    expect(await lane.call('runFusedNames')).toEqual([1250, 650, 1650, 250]);
  });

  test.each([
    ['x', 'result', "outputs: got 'x', needs names that no input has"],
    ['y', 'input', "outputs.y: got 'x', needs the result of an operator, listed once"],
  ])('but not for an output %s that is an %s', async (name, value, message) => {
    expect(await lane.call('nameOutput', name, value)).toEqual({
      error: `InvalidArgumentError: ${message}`,
      touched: [],
    });
  });

  test('nor do nodes of two builders go together', async () => {
    expect(await lane.call('mixBuilders')).toEqual({
      error: "InvalidArgumentError: nodes: got 'two named activation', needs those of one GraphBuilder",
      touched: [],
    });
  });
});
