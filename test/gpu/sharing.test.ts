import { describe, expect, test } from 'vitest';
import { lane } from './lane.ts';

interface Result {
  errors: string[];
  touched: string[];
}

const share = (kind: string, changed: string, shared: string, offsetBytes = 0) =>
  lane.call<Result>('shareBuffer', kind, changed, shared, offsetBytes);

describe('an output that shares a buffer is refused by name before the GPU is touched', () => {
  test.each([
    ['conv2d', 'output', 'input', 0],
    ['conv2d', 'output', 'input', 256],
    ['conv2d', 'output', 'filter', 256],
    ['conv2d', 'output', 'bias', 256],
    ['conv2d', 'output', 'residual', 0],
    ['add', 'output', 'a', 0],
    ['add', 'output', 'b', 256],
    ['sgd', 'parameter', 'gradient', 0],
    ['sgd', 'velocity', 'settings', 256],
    ['model', 'first', 'x', 0],
    ['model', 'second', 'x', 256],
    ['model', 'first', 'w', 0],
  ])('%s: %s in the buffer of %s, %i bytes on', async (kind, changed, shared, offset) => {
    const { errors, touched } = await share(kind, changed, shared, offset);
    expect(errors).toEqual([
      `InvalidArgumentError: ${changed}: got 'the buffer of ${shared}, which is read', needs a buffer of its own`,
    ]);
    expect(touched).toEqual([]);
  });

  test.each([
    ['sgd', 'velocity', 'parameter', 0, 'memory'],
    ['model', 'second', 'first', 256, 'buffer'], // it is read again, to compute `second`
    ['model', 'x', 'trained', 0, 'buffer'], // not even an input may be a weight that the run updates
  ])('%s: %s in the buffer of %s, which is written', async (kind, changed, shared, offset, what) => {
    const { errors, touched } = await share(kind, changed, shared, offset);
    expect(errors).toEqual([expect.stringContaining(`: got 'the ${what} of ${shared}, which is written'`)]);
    expect(touched).toEqual([]);
  });
});

describe('what the GPU allows is allowed', () => {
  test.each([
    ['add', 'a', 'b', 0],
    ['sgd', 'velocity', 'parameter', 256],
    ['model', 'x', 'w', 0],
    ['model', 'g', 'x', 0],
  ])('%s: %s in the buffer of %s, %i bytes on', async (kind, changed, shared, offset) => {
    expect((await share(kind, changed, shared, offset)).errors).toEqual(['none']);
  });
});
