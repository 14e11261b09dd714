import { describe, expect, test } from 'vitest';
import { activate } from '../../src/cpu/activation.ts';
import { conv2dReference } from '../../src/index.ts';
import { resolveActivation } from '../../src/problem/activation.ts';
import type { Activation, Conv2dSettings } from '../../src/problem/options.ts';
import { differentiate } from '../nn/backward.ts';
import { type Reference, randomTensor, worstError } from '../nn/data.ts';
import { type PoolOptions, poolReference, softmaxReference } from '../nn/forward.ts';
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
      // small enough that no other value becomes the largest, and that a norm's curvature stays below the bound
      const expected = differentiate((data) => forward(data).data, input, outputGradient.data, 1e-5);
      const curved = expected.magnitudes.map((magnitude) => Math.max(magnitude, 2 ** -4));
      expect(worstError(inputGradient, { ...expected, magnitudes: curved })).toBeLessThanOrEqual(1);
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
      const expected: Reference = { data: [], shape: input.shape, magnitudes: [] };
      data.forEach((x, index) => {
        const slope = (activate(resolved, x + 1e-5) - activate(resolved, x - 1e-5)) / 2e-5;
        expected.data.push(slope * outputGradient.data[index]);
        // WGSL's exp is within 3 + 2|x| units; the two factors of a derivative take two of them
        expected.magnitudes.push(Math.abs(outputGradient.data[index]) * 2 * (3 + 2 * Math.abs(2 * x)));
      });
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
    const scale = reduction === 'mean' ? 1 / 2 : 1;
    const lossOf = (data: number[]) => {
      const probabilities = softmaxReference({ data, shape: [2, 66] }, 1).data;
      return [scale * probabilities.reduce((sum, p, index) => sum - rounded.data[index] * Math.log(p), 0)];
    };
    const exact = lossOf(scores.data);
    // 2|x| + 3 units of exp, |x| up to 12
    expect(worstError(loss, { data: exact, shape: [1], magnitudes: exact }, 27)).toBeLessThanOrEqual(1);
    const expected = differentiate(lossOf, scores, [1], 1e-4);
    const magnitudes = expected.data.map(() => scale);
    expect(worstError(gradient, { ...expected, magnitudes }, 27)).toBeLessThanOrEqual(1);
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
    const scale = reduction === 'mean' ? 1 / 60 : 1;
    const differences = input.data.map((value, index) => value - target.data[index]);
    const exact = scale * differences.reduce((sum, difference) => sum + difference ** 2, 0);
    expect(worstError(loss, { data: [exact], shape: [1], magnitudes: [exact] })).toBeLessThanOrEqual(1);
    const slopes = differences.map((difference) => 2 * scale * difference);
    const magnitudes = input.data.map(
      (value, index) => 2 * scale * (Math.abs(value) + Math.abs(target.data[index])),
    );
    expect(worstError(gradient, { data: slopes, shape: input.shape, magnitudes })).toBeLessThanOrEqual(1);
  });
});

describe('optimizers', () => {
  const [parameter, gradient] = [randomTensor([70], 1), randomTensor([70], 2)];

  test("momentum ('nn_sgd')", async () => {
    const velocity = randomTensor([70], 3);
    const settings = { data: [0.125, 0.75], shape: [2] };
    const next = await run('sgd', { shape: [70] }, { parameter, gradient, velocity, settings });
    const speeds = velocity.data.map((value, index) => 0.75 * value + gradient.data[index]);
    const moved = parameter.data.map((value, index) => value - 0.125 * speeds[index]);
    const magnitudes = moved.map(() => 2);
    expect(worstError(next.velocity, { data: speeds, shape: [70], magnitudes })).toBeLessThanOrEqual(1);
    expect(worstError(next.parameter, { data: moved, shape: [70], magnitudes })).toBeLessThanOrEqual(1);
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
    const means = mean.data.map((value, index) => 0.875 * value + 0.125 * gradient.data[index]);
    const squares = square.data.map((value, index) => 0.75 * value + 0.25 * gradient.data[index] ** 2);
    const moved = parameter.data.map((value, index) => {
      const spread = Math.sqrt(squares[index] / (1 - powers.data[1])) + 2 ** -10;
      return value - (0.125 * means[index]) / (1 - powers.data[0]) / spread;
    });
    const magnitudes = moved.map(() => 2);
    expect(worstError(next.mean, { data: means, shape: [70], magnitudes })).toBeLessThanOrEqual(1);
    expect(worstError(next.square, { data: squares, shape: [70], magnitudes })).toBeLessThanOrEqual(1);
    expect(worstError(next.parameter, { data: moved, shape: [70], magnitudes })).toBeLessThanOrEqual(1);
  });
});
