import { describe, expect, test } from 'vitest';
import { conv2dReference } from '../../src/index.ts';
import { resolveActivation } from '../../src/problem/activation.ts';
import type { Activation, Conv2dSettings } from '../../src/problem/options.ts';
import { activationSlope } from '../nn/activation-slope.ts';
import { bounded, exactly, times } from '../nn/approximate.ts';
import { differentiate, poolGradientReference } from '../nn/backward.ts';
import { build, randomTensor, worstError } from '../nn/data.ts';
import { type PoolOptions, poolReference, softmaxReference } from '../nn/forward.ts';
import { adamReference, crossEntropyReference, sgdReference, squaredErrorReference } from '../nn/training.ts';
import { lane } from './lane.ts';
import type { PlainTensor } from './page/nn.ts';

type Tensors = Record<string, PlainTensor>;

const run = (kind: string, init: object, inputs: Tensors) =>
  lane.call<Tensors>('runOperator', kind, init, inputs);

const gradientShaders =
  "'nn_conv_transpose2d', 'nn_fold_border', 'nn_filter_gradient', 'nn_filter_gradient_rows', 'nn_sum_parts'";
describe(`conv2d's gradients (${gradientShaders})`, () => {
  const cases: [string, Conv2dSettings, number[], number[]][] = [
    ['no option', {}, [2, 3, 7, 6], [4, 3, 3, 2]],
    ['padding', { padding: [1, 2, 0, 1] }, [1, 2, 5, 6], [3, 2, 3, 3]],
    ['strides', { strides: [2, 3], padding: 1 }, [1, 2, 8, 9], [2, 2, 3, 3]],
    ['strides beyond the filter', { strides: 3 }, [1, 1, 8, 9], [2, 1, 2, 1]],
    ['dilations', { dilations: [2, 3], padding: 2 }, [1, 2, 7, 8], [2, 2, 3, 2]],
    ['groups', { groups: 2, padding: 1 }, [2, 4, 5, 6], [6, 2, 3, 3]],
    ['depthwise', { groups: 3, padding: 'same', strides: 2 }, [1, 3, 6, 7], [6, 1, 3, 3]],
    [
      'nhwc, hwio',
      { inputLayout: 'nhwc', filterLayout: 'hwio', padding: 'same' },
      [2, 5, 6, 3],
      [3, 2, 3, 4],
    ],
    [
      'nhwc, ohwi, groups',
      { inputLayout: 'nhwc', filterLayout: 'ohwi', groups: 2 },
      [1, 5, 6, 4],
      [4, 3, 2, 2],
    ],
    ['ihwo', { filterLayout: 'ihwo' }, [1, 2, 5, 6], [2, 3, 2, 3]],
    // a workgroup a weight, on CPU adapters too
    ['a filter wider than 32', {}, [1, 1, 2, 36], [2, 1, 1, 33]],
    ['channels beyond a tile', {}, [1, 2, 5, 7], [13, 2, 2, 5]],
    ['flipped filter', { flipFilter: true, padding: 'full' }, [1, 2, 4, 5], [2, 2, 3, 2]],
    [
      'constant border',
      { padding: 1, paddingMode: 'constant', paddingValue: 0.75 },
      [1, 2, 5, 6],
      [2, 2, 3, 3],
    ],
    ...(['reflect', 'symmetric', 'replicate', 'circular'] as const).map(
      (paddingMode): [string, Conv2dSettings, number[], number[]] => [
        `${paddingMode} border, wider than the picture on one side`,
        { padding: [5, 1, 2, 3], paddingMode, strides: [2, 1] },
        [2, 2, 4, 5],
        [2, 2, 3, 3],
      ],
    ),
    [
      'replicate border, nhwc, groups',
      { padding: 2, paddingMode: 'replicate', inputLayout: 'nhwc', filterLayout: 'hwio', groups: 2 },
      [1, 4, 5, 4],
      [3, 3, 2, 4],
    ],
  ];

  test.each(cases)('%s', async (_, settings, inputShape, filterShape) => {
    const [input, filter] = [randomTensor(inputShape, 1), randomTensor(filterShape, 2)];
    const { shape } = conv2dReference(input, filter, settings);
    const outputGradient = randomTensor(shape, 3);
    const init = { ...settings, inputShape, filterShape };
    const { inputGradient } = await run('conv2dInputGradient', init, { outputGradient, filter });
    const byInput = (data: number[]) => conv2dReference({ data, shape: inputShape }, filter, settings).data;
    expect(worstError(inputGradient, differentiate(byInput, input, outputGradient.data))).toBeLessThanOrEqual(
      1,
    );
    const { filterGradient } = await run('conv2dFilterGradient', init, { input, outputGradient });
    const byFilter = (data: number[]) => conv2dReference(input, { data, shape: filterShape }, settings).data;
    expect(
      worstError(filterGradient, differentiate(byFilter, filter, outputGradient.data)),
    ).toBeLessThanOrEqual(1);
  });
});

describe("pooling's gradient ('nn_pool2d_gradient')", () => {
  const cases: [string, PoolOptions][] = [
    ['2×2, stride 2', { window: [2, 2], strides: [2, 2] }],
    ['overlapping, padded', { window: [3, 2], strides: [2, 1], padding: [1, 0, 1, 1] }],
    ['dilated', { window: [2, 3], dilations: [3, 2], padding: [1, 1, 2, 2] }],
    [
      'ceil, padding counted',
      { window: [3, 3], strides: [2, 2], padding: [1, 1, 1, 1], countIncludePad: true, ceil: true },
    ],
    ['nhwc', { window: [2, 3], strides: [1, 2], padding: [0, 1, 1, 1], layout: 'nhwc' }],
  ];
  describe.each(['max', 'average', 'l2'] as const)('%s', (pooling) => {
    test.each(cases)('%s', async (_, options) => {
      const inputLayout = options.layout ?? 'nchw';
      const input = randomTensor(inputLayout === 'nhwc' ? [1, 6, 7, 2] : [1, 2, 6, 7]);
      const forward = (data: number[]) => poolReference(pooling, { data, shape: input.shape }, options);
      const outputGradient = randomTensor(forward(input.data).shape, 2);
      const init = {
        pooling,
        inputShape: input.shape,
        windowDimensions: options.window,
        strides: options.strides,
        dilations: options.dilations,
        padding: options.padding,
        outputShapeRounding: options.ceil ? 'ceil' : 'floor',
        countIncludePad: options.countIncludePad,
        inputLayout,
      };
      const { inputGradient } = await run('pool2dGradient', init, { input, outputGradient });
      const expected = poolGradientReference(pooling, input, outputGradient.data, options);
      expect(worstError(inputGradient, expected)).toBeLessThanOrEqual(1);
    });
  });

  test('the first of equal values takes all', async () => {
    const input = { data: [1, 1, 1, 1], shape: [1, 1, 2, 2] };
    const outputGradient = { data: [5], shape: [1, 1, 1, 1] };
    const { inputGradient } = await run(
      'pool2dGradient',
      { pooling: 'max', inputShape: input.shape },
      { input, outputGradient },
    );
    expect(inputGradient.data).toEqual([5, 0, 0, 0]);
  });
});

describe("activations' gradients ('nn_activation_gradient')", () => {
  const activations: Activation[] = [
    'relu',
    'relu6',
    'leaky-relu',
    'elu',
    'sigmoid',
    'tanh',
    'silu',
    'gelu-erf',
    'gelu-tanh',
    'hard-swish',
    { type: 'leaky-relu', slope: 0.25 },
    { type: 'elu', alpha: 0.5 },
    { type: 'clamp', min: -1.5, max: 2.5 },
  ];
  test.each(activations.map((activation) => [JSON.stringify(activation), activation] as const))(
    '%s',
    async (_, activation) => {
      // between the corners, which lie on multiples of a half
      const data = Array.from({ length: 41 }, (_, index) => Math.fround((index - 20) * 0.45 + 0.1));
      const input = { data, shape: [data.length] };
      const outputGradient = randomTensor(input.shape, 2);
      const { inputGradient } = await run(
        'activationGradient',
        { inputShape: input.shape, activation },
        { input, outputGradient },
      );
      const resolved = resolveActivation(activation);
      const expected = build(input.shape, ([index]) =>
        bounded(times(exactly(outputGradient.data[index]), activationSlope(resolved, data[index]))),
      );
      expect(worstError(inputGradient, expected)).toBeLessThanOrEqual(1);
    },
  );
});

describe("losses ('nn_cross_entropy')", () => {
  test.each(['mean', 'sum'])('softmax cross-entropy, %s', async (reduction) => {
    const scores = randomTensor([2, 66], 1);
    scores.data = scores.data.map((value) => Math.fround(6 * value));
    const target = softmaxReference(randomTensor([2, 66], 2), 1);
    const rounded = { data: target.data.map(Math.fround), shape: target.shape };
    const { loss, gradient } = await run(
      'softmaxCrossEntropy',
      { inputShape: [2, 66], reduction },
      { input: scores, target: rounded },
    );
    const expected = crossEntropyReference(scores, rounded, reduction);
    expect(worstError(loss, expected.loss)).toBeLessThanOrEqual(1);
    expect(worstError(gradient, expected.gradient)).toBeLessThanOrEqual(1);
  });

  test('of a score far ahead stays finite', async () => {
    const input = { data: [1000, -1000], shape: [1, 2] };
    const { loss, gradient } = await run(
      'softmaxCrossEntropy',
      { inputShape: [1, 2] },
      { input, target: { data: [0, 1], shape: [1, 2] } },
    );
    expect(loss.data).toEqual([2000]);
    expect(gradient.data).toEqual([1, -1]);
  });

  test.each(['mean', 'sum'])('squared error, %s', async (reduction) => {
    const [input, target] = [randomTensor([3, 4, 5], 1), randomTensor([3, 4, 5], 2)];
    const { loss, gradient } = await run(
      'squaredError',
      { inputShape: input.shape, reduction },
      { input, target },
    );
    const expected = squaredErrorReference(input, target, reduction);
    expect(worstError(loss, expected.loss)).toBeLessThanOrEqual(1);
    expect(worstError(gradient, expected.gradient)).toBeLessThanOrEqual(1);
  });
});

describe('optimizers', () => {
  const [parameter, gradient] = [randomTensor([70], 1), randomTensor([70], 2)];

  test("momentum ('nn_sgd')", async () => {
    const velocity = randomTensor([70], 3);
    const settings = { data: [0.125, 0.75], shape: [2] };
    const next = await run('sgd', { shape: [70] }, { parameter, gradient, velocity, settings });
    const expected = sgdReference(parameter, gradient, velocity, settings.data);
    expect(worstError(next.velocity, expected.velocity)).toBeLessThanOrEqual(1);
    expect(worstError(next.parameter, expected.parameter)).toBeLessThanOrEqual(1);
  });

  test("Adam ('nn_adam', 'nn_adam_powers')", async () => {
    const settings = { data: [0.125, 0.875, 0.75, 2 ** -10], shape: [4] };
    const { powers } = await run('adamPowers', {}, { settings, powers: { data: [0.875, 0.75], shape: [2] } });
    expect(powers.data).toEqual([0.875 ** 2, 0.75 ** 2]);
    const mean = randomTensor([70], 3);
    const square = {
      data: randomTensor([70], 4).data.map((value) => Math.fround(value ** 2 + 0.1)),
      shape: [70],
    };
    const next = await run('adam', { shape: [70] }, { parameter, gradient, settings, powers, mean, square });
    const state = { parameter, gradient, mean, square };
    const expected = adamReference(state, settings.data, powers.data);
    expect(worstError(next.mean, expected.mean)).toBeLessThanOrEqual(1);
    expect(worstError(next.square, expected.square)).toBeLessThanOrEqual(1);
    expect(worstError(next.parameter, expected.parameter)).toBeLessThanOrEqual(1);
  });
});
