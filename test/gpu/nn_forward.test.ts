import { describe, expect, test } from 'vitest';
import type { Pool2dInit } from '../../src/nn/index.ts';
import { build, type Reference, randomTensor, worstError } from '../nn/data.ts';
import {
  binaryReference,
  combinations,
  concatReference,
  type PoolOptions,
  padReference,
  pixelShuffleReference,
  poolReference,
  type Rounding,
  resizeReference,
  softmaxReference,
} from '../nn/forward.ts';
import { normalizeReference } from '../nn/moments.ts';
import { sumOf } from '../nn/rounding.ts';
import { lane } from './lane.ts';
import type { PlainTensor } from './page/nn.ts';

type Tensors = Record<string, PlainTensor>;

/** Runs an operator on the GPU and gives its output. */
async function run(kind: string, init: object, inputs: Tensors): Promise<PlainTensor> {
  return (await lane.call<Tensors>('runOperator', kind, init, inputs)).output;
}

async function expectClose(kind: string, init: object, inputs: Tensors, expected: Reference) {
  expect(worstError(await run(kind, init, inputs), expected)).toBeLessThanOrEqual(1);
}

describe("pooling ('nn_pool2d')", () => {
  const cases: [string, PoolOptions][] = [
    ['2×2, stride 2', { window: [2, 2], strides: [2, 2] }],
    ['uneven window, stride and padding', { window: [3, 2], strides: [2, 1], padding: [1, 0, 1, 1] }],
    ['dilated', { window: [3, 3], dilations: [2, 3], padding: [2, 2, 3, 3] }],
    ['ceil', { window: [3, 3], strides: [2, 3], padding: [1, 1, 0, 1], ceil: true }],
    [
      'ceil whose last window would start in the padding',
      { window: [2, 2], strides: [3, 3], padding: [1, 1, 1, 1], ceil: true },
    ],
    ['padding counted', { window: [3, 3], padding: [1, 1, 1, 1], countIncludePad: true }],
    [
      'ceil with padding counted',
      { window: [3, 3], strides: [2, 2], padding: [1, 1, 1, 1], countIncludePad: true, ceil: true },
    ],
    ['nhwc', { window: [2, 3], strides: [1, 2], padding: [0, 1, 1, 1], layout: 'nhwc' }],
    ['global', { window: [7, 10] }],
  ];
  describe.each(['max', 'average', 'l2'] as const)('%s', (pooling) => {
    test.each(cases)('%s', async (_, options) => {
      const layout = (options.layout ?? 'nchw') as Pool2dInit['inputLayout'];
      const input = randomTensor(layout === 'nhwc' ? [2, 7, 10, 3] : [2, 3, 7, 10]);
      const init: Pool2dInit = {
        inputShape: input.shape,
        windowDimensions: options.window,
        strides: options.strides,
        dilations: options.dilations,
        padding: options.padding,
        outputShapeRounding: options.ceil ? 'ceil' : 'floor',
        countIncludePad: options.countIncludePad,
        inputLayout: layout,
      };
      await expectClose(`${pooling}Pool2d`, init, { input }, poolReference(pooling, input, options));
    });
  });
});

describe("arithmetic with broadcast ('nn_map')", () => {
  test.each(combinations)('%s', async (combination) => {
    const [a, b] = [randomTensor([2, 3, 5, 7], 1), randomTensor([2, 3, 5, 7], 2)];
    const init = { aShape: a.shape, bShape: b.shape, combination };
    await expectClose('binary', init, { a, b }, binaryReference(a, b, combination));
  });
  const shapes: [number[], number[]][] = [
    [[2, 3, 5, 7], [7]],
    [
      [2, 3, 5, 7],
      [3, 1, 1],
    ],
    [
      [3, 1],
      [2, 1, 1, 4],
    ],
    [[1], [5]],
    [
      [2, 1, 3, 1, 2, 1],
      [1, 2, 1, 3, 1, 2],
    ],
  ];
  test.each(shapes)('[%s] + [%s]', async (aShape, bShape) => {
    const [a, b] = [randomTensor(aShape, 1), randomTensor(bShape, 2)];
    const init = { aShape, bShape, combination: 'add' };
    await expectClose('binary', init, { a, b }, binaryReference(a, b, 'add'));
  });
  test('shapes that do not broadcast throw', async () => {
    const [a, b] = [randomTensor([2, 3]), randomTensor([2])];
    const init = { aShape: [2, 3], bShape: [2], combination: 'add' };
    await expect(run('binary', init, { a, b })).rejects.toThrow(/bShape.*broadcasts with \[2, 3\]/);
  });
});

describe("rearrangements ('nn_map')", () => {
  test.each([0, 1, 2, 3])('concat along axis %i', async (axis) => {
    const inputs = [2, 1, 3].map((size, index) => randomTensor([2, 3, 4, 5].with(axis, size), index + 1));
    const named = Object.fromEntries(inputs.map((input, index) => [`input${index}`, input]));
    const init = { inputShapes: inputs.map(({ shape }) => shape), axis };
    await expectClose('concat', init, named, concatReference(inputs, axis));
  });
  for (const mode of ['crd', 'dcr'] as const) {
    test.each(['nchw', 'nhwc'])(`pixelShuffle ${mode} %s`, async (inputLayout) => {
      const input = randomTensor(inputLayout === 'nchw' ? [2, 27, 4, 5] : [2, 4, 5, 27]);
      const init = { inputShape: input.shape, blockSize: 3, inputLayout, mode };
      await expectClose('pixelShuffle', init, { input }, pixelShuffleReference(input, 3, mode, inputLayout));
    });
  }
  test('transpose and slice', async () => {
    const input = randomTensor([2, 3, 4, 5]);
    const turned = await run('transpose', { inputShape: input.shape, permutation: [3, 0, 2, 1] }, { input });
    expect(turned.shape).toEqual([5, 2, 4, 3]);
    expect(turned.data[3 * 24 + 1 * 12 + 2 * 3 + 1]).toBe(input.data[1 * 60 + 1 * 20 + 2 * 5 + 3]);
    const part = await run(
      'slice',
      { inputShape: input.shape, starts: [1, 0, 2, 1], sizes: [1, 3, 2, 3] },
      { input },
    );
    expect(part.data.slice(0, 6)).toEqual([...input.data.slice(71, 74), ...input.data.slice(76, 79)]);
  });
});

describe("padding ('nn_pad')", () => {
  const modes = ['zeros', 'constant', 'reflect', 'symmetric', 'replicate', 'circular'] as const;
  test.each(modes)('%s', async (mode) => {
    const input = randomTensor([2, 3, 4, 5]);
    const init = { inputShape: input.shape, before: [0, 1, 5, 2], after: [1, 0, 2, 6], mode, value: 0.5 };
    await expectClose('pad', init, { input }, padReference(input, init.before, init.after, mode, 0.5));
  });
  test('of fewer axes', async () => {
    const init = { inputShape: [2], before: [1], after: [2] };
    expect((await run('pad', init, { input: { data: [5, 6], shape: [2] } })).data).toEqual([0, 5, 6, 0, 0]);
  });
});

describe("softmax ('nn_softmax')", () => {
  test.each([
    [[3, 10], 1],
    [[2, 65, 3], 1],
    [[4, 2, 3, 2], 0],
  ])('[%s] along axis %i', async (shape, axis) => {
    const input = randomTensor(shape);
    input.data = input.data.map((value) => Math.fround(value * 9));
    await expectClose('softmax', { inputShape: shape, axis }, { input }, softmaxReference(input, axis));
  });
  test('of large values does not overflow', async () => {
    const { data } = await run(
      'softmax',
      { inputShape: [1, 2] },
      { input: { data: [1e30, 1e30], shape: [1, 2] } },
    );
    expect(data).toEqual([0.5, 0.5]);
  });
});

describe("resize ('nn_resize2d')", () => {
  const sizes: [number, number][] = [
    [8, 10],
    [3, 15],
    [1, 1],
    [2, 9],
  ];
  for (const coordinates of ['half-pixel', 'align-corners', 'asymmetric']) {
    for (const inputLayout of ['nchw', 'nhwc']) {
      test.each(sizes)(`linear ${coordinates} ${inputLayout} to %i×%i`, async (...to) => {
        const input = randomTensor(inputLayout === 'nchw' ? [2, 3, 4, 5] : [2, 4, 5, 3]);
        const init = { inputShape: input.shape, sizes: to, mode: 'linear', coordinates, inputLayout };
        const expected = resizeReference(input, to, { mode: 'linear', coordinates, layout: inputLayout });
        await expectClose('resize2d', init, { input }, expected);
      });
    }
    test.each(['floor', 'round-prefer-floor', 'round-prefer-ceil', 'ceil'] as Rounding[])(
      `nearest ${coordinates} %s`,
      async (rounding) => {
        for (const to of sizes) {
          const input = randomTensor([1, 2, 4, 5]);
          const init = { inputShape: input.shape, sizes: to, coordinates, rounding };
          const expected = resizeReference(input, to, { mode: 'nearest-neighbor', coordinates, rounding });
          await expectClose('resize2d', init, { input }, expected);
        }
      },
    );
  }
});

describe("normalization ('nn_normalize', 'nn_reduce')", () => {
  const [scale, bias, mean] = [2, 3, 4].map((seed) => randomTensor([3], seed));
  const variance = { data: [0.5, 1.25, 3], shape: [3] };
  for (const inputLayout of ['nchw', 'nhwc']) {
    const input = randomTensor(inputLayout === 'nchw' ? [2, 3, 9, 11] : [2, 9, 11, 3]);
    const init = { inputShape: input.shape, inputLayout, hasScale: true, hasBias: true };
    const affine = { layout: inputLayout, scale: scale.data, bias: bias.data };
    test(`batch ${inputLayout}`, async () => {
      const expected = normalizeReference(input, { ...affine, mean: mean.data, variance: variance.data });
      await expectClose('batchNormalization', init, { input, scale, bias, mean, variance }, expected);
    });
    test(`instance ${inputLayout}`, async () => {
      const expected = normalizeReference(input, affine);
      await expectClose('instanceNormalization', init, { input, scale, bias }, expected);
    });
    test(`instance ${inputLayout}, no scale, no bias, another epsilon`, async () => {
      const expected = normalizeReference(input, { layout: inputLayout, epsilon: 0.1 });
      const plain = { inputShape: input.shape, inputLayout, epsilon: 0.1 };
      await expectClose('instanceNormalization', plain, { input }, expected);
    });
  }
});

describe('operators that are convolutions in disguise', () => {
  for (const weightLayout of ['oi', 'io']) {
    test(`linear ${weightLayout}`, async () => {
      const input = randomTensor([5, 19], 1);
      const [o, i] = [7, 19];
      const weight = randomTensor(weightLayout === 'oi' ? [o, i] : [i, o], 2);
      const bias = randomTensor([o], 3);
      const init = { inputShape: input.shape, weightShape: weight.shape, weightLayout, hasBias: true };
      const actual = await run('linear', init, { input, weight, bias });
      const at = (row: number, column: number) =>
        weight.data[weightLayout === 'oi' ? row * i + column : column * o + row];
      const expected = build([5, o], ([n, oc]) =>
        sumOf(
          Array.from({ length: i }, (_, ic) => input.data[n * i + ic] * at(oc, ic)),
          bias.data[oc],
        ),
      );
      expect(worstError(actual, expected)).toBeLessThanOrEqual(1);
    });
  }

  const [f, g] = [
    [1, 2, 3],
    [0, 1, 0.5],
  ];
  // numpy.convolve's own example, for each of its modes
  test.each([
    ['full', [0, 1, 2.5, 4, 1.5]],
    ['same', [1, 2.5, 4]],
    ['valid', [2.5]],
  ])('true 1-D convolution, %s', async (padding, expected) => {
    const init = { inputShape: [1, 1, 3], filterShape: [1, 1, 3], padding, flipFilter: true };
    const inputs = { input: { data: f, shape: [1, 1, 3] }, filter: { data: g, shape: [1, 1, 3] } };
    expect((await run('conv1d', init, inputs)).data).toEqual(expected);
  });
  test('conv1d nwc, strided, dilated, with bias', async () => {
    const init = {
      inputShape: [1, 6, 2],
      filterShape: [2, 2, 1],
      padding: [1, 0],
      strides: 2,
      dilations: 2,
      inputLayout: 'nwc',
      filterLayout: 'wio',
      hasBias: true,
    };
    const inputs = {
      input: { data: [1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60], shape: [1, 6, 2] },
      filter: { data: [1, 2, 3, 4], shape: [2, 2, 1] },
      bias: { data: [0.5], shape: [1] },
    };
    // windows at −1, 1, 3 with taps 2 apart; tap 0 weighs [1, 2], tap 1 [3, 4]
    const expected = [0, 1, 2].map((ow) => {
      const x = (w: number, c: number) => (w < 0 ? 0 : (w + 1) * [1, 10][c]);
      const start = 2 * ow - 1;
      return 0.5 + x(start, 0) + 2 * x(start, 1) + 3 * x(start + 2, 0) + 4 * x(start + 2, 1);
    });
    const { data, shape } = await run('conv1d', init, inputs);
    expect(data).toEqual(expected);
    expect(shape).toEqual([1, 3, 1]);
  });
});
