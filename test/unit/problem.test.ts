import { describe, expect, test } from 'vitest';
import { ConvError, InvalidArgumentError } from '../../src/errors.ts';
import { conv2dReference } from '../../src/index.ts';
import { conv1d, conv2d, linear } from '../../src/operators/convolution.ts';
import { resolveActivation } from '../../src/problem/activation.ts';
import { type Conv2dProblemInit, createConv2dProblem } from '../../src/problem/create.ts';
import { deriveProblem, flopsOf, outputShapeOf } from '../../src/problem/problem.ts';

const control: Conv2dProblemInit = { inputShape: [2, 6, 9, 11], filterShape: [4, 6, 3, 5] };

describe('a problem', () => {
  test('fills in every default', () => {
    expect(createConv2dProblem(control)).toEqual({
      batch: 2,
      inChannels: 6,
      inHeight: 9,
      inWidth: 11,
      outChannels: 4,
      outHeight: 7,
      outWidth: 7,
      filterHeight: 3,
      filterWidth: 5,
      groups: 1,
      padTop: 0,
      padBottom: 0,
      padLeft: 0,
      padRight: 0,
      paddingMode: 'zeros',
      paddingValue: 0,
      strideHeight: 1,
      strideWidth: 1,
      dilationHeight: 1,
      dilationWidth: 1,
      inputLayout: 'nchw',
      filterLayout: 'oihw',
      flipFilter: false,
      hasBias: false,
      hasResidual: false,
      activation: { type: 'identity', a: 0, b: 0 },
      dtype: 'float32',
      accuracy: 'default',
      key: 'n2ic6ih9iw11oc4kh3kw5',
    });
  });

  test('is frozen and plain JSON', () => {
    const problem = createConv2dProblem(control);
    expect(Object.isFrozen(problem)).toBe(true);
    expect(JSON.parse(JSON.stringify(problem))).toEqual(problem);
  });

  test('gives a problem that is derived from it a key of its own, frozen', () => {
    const problem = createConv2dProblem({ ...control, activation: 'relu', biasShape: [4] });
    const bare = { batch: 5, hasBias: false, activation: resolveActivation(undefined) };
    const derived = deriveProblem(problem, bare);
    expect(derived).toEqual(createConv2dProblem({ ...control, inputShape: [5, 6, 9, 11] }));
    expect(Object.isFrozen(derived)).toBe(true);
  });

  test('counts windows along each axis: floor((in + pads − (k − 1)·d − 1) / s) + 1', () => {
    const init: Conv2dProblemInit = {
      ...control,
      padding: [1, 2, 3, 0],
      strides: [2, 3],
      dilations: [3, 2],
    };
    // rows: (9 + 3 − 7) / 2 → 2 + 1; columns: (11 + 3 − 9) / 3 → 1 + 1
    expect(outputShapeOf(createConv2dProblem(init))).toEqual([2, 4, 3, 2]);
    const nhwc: Conv2dProblemInit = { ...init, inputShape: [2, 9, 11, 6], inputLayout: 'nhwc' };
    expect(outputShapeOf(createConv2dProblem(nhwc))).toEqual([2, 3, 2, 4]);
  });

  test('counts a multiplication and an addition for each tap of each output', () => {
    const grouped = { inputShape: [2, 6, 9, 11], filterShape: [4, 3, 3, 5], groups: 2 };
    expect(flopsOf(createConv2dProblem(grouped))).toBe(2 * (2 * 4 * 7 * 7) * (3 * 3 * 5));
  });

  test('takes a filter larger than the image where padding makes room', () => {
    const init = { inputShape: [1, 1, 2, 3], filterShape: [1, 1, 5, 7] };
    expect(outputShapeOf(createConv2dProblem({ ...init, padding: 'full' }))).toEqual([1, 1, 6, 9]);
    expect(outputShapeOf(createConv2dProblem({ ...init, padding: [2, 1, 2, 2] }))).toEqual([1, 1, 1, 1]);
  });
});

/** A bad call, the argument its error names, and what the message must say of what it got and needs. */
type BadCall = [what: string, change: Record<string, unknown>, argument: string, got: string, needs: string];

const badCalls: BadCall[] = [
  ['an input of three axes', { inputShape: [6, 9, 11] }, 'init.inputShape', '[6, 9, 11]', '4 sizes'],
  ['an input without shape', { inputShape: undefined }, 'init.inputShape', 'undefined', '4 sizes'],
  [
    'an input with holes',
    { inputShape: new Array(4) },
    'init.inputShape[0]',
    'undefined',
    'whole number from 1',
  ],
  ['an empty input', { inputShape: [2, 6, 0, 11] }, 'init.inputShape[2]', '0', 'whole number from 1'],
  ['an empty batch', { inputShape: [0, 6, 9, 11] }, 'init.inputShape[0]', '0', 'whole number from 1'],
  ['a NaN size', { inputShape: [2, 6, 9, Number.NaN] }, 'init.inputShape[3]', 'NaN', 'whole number from 1'],
  ['a size in words', { inputShape: [2, '6', 9, 11] }, 'init.inputShape[1]', "'6'", 'whole number from 1'],
  [
    'elements beyond u32',
    { inputShape: [2 ** 14, 6, 2 ** 10, 2 ** 8] },
    'init.inputShape',
    '16384',
    '4294967295',
  ],
  [
    'a filter of five axes',
    { filterShape: [4, 6, 3, 5, 1] },
    'init.filterShape',
    '[4, 6, 3, 5, 1]',
    '4 sizes',
  ],
  ['an empty filter', { filterShape: [4, 6, 3, 0] }, 'init.filterShape[3]', '0', 'whole number from 1'],
  ['mismatched channels', { filterShape: [4, 5, 3, 5] }, 'init.filterShape', '5 input channels', '6'],
  ['groups that do not divide the input', { groups: 4 }, 'init.groups', '4', '6 channels'],
  ['groups that do not divide the output', { groups: 3 }, 'init.groups', '3', '4 output channels'],
  ['no groups', { groups: 0 }, 'init.groups', '0', 'whole number from 1'],
  ['grouped channels', { groups: 2 }, 'init.filterShape', '6 input channels', '3 (the input'],
  ['a fractional stride', { strides: 1.5 }, 'init.strides', '1.5', 'whole number from 1'],
  ['a zero stride', { strides: [1, 0] }, 'init.strides[1]', '0', 'whole number from 1'],
  ['three strides', { strides: [1, 1, 1] }, 'init.strides', '[1, 1, 1]', '[height, width]'],
  ['an infinite dilation', { dilations: [Infinity, 1] }, 'init.dilations[0]', 'Infinity', '2147483647'],
  ['a dilation in words', { dilations: '2' }, 'init.dilations', "'2'", '[height, width]'],
  ['negative padding', { padding: [0, -1] }, 'init.padding[1]', '-1', 'whole number from 0'],
  ['fractional padding', { padding: 0.5 }, 'init.padding', '0.5', 'whole number from 0'],
  ['three paddings', { padding: [1, 2, 3] }, 'init.padding', '[1, 2, 3]', '[top, bottom, left, right]'],
  ['padding with holes', { padding: new Array(4) }, 'init.padding[0]', 'undefined', 'whole number from 0'],
  ['an unknown rule', { padding: 'same-upper' }, 'init.padding', "'same-upper'", "'same-lower'"],
  ['padding beyond i32', { padding: 2 ** 31 - 1 }, 'init.padding', '4294967294', '2147483647'],
  ['an output beyond u32', { padding: 30000 }, 'output.shape', '60007', '4294967295 elements'],
  ['an unknown border', { paddingMode: 'mirror' }, 'init.paddingMode', "'mirror'", "'reflect'"],
  [
    'a NaN border',
    { paddingMode: 'constant', paddingValue: Number.NaN },
    'init.paddingValue',
    'NaN',
    'finite',
  ],
  ['a window too high', { filterShape: [4, 6, 10, 5] }, 'init.filterShape', 'height of 10', 'at most 9'],
  ['a dilated window too wide', { dilations: [1, 3] }, 'init.filterShape', 'width of 13', 'at most 11'],
  ['an unknown input layout', { inputLayout: 'chwn' }, 'init.inputLayout', "'chwn'", "'nhwc'"],
  ['an unknown filter layout', { filterLayout: 'iohw' }, 'init.filterLayout', "'iohw'", "'ihwo'"],
  ['a flip that is no boolean', { flipFilter: 1 }, 'init.flipFilter', '1', 'true or false'],
  ['a residual that is no boolean', { hasResidual: 'yes' }, 'init.hasResidual', "'yes'", 'true or false'],
  ['a bias of wrong length', { biasShape: [5] }, 'init.biasShape', '[5]', '[4]'],
  ['a bias of two axes', { biasShape: [4, 1] }, 'init.biasShape', '[4, 1]', '[4]'],
  ['an unknown activation', { activation: 'swish' }, 'init.activation', "'swish'", 'hard-swish'],
  ['an inherited activation', { activation: 'toString' }, 'init.activation', "'toString'", 'relu'],
  [
    'a clamp in one word',
    { activation: 'clamp' },
    'init.activation',
    "'clamp'",
    "{ type: 'clamp', min, max }",
  ],
  [
    'a clamp upside down',
    { activation: { type: 'clamp', min: 3, max: 2 } },
    'init.activation.max',
    '2',
    'at least min, 3',
  ],
  [
    'a slope in words',
    { activation: { type: 'leaky-relu', slope: '0.1' } },
    'init.activation.slope',
    "'0.1'",
    'finite',
  ],
  [
    'an infinite alpha',
    { activation: { type: 'elu', alpha: Infinity } },
    'init.activation.alpha',
    'Infinity',
    'finite',
  ],
  ['an unknown dtype', { dtype: 'bfloat16' }, 'init.dtype', "'bfloat16'", "'float16'"],
  ['an unknown accuracy', { accuracy: 'high' }, 'init.accuracy', "'high'", "'strict'"],
];

describe('a bad call is refused by name:', () => {
  test.each(badCalls)('%s', (_, change, argument, got, needs) => {
    const error = errorOf(() => createConv2dProblem({ ...control, ...change } as Conv2dProblemInit));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error).toBeInstanceOf(ConvError);
    expect(error.argument).toBe(argument);
    expect(error.message.startsWith(`${error.argument}: got `)).toBe(true);
    const [, gotText, needsText] = error.message.match(/: got (.*), needs (.*)$/) ?? [];
    expect(gotText).toContain(got);
    expect(needsText).toContain(needs);
  });

  test.each([
    ['input', { shape: [1, 1, 3] }, 'input.shape'],
    ['filter', { filterShape: [1, 2, 1, 1] }, 'filter.shape'],
    ['bias', { bias: { data: [1, 2], shape: [2] } }, 'options.bias.shape'],
    ['setting', { strides: [1, 0] }, 'options.strides[1]'],
    ['activation', { activation: { type: 'elu' } }, 'options.activation.alpha'],
    ['dtype', { dtype: 'int8' }, 'options.dtype'],
  ])('by its name in conv2d(input, filter, options): %s', (_, change, argument) => {
    const {
      shape = [1, 1, 3, 3],
      filterShape = [1, 1, 1, 1],
      ...options
    } = change as Record<string, number[]>;
    const call = () =>
      conv2dReference(
        { data: new Float32Array(9), shape },
        { data: new Float32Array(9), shape: filterShape },
        options,
      );
    expect(errorOf(call).argument).toBe(argument);
  });

  test.each<[string, () => unknown]>([
    ['strides[1]', () => conv2d({ ...control, strides: [1, 0] })],
    ['weightShape', () => linear({ inputShape: [2, 3], weightShape: [5, 4] })],
    ['inputShape', () => conv1d({ inputShape: [2, 3], filterShape: [1, 3, 1] })],
    ['filterShape', () => conv1d({ inputShape: [1, 3, 8], filterShape: [3, 1] })],
    ['strides', () => conv1d({ inputShape: [1, 3, 8], filterShape: [1, 3, 3], strides: 0 })],
    ['dilations', () => conv1d({ inputShape: [1, 3, 8], filterShape: [1, 3, 3], dilations: 0.5 })],
    ['padding', () => conv1d({ inputShape: [1, 3, 8], filterShape: [1, 3, 3], padding: -1 })],
    ['padding[1]', () => conv1d({ inputShape: [1, 3, 8], filterShape: [1, 3, 3], padding: [0, -1] })],
  ])("by the name of an operator's own field: %s", (argument, call) => {
    expect(errorOf(call).argument).toBe(argument);
  });

  test('a residual of another shape than the output', () => {
    const one = { data: [1], shape: [1, 1, 1, 1] };
    const error = errorOf(() =>
      conv2dReference(one, one, { residual: { data: [1, 2], shape: [1, 1, 1, 2] } }),
    );
    expect(error.message).toBe('options.residual.shape: got [1, 1, 1, 2], needs [1, 1, 1, 1]');
  });

  test.each([
    ['input', 'input.data', 5, 9, undefined],
    ['filter', 'filter.data', 9, 5, undefined],
    ['bias', 'options.bias.data', 9, 9, 2],
  ])('data that does not fill the shape: %s', (_, argument, inputLength, filterLength, biasLength) => {
    const input = { data: new Float32Array(inputLength), shape: [1, 1, 3, 3] };
    const filter = { data: new Float32Array(filterLength), shape: [1, 1, 3, 3] };
    const bias = biasLength === undefined ? undefined : { data: new Float32Array(biasLength), shape: [1] };
    const error = errorOf(() => conv2dReference(input, filter, { bias }));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error.argument).toBe(argument);
  });
});

function errorOf(call: () => unknown): InvalidArgumentError {
  try {
    call();
  } catch (error) {
    return error as InvalidArgumentError;
  }
  throw new Error('nothing was thrown');
}
