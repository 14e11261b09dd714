import { describe, expect, test } from 'vitest';
import { activate } from '../../src/cpu/activation.ts';
import { conv2dReference } from '../../src/index.ts';
import { type OperatorKind, operators } from '../../src/operators/operators.ts';
import { resolveActivation } from '../../src/problem/activation.ts';
import { activationBound, conv2dBounded } from '../bounds/conv2d.ts';
import { activationSlope } from '../nn/activation-slope.ts';
import { bounded, exactly, times } from '../nn/approximate.ts';
import { differentiate, poolGradientReference } from '../nn/backward.ts';
import { conv3dReference, deformReference, transposeReference } from '../nn/convolutions.ts';
import { build, type Reference, randomHalves, reader, worstError } from '../nn/data.ts';
import {
  binaryReference,
  concatReference,
  padReference,
  pixelShuffleReference,
  poolReference,
  resizeReference,
  softmaxReference,
} from '../nn/forward.ts';
import { normalizeReference, reduceReference } from '../nn/moments.ts';
import { sumOf } from '../nn/rounding.ts';
import { crossEntropyReference, squaredErrorReference } from '../nn/training.ts';
import { float16Test, lane } from './lane.ts';
import type { PlainTensor } from './page/nn.ts';

type Tensors = Record<string, PlainTensor>;

/** An operator on float16 tensors and what it should give, in float64 from the same values; float32 sums in between. */
interface Case {
  init: object;
  inputs: Tensors;
  expected: Record<string, Reference>;
}

const draw = randomHalves;
const IMAGE = [2, 3, 5, 6];
const image = draw(IMAGE, 1);
const cases: Partial<Record<OperatorKind, () => Case>> = {
  activation: () => {
    const sigmoid = resolveActivation('sigmoid');
    const output = build(IMAGE, (index) => {
      const x = reader(image)(...index);
      const value = activate(sigmoid, x);
      return [value, activationBound(sigmoid, x, value)];
    });
    return {
      init: { inputShape: IMAGE, activation: 'sigmoid' },
      inputs: { input: image },
      expected: { output },
    };
  },
  activationGradient: () => {
    const outputGradient = draw(IMAGE, 2);
    const tanh = resolveActivation('tanh');
    const input = image;
    const inputGradient = build(IMAGE, (index) => {
      const slope = activationSlope(tanh, reader(image)(...index));
      return bounded(times(exactly(reader(outputGradient)(...index)), slope));
    });
    return {
      init: { inputShape: IMAGE, activation: 'tanh' },
      inputs: { input, outputGradient },
      expected: { inputGradient },
    };
  },
  averagePool2d: () => pooling('average'),
  batchNormalization: () => {
    const [mean, scale, bias] = [2, 3, 4].map((seed) => draw([3], seed));
    const variance = { data: [0.5, 1.25, 3], shape: [3] };
    const affine = { layout: 'nchw', scale: scale.data, bias: bias.data };
    return {
      init: { inputShape: IMAGE, hasScale: true, hasBias: true },
      inputs: { input: image, mean, variance, scale, bias },
      expected: {
        output: normalizeReference(image, { ...affine, mean: mean.data, variance: variance.data }),
      },
    };
  },
  binary: () => {
    const b = draw([3, 1, 1], 2);
    const expected = { output: binaryReference(image, b, 'mul') };
    return {
      init: { aShape: IMAGE, bShape: b.shape, combination: 'mul' },
      inputs: { a: image, b },
      expected,
    };
  },
  concat: () => {
    const [input0, input1] = [image, draw([2, 1, 5, 6], 2)];
    const init = { inputShapes: [input0.shape, input1.shape], axis: 1 };
    return { init, inputs: { input0, input1 }, expected: { output: concatReference([input0, input1], 1) } };
  },
  conv1d: () => {
    const [input, filter] = [draw([1, 2, 9], 1), draw([3, 2, 3], 2)];
    const flat = (tensor: PlainTensor) => ({ ...tensor, shape: tensor.shape.toSpliced(2, 0, 1) });
    const { data, bounds } = conv2dBounded(flat(input), flat(filter));
    const output = { data: Array.from(data), shape: [1, 3, 7], bounds: Array.from(bounds) };
    return {
      init: { inputShape: input.shape, filterShape: filter.shape },
      inputs: { input, filter },
      expected: { output },
    };
  },
  conv2dInputGradient: () => gradient('conv2dInputGradient', {}),
  conv2dFilterGradient: () => gradient('conv2dFilterGradient', {}),
  conv3d: () => {
    const [input, filter, bias] = [draw([1, 2, 3, 4, 5], 1), draw([2, 2, 2, 2, 2], 2), draw([2], 3)];
    return {
      init: { inputShape: input.shape, filterShape: filter.shape, hasBias: true },
      inputs: { input, filter, bias },
      expected: { output: conv3dReference(input, filter, bias.data, { size: [2, 3, 4] }) },
    };
  },
  convTranspose2d: () => {
    const [filter, bias] = [draw([3, 2, 3, 2], 2), draw([2], 3)];
    const options = { strides: [2, 1] as [number, number], size: [11, 7] as [number, number] };
    return {
      init: { inputShape: IMAGE, filterShape: filter.shape, strides: [2, 1], hasBias: true },
      inputs: { input: image, filter, bias },
      expected: { output: transposeReference(image, filter, bias.data, options) },
    };
  },
  deformConv2d: () => {
    const [filter, offset, mask] = [draw([2, 3, 2, 2], 2), draw([2, 8, 4, 5], 3), draw([2, 4, 4, 5], 4)];
    return {
      init: { inputShape: IMAGE, filterShape: filter.shape, hasMask: true },
      inputs: { input: image, filter, offset, mask },
      expected: { output: deformReference(image, filter, offset, mask, [], {}) },
    };
  },
  instanceNormalization: () => ({
    init: { inputShape: IMAGE },
    inputs: { input: image },
    expected: { output: normalizeReference(image, { layout: 'nchw' }) },
  }),
  l2Pool2d: () => pooling('l2'),
  linear: () => {
    const [input, weight] = [draw([4, 7], 1), draw([5, 7], 2)];
    const output = build([4, 5], ([row, column]) =>
      sumOf(Array.from({ length: 7 }, (_, i) => input.data[row * 7 + i] * weight.data[column * 7 + i])),
    );
    return {
      init: { inputShape: [4, 7], weightShape: [5, 7] },
      inputs: { input, weight },
      expected: { output },
    };
  },
  maxPool2d: () => pooling('max'),
  pad: () => {
    const [before, after] = [
      [0, 0, 1, 2],
      [0, 1, 2, 0],
    ];
    return {
      init: { inputShape: IMAGE, before, after, mode: 'reflect' },
      inputs: { input: image },
      expected: { output: padReference(image, before, after, 'reflect', 0) },
    };
  },
  pixelShuffle: () => {
    const input = draw([1, 8, 3, 2], 1);
    const expected = { output: pixelShuffleReference(input, 2, 'dcr', 'nchw') };
    return { init: { inputShape: input.shape, blockSize: 2, mode: 'dcr' }, inputs: { input }, expected };
  },
  pool2dGradient: () => {
    const outputGradient = draw([2, 3, 2, 3], 2);
    const options = { window: [2, 2] as [number, number], strides: [2, 2] as [number, number] };
    const inputGradient = poolGradientReference('average', image, outputGradient.data, options);
    return {
      init: { pooling: 'average', inputShape: IMAGE, windowDimensions: 2, strides: 2 },
      inputs: { input: image, outputGradient },
      expected: { inputGradient },
    };
  },
  reduce: () => {
    const output = reduceReference(image, [2, 3], 'sum-square', false);
    const init = { inputShape: IMAGE, axes: [2, 3], reduction: 'sum-square' };
    return { init, inputs: { input: image }, expected: { output } };
  },
  resize2d: () => ({
    init: { inputShape: IMAGE, sizes: [9, 4], mode: 'linear', coordinates: 'half-pixel' },
    inputs: { input: image },
    expected: {
      output: resizeReference(image, [9, 4], { mode: 'linear', coordinates: 'half-pixel', layout: 'nchw' }),
    },
  }),
  slice: () => ({
    init: { inputShape: IMAGE, starts: [1, 0, 2, 1], sizes: [1, 3, 2, 3] },
    inputs: { input: image },
    expected: {
      output: build([1, 3, 2, 3], ([, c, h, w]) => [reader(image)(1, c, h + 2, w + 1), 0]),
    },
  }),
  softmax: () => ({
    init: { inputShape: IMAGE, axis: 1 },
    inputs: { input: image },
    expected: { output: softmaxReference(image, 1) },
  }),
  softmaxCrossEntropy: () => {
    const [scores, target] = [draw([3, 10], 1), { data: oneHot(3, 10), shape: [3, 10] }];
    return {
      init: { inputShape: [3, 10] },
      inputs: { input: scores, target },
      expected: crossEntropyReference(scores, target, 'mean'),
    };
  },
  squaredError: () => {
    const target = draw(IMAGE, 2);
    return {
      init: { inputShape: IMAGE },
      inputs: { input: image, target },
      expected: squaredErrorReference(image, target, 'mean'),
    };
  },
  transpose: () => ({
    init: { inputShape: IMAGE, permutation: [3, 0, 2, 1] },
    inputs: { input: image },
    expected: { output: build([6, 2, 5, 3], ([w, n, h, c]) => [reader(image)(n, c, h, w), 0]) },
  }),
};

describe('float16 operators sum in float32 and round once', () => {
  test('all but conv2d, which has files of its own, and the optimizers, whose parameters are float32', () => {
    const missing = Object.keys(operators).filter((kind) => !(kind in cases));
    expect(missing.sort()).toEqual(['adam', 'adamPowers', 'conv2d', 'sgd']);
  });

  for (const [kind, make] of Object.entries(cases)) {
    float16Test(kind, async () => {
      const { init, inputs, expected } = make();
      const halves = { ...init, dtype: 'float16' };
      const actual = await lane.call<Tensors>('runOperator', kind, halves, inputs);
      for (const [name, reference] of Object.entries(expected)) {
        expect(worstError(actual[name], reference, 'float16'), name).toBeLessThanOrEqual(1);
      }
    });
  }
});

function pooling(kind: 'average' | 'l2' | 'max'): Case {
  const options = { window: [3, 2], strides: [2, 1], padding: [1, 0, 0, 1] } as Parameters<
    typeof poolReference
  >[2];
  const { window: windowDimensions, ...same } = options;
  return {
    init: { ...same, inputShape: IMAGE, windowDimensions },
    inputs: { input: image },
    expected: { output: poolReference(kind, image, options) },
  };
}

function gradient(kind: 'conv2dInputGradient' | 'conv2dFilterGradient', settings: object): Case {
  const filter = draw([4, 3, 3, 2], 2);
  const outputGradient = draw([2, 4, 3, 5], 3);
  const init = { ...settings, inputShape: IMAGE, filterShape: filter.shape };
  const byInput = (data: number[]) => conv2dReference({ data, shape: IMAGE }, filter, settings).data;
  const byFilter = (data: number[]) => conv2dReference(image, { data, shape: filter.shape }, settings).data;
  if (kind === 'conv2dInputGradient') {
    const inputGradient = differentiate(byInput, image, outputGradient.data);
    return { init, inputs: { outputGradient, filter }, expected: { inputGradient } };
  }
  const filterGradient = differentiate(byFilter, filter, outputGradient.data);
  return { init, inputs: { input: image, outputGradient }, expected: { filterGradient } };
}

function oneHot(rows: number, classes: number): number[] {
  return Array.from({ length: rows * classes }, (_, index) =>
    index % classes === Math.floor(index / classes) ? 1 : 0,
  );
}
