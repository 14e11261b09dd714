import type { Activation, FilterLayout, InputLayout } from '../src/problem/options.ts';
import { type CaseSizes, type Conv2dCase, makeCase } from './case.ts';

/** What the others differ from in one factor. No two of its sizes are equal. */
export const control: CaseSizes = {
  inChannels: 6,
  height: 11,
  width: 13,
  outChannels: 8,
  filter: [3, 3],
  padding: 1,
};

const vary = (about: string, change: Partial<CaseSizes>) => makeCase(about, { ...control, ...change });

/** A product of matrices, the image a whole number of vectors of 4. */
const pointwise = { batch: 2, height: 6, width: 10, filter: [1, 1], padding: 0 } as const;

/** A case for Winograd's transforms. */
const transformed = { accuracy: 'fast', height: 12, padding: [2, 1, 1, 3], hasBias: true } as const;

/** A depthwise case whose filter is large enough for Fourier transforms, in two tiles of 64 by two. */
const large = {
  inChannels: 3,
  height: 70,
  width: 90,
  outChannels: 3,
  groups: 3,
  filter: [9, 13],
  padding: 'same',
} as const;

/** Kernels' tiles are of these sizes: one less, the same, one more. */
const aroundTiles = [4, 8, 16, 32, 64].flatMap((size) => [size - 1, size, size + 1]);

const INPUT_LAYOUTS: InputLayout[] = ['nchw', 'nhwc'];
const FILTER_LAYOUTS: FilterLayout[] = ['oihw', 'hwio', 'ohwi', 'ihwo'];

/** Every activation there is, with and without parameters. */
export const ACTIVATIONS: readonly Activation[] = [
  'relu',
  'relu6',
  'leaky-relu',
  { type: 'leaky-relu', slope: 0.25 },
  { type: 'leaky-relu', slope: -1.5 },
  'elu',
  { type: 'elu', alpha: 0.5 },
  'sigmoid',
  'tanh',
  'silu',
  'gelu-erf',
  'gelu-tanh',
  'hard-swish',
  { type: 'clamp', min: -0.5, max: 0.75 },
];

/** Sizes on both sides of what kernels' tiles and vectors divide by. */
export const sizeCases: readonly Conv2dCase[] = [
  vary('control', {}),
  vary('control', { values: 'integers' }),
  ...aroundTiles.flatMap((size) => [
    vary('output channels', { outChannels: size }),
    vary('input channels', { inChannels: size }),
    vary('width', { width: size }),
    vary('height', { height: size }),
  ]),
  vary('prime sizes', { batch: 2, inChannels: 7, height: 17, width: 19, outChannels: 13 }),
  ...[15, 16, 17].flatMap((size) => [
    vary('1×1 in whole vectors', { ...pointwise, width: size, outChannels: size, hasBias: true }),
    vary('1×1 in whole vectors', { ...pointwise, width: 2, inChannels: size, activation: 'relu' }),
    vary('1×1 in whole vectors', { ...pointwise, outChannels: 4 * size, hasResidual: true }),
  ]),
  vary('1×1 in parts of vectors', {
    ...pointwise,
    height: 7,
    width: 5,
    inChannels: 8,
    outChannels: 20,
    hasBias: true,
  }),
  vary('1×1 in parts of vectors', {
    ...pointwise,
    batch: 2,
    height: 3,
    width: 1,
    inChannels: 6,
    outChannels: 18,
    hasResidual: true,
    activation: 'relu',
  }),
  vary('1×1 of a depth that four does not divide', { ...pointwise, width: 2, inChannels: 129 }),
  vary('large filter over tiles of 256', {
    ...large,
    inChannels: 1,
    height: 250,
    width: 240,
    outChannels: 1,
    groups: 1,
    filter: [9, 21],
  }),
  vary('3×3 of a depth padded to threes', { inChannels: 130, height: 6, width: 6, outChannels: 4 }),
];

/** How tensors lie in memory, and which there are. */
export const storageCases: readonly Conv2dCase[] = [
  vary('batch', { batch: 3 }),
  vary('groups', { groups: 2 }),
  vary('groups, several channels each', { inChannels: 12, outChannels: 20, groups: 4 }),
  vary('depthwise', { inChannels: 8, groups: 8 }),
  vary('depthwise, multiplier 3', { inChannels: 5, outChannels: 15, groups: 5 }),
  vary('depthwise, strided, dilated', {
    inChannels: 8,
    groups: 8,
    strides: 2,
    dilations: [1, 2],
    padding: 2,
  }),
  vary('depthwise, nhwc', {
    inChannels: 16,
    outChannels: 16,
    groups: 16,
    inputLayout: 'nhwc',
    filterLayout: 'hwio',
  }),
  ...INPUT_LAYOUTS.flatMap((inputLayout) =>
    FILTER_LAYOUTS.flatMap((filterLayout) => [
      vary('layouts', { batch: 2, inputLayout, filterLayout }),
      vary('layouts and groups', { inputLayout, filterLayout, groups: 2, hasBias: true }),
    ]),
  ),
  vary('bias', { hasBias: true }),
  vary('bias, nhwc', { hasBias: true, inputLayout: 'nhwc' }),
  vary('residual', { hasResidual: true }),
  vary('bias, residual and activation', { hasBias: true, hasResidual: true, activation: 'silu', batch: 2 }),
  vary('residual, nhwc', { hasResidual: true, inputLayout: 'nhwc' }),
];

/** Windows, borders, activations. */
const optionCases: readonly Conv2dCase[] = [
  vary('one pixel, one channel', {
    inChannels: 1,
    height: 1,
    width: 1,
    outChannels: 1,
    filter: [1, 1],
    padding: 0,
  }),
  vary('one pixel under 3×3', { height: 1, width: 1 }),
  vary('one row', { height: 1, width: 37 }),
  vary('one column', { height: 37, width: 1 }),
  ...(
    [
      [1, 1],
      [1, 3],
      [3, 1],
      [2, 2],
      [2, 4],
      [5, 5],
      [4, 7],
      [7, 7],
      [9, 9],
      [1, 15],
    ] as const
  ).map((filter) => vary('filter size', { filter, padding: 'same' })),
  vary('1×1 without border', { filter: [1, 1], padding: 0 }),
  vary('1×1 with border', { filter: [1, 1], padding: [1, 2] }),
  vary('filter larger than the image', { height: 2, width: 3, filter: [5, 7], padding: 'full' }),
  vary('filter as large as the image', { filter: [11, 13], padding: 0 }),
  ...([0, 2, [1, 2], [0, 1, 2, 3], [3, 0, 0, 1], 'same', 'same-lower', 'valid', 'full'] as const).map(
    (padding) => vary(`padding ${padding}`, { padding }),
  ),
  vary('uneven same', { filter: [2, 4], padding: 'same' }),
  vary('uneven same-lower', { filter: [2, 4], padding: 'same-lower' }),
  vary('border alone', { height: 2, width: 2, padding: 9 }),
  ...([2, 3, [1, 2], [2, 1], [3, 5], [11, 13]] as const).map((strides) => vary('strides', { strides })),
  vary('strided same', { strides: 2, padding: 'same' }),
  vary('strided same, even sizes', { height: 12, width: 14, strides: 2, padding: 'same' }),
  vary('strided same-lower', { height: 12, width: 14, strides: 2, padding: 'same-lower' }),
  vary('strided 1×1', { filter: [1, 1], padding: 0, strides: 2 }),
  vary('a stride longer than the window', { filter: [2, 2], padding: 0, strides: [3, 4] }),
  ...([2, [1, 2], [3, 1], [4, 5]] as const).map((dilations) =>
    vary('dilations', { dilations, padding: 'same' }),
  ),
  vary('dilated and strided', { dilations: [2, 3], strides: [3, 2], padding: [3, 1, 2, 4] }),
  ...(['zeros', 'constant', 'reflect', 'symmetric', 'replicate', 'circular'] as const).flatMap(
    (paddingMode) => {
      const border = { paddingMode, ...(paddingMode === 'constant' && { paddingValue: -1.5 }) };
      return [
        vary('border', { ...border, padding: [2, 1, 1, 3] }),
        vary('border, nhwc', { ...border, padding: [2, 1, 1, 3], inputLayout: 'nhwc' }),
        vary('border wider than the image', { ...border, height: 3, width: 2, padding: [7, 5, 4, 8] }),
        vary('border of one pixel', { ...border, height: 1, width: 1, padding: 2 }),
        vary('border, strided and dilated', { ...border, padding: 4, strides: [2, 3], dilations: [3, 2] }),
      ];
    },
  ),
  ...ACTIVATIONS.map((activation) => vary('activation', { activation, hasBias: true })),
  // sums in the dozens, where exponentials overflow if nothing is done about it
  ...ACTIVATIONS.map((activation) => vary('activation, far out', { activation, values: 'integers' })),
  vary('flip', { flipFilter: true }),
  vary('flip, uneven filter', {
    flipFilter: true,
    filter: [2, 5],
    filterLayout: 'hwio',
    padding: [1, 0, 3, 1],
  }),
  vary('strict', { accuracy: 'strict', inChannels: 32, outChannels: 32 }),
  vary('fast', { accuracy: 'fast', inChannels: 32, outChannels: 32 }),
  // few channels, but tiles of every kind
  vary('fast, strided', {
    ...transformed,
    strides: 2,
    paddingMode: 'reflect',
    inputLayout: 'nhwc',
    batch: 2,
  }),
  vary('fast, dilated', { ...transformed, dilations: [2, 3], paddingMode: 'symmetric', hasResidual: true }),
  vary('fast, dilated by more than there are outputs', { ...transformed, dilations: [5, 2], padding: 0 }),
  vary('fast, strided and dilated', {
    ...transformed,
    strides: 2,
    dilations: [3, 2],
    paddingMode: 'constant',
    paddingValue: -1.5,
  }),
];

const largeFilterCases: readonly Conv2dCase[] = [
  vary('large filter', { ...large, batch: 2, hasBias: true }),
  vary('large filter, three tiles, multiplier 2', {
    ...large,
    height: 40,
    width: 160,
    outChannels: 6,
    flipFilter: true,
    inputLayout: 'nhwc',
    filterLayout: 'hwio',
    hasResidual: true,
    activation: 'silu',
  }),
  vary('large filter, half a transform long', {
    ...large,
    inChannels: 1,
    outChannels: 1,
    groups: 1,
    filter: [32, 32],
    padding: [16, 15, 14, 17],
  }),
  vary('large filter without border', { ...large, filter: [64, 1], padding: 0 }),
  ...(['constant', 'reflect', 'symmetric', 'replicate', 'circular'] as const).map((paddingMode) =>
    vary('large filter, border', {
      ...large,
      paddingMode,
      ...(paddingMode === 'constant' && { paddingValue: -1.5 }),
      padding: [30, 2, 0, 41],
    }),
  ),
];

/** One factor at a time around the control. */
export const factorCases: readonly Conv2dCase[] = [
  ...sizeCases,
  ...storageCases,
  ...optionCases,
  ...largeFilterCases,
];
