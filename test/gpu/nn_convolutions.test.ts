import { describe, expect, test } from 'vitest';
import {
  conv3dReference,
  type DeformOptions,
  deformReference,
  type TransposeOptions,
  transposeReference,
  type VolumeOptions,
} from '../nn/convolutions.ts';
import { type Reference, randomTensor, worstError } from '../nn/data.ts';
import { lane } from './lane.ts';
import type { PlainTensor } from './page/nn.ts';

type Tensors = Record<string, PlainTensor>;

async function expectClose(kind: string, init: object, inputs: Tensors, expected: Reference) {
  const { output } = await lane.call<Tensors>('runOperator', kind, init, inputs);
  expect(worstError(output, expected)).toBeLessThanOrEqual(1);
}

describe("transposed convolution ('nn_conv_transpose2d')", () => {
  const cases: [string, number[], number[], TransposeOptions & { init?: object }][] = [
    ['no option', [2, 3, 4, 5], [3, 4, 3, 2], { size: [6, 6] }],
    ['stride 2', [1, 2, 4, 5], [2, 3, 3, 3], { size: [9, 11], strides: [2, 2] }],
    [
      'output padding',
      [1, 2, 4, 5],
      [2, 3, 3, 3],
      { size: [8, 13], strides: [2, 3], padding: [1, 1, 1, 1], init: { outputPadding: [1, 0] } },
    ],
    [
      'output sizes',
      [1, 2, 4, 5],
      [2, 3, 3, 3],
      { size: [8, 10], strides: [2, 2], padding: [1, 1, 1, 1], init: { outputSizes: [8, 10] } },
    ],
    [
      'dilations, uneven padding',
      [1, 2, 5, 6],
      [2, 2, 3, 2],
      { size: [8, 6], dilations: [2, 1], padding: [0, 1, 1, 0] },
    ],
    ['stride beyond the filter', [1, 1, 3, 4], [1, 2, 1, 2], { size: [7, 11], strides: [3, 3] }],
    ['groups', [2, 4, 3, 4], [4, 3, 2, 2], { size: [4, 5], groups: 2 }],
    [
      "padding 'same'",
      [1, 2, 4, 5],
      [2, 3, 3, 4],
      { size: [8, 10], strides: [2, 2], padding: [0, 1, 1, 1], init: { padding: 'same' } },
    ],
    [
      'nhwc, hwoi',
      [1, 4, 5, 2],
      [3, 3, 4, 2],
      { size: [9, 11], strides: [2, 2], layout: 'nhwc', filterLayout: 'hwoi' },
    ],
    ['ohwi', [1, 2, 4, 5], [3, 2, 3, 2], { size: [5, 7], filterLayout: 'ohwi' }],
    ['oihw', [1, 2, 4, 5], [3, 2, 2, 3], { size: [5, 7], filterLayout: 'oihw' }],
    ['hwio', [1, 2, 4, 5], [2, 3, 2, 3], { size: [5, 7], filterLayout: 'hwio' }],
    ['ihwo', [1, 2, 4, 5], [2, 2, 3, 3], { size: [5, 7], filterLayout: 'ihwo' }],
  ];
  test.each(cases)('%s', async (_, inputShape, filterShape, { init = {}, ...options }) => {
    const [input, filter] = [randomTensor(inputShape, 1), randomTensor(filterShape, 2)];
    const outCount = filterShape[(options.filterLayout ?? 'iohw').indexOf('o')] * (options.groups ?? 1);
    const bias = randomTensor([outCount], 3);
    const { layout: inputLayout, size, ...same } = options;
    const given = { ...same, inputLayout, inputShape, filterShape, hasBias: true, ...init };
    await expectClose(
      'convTranspose2d',
      given,
      { input, filter, bias },
      transposeReference(input, filter, bias.data, options),
    );
  });
  test('an output that no stride could give throws', async () => {
    const init = { inputShape: [1, 1, 4, 4], filterShape: [1, 1, 3, 3], strides: 2, outputSizes: [11, 9] };
    await expect(lane.call('runOperator', 'convTranspose2d', init, {})).rejects.toThrow(
      /outputSizes\[0\].*from 9 to 10/,
    );
  });
});

describe("deformable convolution ('nn_deform_conv2d')", () => {
  const cases: [string, number[], number[], DeformOptions & { out: [number, number] }][] = [
    ['no option', [2, 2, 6, 7], [3, 2, 3, 3], { out: [4, 5] }],
    [
      'padding and strides',
      [1, 2, 6, 7],
      [3, 2, 3, 2],
      { out: [3, 4], padding: [1, 1, 0, 1], strides: [2, 2] },
    ],
    ['dilations', [1, 2, 7, 8], [2, 2, 3, 2], { out: [3, 6], dilations: [2, 2] }],
    ['groups and offset groups', [1, 4, 5, 6], [6, 2, 3, 3], { out: [3, 4], groups: 2, offsetGroups: 4 }],
    [
      'nhwc, hwio',
      [1, 5, 6, 4],
      [3, 3, 4, 2],
      { out: [3, 4], layout: 'nhwc', filterLayout: 'hwio', offsetGroups: 2 },
    ],
  ];
  describe.each([true, false])('mask: %s', (hasMask) => {
    test.each(cases)('%s', async (_, inputShape, filterShape, { out, ...options }) => {
      const { layout: inputLayout = 'nchw', filterLayout = 'oihw', offsetGroups = 1 } = options;
      const [n] = inputShape;
      const taps = [...filterLayout].reduce(
        (product, axis, at) => ('hw'.includes(axis) ? product * filterShape[at] : product),
        1,
      );
      const perTap = (c: number) => (inputLayout === 'nhwc' ? [n, ...out, c] : [n, c, ...out]);
      const [input, filter] = [randomTensor(inputShape, 1), randomTensor(filterShape, 2)];
      const offset = randomTensor(perTap(2 * taps * offsetGroups), 3);
      offset.data = offset.data.map((value) => Math.fround(3 * value));
      const mask = randomTensor(perTap(taps * offsetGroups), 4);
      const bias = randomTensor([filterShape[filterLayout.indexOf('o')]], 5);
      const { layout, ...same } = options;
      const init = { ...same, inputLayout, inputShape, filterShape, hasMask, hasBias: true };
      const inputs = { input, filter, offset, bias, ...(hasMask ? { mask } : {}) };
      const expected = deformReference(input, filter, offset, hasMask ? mask : undefined, bias.data, options);
      await expectClose('deformConv2d', init, inputs, expected);
    });
  });
});

describe("convolution of volumes ('nn_conv3d')", () => {
  const cases: [string, number[], number[], VolumeOptions & { init?: object }][] = [
    ['no option', [2, 2, 4, 5, 6], [3, 2, 2, 3, 2], { size: [3, 3, 5] }],
    ['padding', [1, 2, 3, 4, 5], [2, 2, 3, 3, 3], { size: [5, 4, 5], padding: [2, 1, 1] }],
    ['strides', [1, 1, 5, 6, 7], [2, 1, 2, 3, 2], { size: [2, 4, 2], strides: [3, 1, 4] }],
    ['dilations', [1, 1, 5, 6, 7], [2, 1, 2, 3, 2], { size: [3, 2, 4], dilations: [2, 2, 3] }],
    ['groups', [1, 4, 3, 4, 3], [6, 2, 2, 2, 2], { size: [2, 3, 2], groups: 2 }],
    [
      "padding 'same'",
      [1, 1, 3, 4, 5],
      [1, 1, 3, 3, 3],
      { size: [3, 4, 5], padding: [1, 1, 1], init: { padding: 'same' } },
    ],
    [
      'ndhwc, dhwio',
      [1, 3, 4, 5, 2],
      [2, 3, 2, 2, 3],
      { size: [2, 2, 4], layout: 'ndhwc', filterLayout: 'dhwio' },
    ],
  ];
  test.each(cases)('%s', async (_, inputShape, filterShape, { init = {}, ...options }) => {
    const [input, filter] = [randomTensor(inputShape, 1), randomTensor(filterShape, 2)];
    const bias = randomTensor([filterShape[(options.filterLayout ?? 'oidhw').indexOf('o')]], 3);
    const { layout: inputLayout, size, ...same } = options;
    const given = { ...same, inputLayout, inputShape, filterShape, hasBias: true, ...init };
    await expectClose(
      'conv3d',
      given,
      { input, filter, bias },
      conv3dReference(input, filter, bias.data, options),
    );
  });
});
