import { describe, expect, test } from 'vitest';
import { KERNELS } from '../../src/kernels/registry.ts';
import { createConv2dProblem } from '../../src/problem/create.ts';
import type { Conv2dSettings } from '../../src/problem/options.ts';
import { conv2dBounded } from '../bounds/conv2d.ts';
import { makeCase } from '../case.ts';
import { tensorsOf } from '../data.ts';
import { capabilities } from './capabilities.ts';
import { lane } from './lane.ts';
import type { Convolved } from './page/convolve.ts';

/** A tensor that JSON can carry. */
interface Plain {
  data: number[];
  shape: readonly number[];
}

const [height, width, channels] = [13, 18, 16];
const sizes = { inChannels: channels, height, width, outChannels: channels, filter: [3, 3] } as const;
const border = { padding: 1, paddingMode: 'circular' } as const;

const drawn = (name: string, values: 'normal' | 'integers') => {
  const { input, filter } = tensorsOf(makeCase(name, { ...sizes, values }));
  const plain = ({ data, shape }: typeof input): Plain => ({ data: Array.from(data), shape });
  return { input: plain(input), filter: plain(filter) };
};

const problem = createConv2dProblem({
  inputShape: [1, channels, height, width],
  filterShape: [channels, channels, 3, 3],
  ...border,
});
const kernels = KERNELS.filter((kernel) => kernel.refusal(problem, capabilities) === undefined);

describe.each(kernels.map(({ name }) => name))('%s', (kernel) => {
  /** The output with its bounds, which are 0 for whole numbers unless the kernel transforms. */
  async function convolve(input: Plain, filter: Plain, settings: Conv2dSettings = border) {
    const { data, algorithm }: Convolved = await lane.call('convolve', input, filter, settings, { kernel });
    return { data, bounds: conv2dBounded(input, filter, settings, algorithm).bounds };
  }

  function expectWithin(actual: number[], expected: number[], bound: (index: number) => number): void {
    expect(actual.length).toBe(expected.length);
    expect(actual.filter((value, index) => !(Math.abs(value - expected[index]) <= bound(index)))).toEqual([]);
  }

  test('a filter that is 1 in the middle leaves the image', async () => {
    const { input } = drawn('identity', 'normal');
    const middle = (index: number) =>
      index % 9 === 4 && Math.floor(index / 9) % (channels + 1) === 0 ? 1 : 0;
    const delta = Array.from({ length: channels * channels * 9 }, (_, index) => middle(index));
    const output = await convolve(input, { data: delta, shape: [channels, channels, 3, 3] });
    expectWithin(output.data, input.data, (index) => output.bounds[index]);
  });

  test('is linear in the image', async () => {
    const { input: a, filter } = drawn('first', 'integers');
    const { input: b } = drawn('second', 'integers');
    const mixed = { ...a, data: a.data.map((value, index) => 2 * value - 3 * b.data[index]) };
    const [ofA, ofB, ofMixed] = [
      await convolve(a, filter),
      await convolve(b, filter),
      await convolve(mixed, filter),
    ];
    const expected = ofA.data.map((value, index) => 2 * value - 3 * ofB.data[index]);
    expectWithin(ofMixed.data, expected, (i) => ofMixed.bounds[i] + 2 * ofA.bounds[i] + 3 * ofB.bounds[i]);
  });

  test('follows a shift of the image', async () => {
    const { input, filter } = drawn('shift', 'integers');
    const shift = (data: number[]) =>
      data.map((_, index) => {
        const [plane, row, column] = [
          Math.floor(index / (height * width)),
          Math.floor(index / width) % height,
          index % width,
        ];
        return data[(plane * height + ((row + 4) % height)) * width + ((column + 7) % width)];
      });
    const still = await convolve(input, filter);
    const moved = await convolve({ ...input, data: shift(input.data) }, filter);
    const stillBounds = shift([...still.bounds]);
    expectWithin(moved.data, shift(still.data), (index) => moved.bounds[index] + stillBounds[index]);
  });

  test('flips the filter as if it had been given turned', async () => {
    const { input, filter } = drawn('flip', 'integers');
    const at = (index: number) => Math.floor(index / 9) * 9 + (8 - (index % 9));
    const turned = { ...filter, data: filter.data.map((_, index) => filter.data[at(index)]) };
    const flipped = await convolve(input, filter, { ...border, flipFilter: true });
    const plain = await convolve(input, turned);
    expectWithin(flipped.data, plain.data, (index) => flipped.bounds[index] + plain.bounds[index]);
  });

  test('computes each image of a batch as if alone', async () => {
    const { input: a, filter } = drawn('batch, one', 'normal');
    const { input: b } = drawn('batch, two', 'normal');
    const both = await convolve(
      { data: [...a.data, ...b.data], shape: [2, channels, height, width] },
      filter,
    );
    const alone = [...(await convolve(a, filter)).data, ...(await convolve(b, filter)).data];
    expectWithin(both.data, alone, (index) => 2 * both.bounds[index]);
  });
});
