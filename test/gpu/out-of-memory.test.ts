import { expect, test } from 'vitest';
import { lane } from './lane.ts';

test('where memory runs out every call says so, and a preparation that failed gives back what it had', async () => {
  const { errors, left } = await lane.call<{ errors: Record<string, string>; left: string[] }>(
    'withoutMemory',
    'conv2d_rows',
  );
  expect(Object.keys(errors)).toHaveLength(6);
  for (const [call, error] of Object.entries(errors)) {
    expect(error, call).toMatch(/^OutOfMemoryError: no GPU memory .*: none left$/);
  }
  expect(left).toEqual([]);
});

test('a model gives back what it had, whichever of its allocations fails', async () => {
  const { errors, left } = await lane.call<{ errors: string[]; left: string[] }>('modelsWithoutMemory');
  expect(errors.length).toBeGreaterThan(2);
  expect(errors.at(-1)).toBe('none');
  for (const error of errors.slice(0, -1)) expect(error).toMatch(/^OutOfMemoryError: .*: none left$/);
  expect(left).toEqual([]);
});

test('a model gives back what it had if a shader does not compile', async () => {
  expect(await lane.call('modelThatDoesNotCompile')).toEqual({
    error: 'InternalError: nn_pool2d.wgsl did not compile: broken',
    left: [],
  });
});

test('results of an input without memory are errors; a tensor destroyed while it is read gives its values', async () => {
  expect(await lane.call('readLate')).toEqual({
    errors: Array(3).fill('OutOfMemoryError'),
    values: [1, 2, 3],
  });
});

test('a weight that was trained on an input without memory is an error from then on', async () => {
  expect(await lane.call('trainWithoutMemory')).toEqual(['0.5,1.5', 'OutOfMemoryError', 'OutOfMemoryError']);
});
