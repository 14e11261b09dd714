import { describe, expect, test } from 'vitest';
import { conv2dBounded } from '../bounds/conv2d.ts';
import { conv3dReference, deformReference, transposeReference } from '../nn/convolutions.ts';
import { build, inLayout, type Reference, randomTensor, worstError } from '../nn/data.ts';
import { binaryReference, resizeReference } from '../nn/forward.ts';
import { normalizeReference, reduceReference } from '../nn/moments.ts';
import { sumOf } from '../nn/rounding.ts';
import { lane } from './lane.ts';
import type { PlainTensor } from './page/nn.ts';

type Tensors = Record<string, PlainTensor>;

async function expectClose(kind: string, init: object, inputs: Tensors, expected: Reference) {
  const { output } = await lane.call<Tensors>('runOperator', kind, init, inputs);
  expect(worstError(output, expected)).toBeLessThanOrEqual(1);
}

/** ReLU of a reference; it moves no number further than it was. */
const rectified = (reference: Reference): Reference => ({
  ...reference,
  data: reference.data.map((value) => Math.max(0, value)),
});

describe("reduce ('nn_reduce')", () => {
  const shape = [2, 3, 4, 5];
  const input = randomTensor(shape, 1);
  test.each<['sum' | 'mean' | 'sum-square', number[], boolean]>([
    ['sum', [0, 2, 3], false],
    ['sum', [1], true],
    ['mean', [0, 1, 2, 3], false],
    ['mean', [2, 3], true],
    ['sum-square', [0, 3], false],
  ])('%s over [%s], axes kept: %s', async (reduction, axes, keepDimensions) => {
    const expected = reduceReference(input, axes, reduction, keepDimensions);
    await expectClose('reduce', { inputShape: shape, axes, reduction, keepDimensions }, { input }, expected);
  });
});

describe("conv1d's layouts, groups and borders", () => {
  const cases: [string, string, string, object][] = [
    ['oiw', 'ncw', "groups, 'same-lower'", { groups: 2, padding: 'same-lower', strides: 2 }],
    ['owi', 'nwc', 'a border that repeats', { padding: [2, 1], paddingMode: 'reflect' }],
    ['iwo', 'ncw', 'an activation', { activation: 'relu' }],
    ['wio', 'nwc', "flipped, 'full'", { flipFilter: true, padding: 'full' }],
  ];
  test.each(cases)('%s, %s, %s', async (filterLayout, inputLayout, _, options) => {
    const groups = 'groups' in options ? 2 : 1;
    const [input, filter] = [
      randomTensor(inLayout(inputLayout, { n: 2, c: 4, w: 9 }), 1),
      randomTensor(inLayout(filterLayout, { o: 6, i: 4 / groups, w: 3 }), 2),
    ];
    const asRow = (tensor: PlainTensor, layout: string) => ({
      data: tensor.data,
      shape: tensor.shape.toSpliced(layout.indexOf('w'), 0, 1),
    });
    const given = options as { padding?: number[] | string; strides?: number };
    const { padding } = given;
    const settings = {
      ...given,
      padding: Array.isArray(padding) ? [0, 0, ...padding] : padding,
      strides: [1, given.strides ?? 1],
      inputLayout: inputLayout.replace('w', 'hw'),
      filterLayout: filterLayout.replace('w', 'hw'),
    } as Parameters<typeof conv2dBounded>[2];
    const [rowInput, rowFilter] = [asRow(input, inputLayout), asRow(filter, filterLayout)];
    const exact = conv2dBounded(rowInput, rowFilter, settings);
    const shape = exact.shape.toSpliced(inputLayout.indexOf('w'), 1);
    const init = {
      ...options,
      inputShape: input.shape,
      filterShape: filter.shape,
      inputLayout,
      filterLayout,
    };
    const expected = { data: Array.from(exact.data), shape, bounds: Array.from(exact.bounds) };
    await expectClose('conv1d', init, { input, filter }, expected);
  });
});

describe('an activation in the operator before it', () => {
  const image = randomTensor([1, 3, 5, 6], 1);
  test('convTranspose2d', async () => {
    const filter = randomTensor([3, 2, 3, 2], 2);
    const expected = rectified(transposeReference(image, filter, [], { size: [7, 7] }));
    const init = { inputShape: image.shape, filterShape: filter.shape, activation: 'relu' };
    await expectClose('convTranspose2d', init, { input: image, filter }, expected);
  });
  test('conv3d', async () => {
    const [input, filter] = [randomTensor([1, 2, 3, 4, 5], 1), randomTensor([2, 2, 2, 2, 2], 2)];
    const expected = rectified(conv3dReference(input, filter, [], { size: [2, 3, 4] }));
    const init = { inputShape: input.shape, filterShape: filter.shape, activation: 'relu' };
    await expectClose('conv3d', init, { input, filter }, expected);
  });
  test('linear', async () => {
    const [input, weight] = [randomTensor([3, 7], 1), randomTensor([5, 7], 2)];
    const product = build([3, 5], ([row, column]) =>
      sumOf(Array.from({ length: 7 }, (_, i) => input.data[row * 7 + i] * weight.data[column * 7 + i])),
    );
    const init = { inputShape: [3, 7], weightShape: [5, 7], activation: 'relu' };
    await expectClose('linear', init, { input, weight }, rectified(product));
  });
  test('binary, scaled', async () => {
    const b = randomTensor([3, 1, 1], 2);
    const expected = rectified(binaryReference(image, b, 'sub', 0.25));
    const init = {
      aShape: image.shape,
      bShape: b.shape,
      combination: 'sub',
      scale: 0.25,
      activation: 'relu',
    };
    await expectClose('binary', init, { a: image, b }, expected);
  });
  test.each(['batch', 'instance'])('%sNormalization', async (kind) => {
    const [mean, variance] = [randomTensor([3], 2), { data: [0.5, 1.25, 3], shape: [3] }];
    const statistics: Tensors = kind === 'batch' ? { mean, variance } : {};
    const given = kind === 'batch' ? { mean: mean.data, variance: variance.data } : {};
    const expected = rectified(normalizeReference(image, { layout: 'nchw', ...given }));
    const init = { inputShape: image.shape, activation: 'relu' };
    await expectClose(`${kind}Normalization`, init, { input: image, ...statistics }, expected);
  });
});

describe('layouts that the other files leave out', () => {
  test('nearest resize, nhwc', async () => {
    const input = randomTensor([2, 4, 5, 3]);
    const options = { mode: 'nearest-neighbor', coordinates: 'half-pixel', layout: 'nhwc' } as const;
    const init = { inputShape: input.shape, sizes: [7, 3], coordinates: 'half-pixel', inputLayout: 'nhwc' };
    await expectClose('resize2d', init, { input }, resizeReference(input, [7, 3], options));
  });
  test.each([
    ['nchw', 'hwio'],
    ['nchw', 'ohwi'],
    ['nhwc', 'ihwo'],
    ['nhwc', 'oihw'],
  ])('deformConv2d, %s, %s', async (inputLayout, filterLayout) => {
    const input = randomTensor(inLayout(inputLayout, { n: 1, c: 2, h: 5, w: 6 }), 1);
    const filter = randomTensor(inLayout(filterLayout, { o: 3, i: 2, h: 2, w: 3 }), 2);
    const offset = randomTensor(inLayout(inputLayout, { n: 1, c: 12, h: 4, w: 4 }), 3);
    const expected = deformReference(input, filter, offset, undefined, [], {
      layout: inputLayout,
      filterLayout,
    });
    const init = { inputShape: input.shape, filterShape: filter.shape, inputLayout, filterLayout };
    await expectClose('deformConv2d', init, { input, filter, offset }, expected);
  });
  test.each([
    ['ncdhw', 'dhwio'],
    ['ndhwc', 'oidhw'],
  ])('conv3d, %s, %s', async (inputLayout, filterLayout) => {
    const input = randomTensor(inLayout(inputLayout, { n: 1, c: 2, d: 3, h: 4, w: 5 }), 1);
    const filter = randomTensor(inLayout(filterLayout, { o: 3, i: 2, d: 2, h: 2, w: 2 }), 2);
    const options = { layout: inputLayout, filterLayout, size: [2, 3, 4] as [number, number, number] };
    const init = { inputShape: input.shape, filterShape: filter.shape, inputLayout, filterLayout };
    await expectClose('conv3d', init, { input, filter }, conv3dReference(input, filter, [], options));
  });
  test.each(['iohw', 'ohwi', 'oihw', 'hwio', 'ihwo'])('convTranspose2d, nhwc, %s', async (filterLayout) => {
    const input = randomTensor([1, 3, 4, 2], 1);
    const filter = randomTensor(inLayout(filterLayout, { i: 2, o: 3, h: 3, w: 2 }), 2);
    const options = { layout: 'nhwc', filterLayout, strides: [2, 1] as [number, number] };
    const expected = transposeReference(input, filter, [], { ...options, size: [7, 5] });
    const init = {
      inputShape: input.shape,
      filterShape: filter.shape,
      inputLayout: 'nhwc',
      filterLayout,
      strides: [2, 1],
    };
    await expectClose('convTranspose2d', init, { input, filter }, expected);
  });
});
