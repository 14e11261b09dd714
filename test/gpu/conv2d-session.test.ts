import { describe, expect, test } from 'vitest';
import { KERNELS } from '../../src/kernels/registry.ts';
import { makeCase, problemOf } from '../case.ts';
import { capabilities } from './capabilities.ts';
import { float16Test, lane } from './lane.ts';

/** Kernels that take the convolutions of `page/conv2d-session.ts`: 3×3, no strides, float32, whole numbers. */
const sample = problemOf(
  makeCase('', { inChannels: 6, height: 9, width: 14, outChannels: 6, filter: [3, 3], padding: 1 }),
);
const kernels = KERNELS.filter(
  (kernel) => kernel.algorithm === 'direct' && kernel.refusal(sample, capabilities) === undefined,
);

describe.each(kernels.map(({ name }) => name))('%s', (kernel) => {
  test('makes nothing on the device in the steady state', async () => {
    expect(await lane.call('steadyState', kernel)).toEqual([]);
  });

  test('compiles nothing when prepared again', async () => {
    expect(await lane.call('secondPreparation', kernel)).toEqual([]);
  });

  test('gives its buffers back', async () => {
    const life: Record<string, string[]> = await lane.call('bufferLife', kernel);
    const placeholder = 'webgpu-conv placeholder';
    const tensors = ['tensor [1, 6, 9, 14]', 'tensor [6, 6, 3, 3]', placeholder, 'conv2d output'].sort();
    expect(life.prepared).toEqual(expect.arrayContaining(tensors));
    expect(life.destroyed.sort()).toEqual(tensors);
    expect(life.end).toEqual([placeholder]);
  });

  test('works on parts of the caller’s buffers, which outlive it', async () => {
    expect(await lane.call('buffersOfTheCaller', kernel)).toEqual({ isRight: true, error: null });
  });

  test('takes a changed filter once prepared anew', async () => {
    expect(await lane.call('changedFilter', kernel)).toBe(true);
  });
});

test('two convolutions chain in one encoder of the caller’s', async () => {
  expect(await lane.call('chainInOneEncoder')).toBe(true);
});

test('a convolution runs on any number of tensors, back and forth', async () => {
  expect(await lane.call('manyTensors')).toEqual(new Array(12).fill(true));
});

test('convolutions prepared and run at the same time do not disturb one another', async () => {
  expect(await lane.call('atTheSameTime')).toEqual(new Array(12).fill(true));
});

test('conv2d() takes bias, residual and activation at once', async () => {
  expect(await lane.call('oneCall')).toBe(true);
});

float16Test('a float16 tensor of an odd count keeps its values', async () => {
  expect(await lane.call('oddHalves')).toEqual([1, -2.5, 65504]);
});
