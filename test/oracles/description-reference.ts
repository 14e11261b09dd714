import { activate } from '../../src/cpu/activation.ts';
import { conv2dReference } from '../../src/cpu/reference.ts';
import type { OptionsOf } from '../../src/operators/options.ts';
import { resolveActivation } from '../../src/problem/activation.ts';
import type { Pair } from '../../src/problem/options.ts';
import { resolvePadding } from '../../src/problem/padding.ts';
import type { ModelDescription, ModelOperator } from '../../src/readers/description.ts';
import { activationBound } from '../bounds/conv2d.ts';
import { build, byAxis, elementCount, inLayout, type Reference, reader } from '../nn/data.ts';
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

/** Numbers and the sizes of their axes. */
export interface Tensor {
  data: ArrayLike<number>;
  shape: readonly number[];
}

type Operands = Readonly<Record<string, Tensor>>;

/**
 * A description run by definitions, in float64, so that what a reader made of a file can be held to what the file's
 * own library makes of it. Bounds are those of the last operator: cases compute in whole numbers before it.
 */
export function runDescription(
  model: ModelDescription,
  inputs: Readonly<Record<string, Tensor>>,
): Reference[] {
  const values = new Map<string, Tensor>(model.weights.map((weight) => [weight.name, weight]));
  for (const [name, input] of Object.entries(inputs)) values.set(name, exactly(input));
  for (const node of model.nodes) {
    const operands = Object.entries(node.inputs).map(([operand, value]) => [operand, values.get(value)!]);
    const run = OPERATORS[node.kind] as (init: object, operands: Operands) => Reference;
    values.set(node.output, run(node.init, Object.fromEntries(operands)));
  }
  return model.outputs.map(({ value }) => values.get(value) as Reference);
}

type Runners = {
  readonly [Kind in ModelOperator]: (init: OptionsOf<Kind>, operands: Operands) => Reference;
};

const exactly = ({ data, shape }: Tensor): Reference => ({
  data: Array.from(data),
  shape: [...shape],
  bounds: Array(data.length).fill(0),
});

const reshaped = (input: Tensor, shape: readonly number[]) => exactly({ data: input.data, shape });

const pairOf = (pair: Pair = 1): [number, number] =>
  typeof pair === 'number' ? [pair, pair] : [pair[0], pair[1]];

const axisOf = (axis: number, { shape }: Tensor) => (axis < 0 ? axis + shape.length : axis);

const OPERATORS: Runners = {
  conv1d: ({ padding = 0, strides = 1, dilations = 1, groups, activation, ...layouts }, operands) => {
    const { inputLayout = 'ncw', filterLayout = 'oiw' } = layouts;
    const withRow = ({ data, shape }: Tensor, layout: string) => ({
      data,
      shape: shape.toSpliced(layout.indexOf('w'), 0, 1),
    });
    const { data, shape } = conv2dReference(
      withRow(operands.input, inputLayout),
      withRow(operands.filter, filterLayout),
      {
        padding: typeof padding === 'object' ? [0, 0, ...padding] : padding,
        strides: [1, strides],
        dilations: [1, dilations],
        groups,
        activation,
        bias: operands.bias,
        inputLayout: inputLayout === 'ncw' ? 'nchw' : 'nhwc',
        filterLayout: filterLayout === 'oiw' ? 'oihw' : 'hwio',
      },
    );
    return exactly({ data, shape: shape.toSpliced(inputLayout === 'ncw' ? 2 : 1, 1) });
  },
  conv2d: (init, { input, filter, bias }) => exactly(conv2dReference(input, filter, { ...init, bias })),
  convTranspose2d,
  linear: ({ weightLayout = 'oi', activation }, { input, weight, bias }) => {
    const [rows, features] = [elementCount(input.shape.slice(0, -1)), input.shape.at(-1) as number];
    const filterLayout = weightLayout === 'oi' ? 'oihw' : 'hwio';
    const filterShape = weightLayout === 'oi' ? [...weight.shape, 1, 1] : [1, 1, ...weight.shape];
    const { data, shape } = conv2dReference(
      { data: input.data, shape: [rows, 1, 1, features] },
      { data: weight.data, shape: filterShape },
      { activation, bias, inputLayout: 'nhwc', filterLayout },
    );
    return exactly({ data, shape: [...input.shape.slice(0, -1), shape[3]] });
  },
  maxPool2d: (init, { input }) => pool('max', init, input),
  averagePool2d: (init, { input }) => pool('average', init, input),
  l2Pool2d: (init, { input }) => pool('l2', init, input),
  resize2d: (init, { input }) => {
    const { sizes, scales, inputLayout: layout = 'nchw', rounding } = init;
    const { mode = 'nearest-neighbor', coordinates = 'half-pixel' } = init;
    const { h, w } = byAxis(layout, input.shape);
    const scaled = [h, w].map((size, axis) => Math.floor(size * (scales?.[axis] ?? 1)));
    const outSizes = sizes ? pairOf(sizes) : ([scaled[0], scaled[1]] as const);
    return resizeReference(input, outSizes, { mode, coordinates, rounding, layout });
  },
  pixelShuffle: ({ blockSize, mode = 'crd', inputLayout = 'nchw' }, { input }) =>
    pixelShuffleReference(input, blockSize, mode, inputLayout),
  binary: ({ combination, scale = 1 }, { a, b }) => binaryReference(a, b, combination, scale),
  activation: ({ activation }, { input }) => {
    const resolved = resolveActivation(activation);
    const read = reader(input);
    return build(input.shape, (index) => {
      const x = read(...index);
      const value = activate(resolved, x);
      return [value, activationBound(resolved, x, value)];
    });
  },
  softmax: ({ axis = -1, throughLast }, { input }) => {
    const first = axisOf(axis, input);
    if (!throughLast) return softmaxReference(input, first);
    const rows = [elementCount(input.shape.slice(0, first)), elementCount(input.shape.slice(first))];
    return { ...softmaxReference({ data: input.data, shape: rows }, 1), shape: [...input.shape] };
  },
  concat: ({ axis }, operands) => {
    const inputs = Object.keys(operands).map((_, index) => operands[`input${index}`]);
    return concatReference(inputs, axisOf(axis, inputs[0]));
  },
  flatten: ({ axis = 1 }, { input }) => {
    const first = axisOf(axis, input);
    return reshaped(input, [
      elementCount(input.shape.slice(0, first)),
      elementCount(input.shape.slice(first)),
    ]);
  },
  reshape: ({ shape }, { input }) => {
    const sizes = shape.map((size, axis) => (size === 0 ? input.shape[axis] : size));
    const known = elementCount(sizes.filter((size) => size !== -1));
    return reshaped(
      input,
      sizes.map((size) => (size === -1 ? input.data.length / known : size)),
    );
  },
  squeeze: ({ axes }, { input }) => {
    const dropped = axes?.map((axis) => axisOf(axis, input));
    return reshaped(
      input,
      input.shape.filter((size, axis) => !(dropped ? dropped.includes(axis) : size === 1)),
    );
  },
  unsqueeze: ({ axes }, { input }) => {
    const rank = input.shape.length + axes.length;
    const shape = [...input.shape];
    for (const axis of axes.map((own) => (own < 0 ? own + rank : own)).sort((a, b) => a - b))
      shape.splice(axis, 0, 1);
    return reshaped(input, shape);
  },
  transpose: ({ permutation }, { input }) => {
    const order = permutation ?? input.shape.map((_, axis) => axis).reverse();
    const read = reader(input);
    return build(
      order.map((axis) => input.shape[axis]),
      (index) => [read(...order.map((_, axis) => index[order.indexOf(axis)])), 0],
    );
  },
  pad: ({ before, after, mode = 'constant', value = 0 }, { input }) =>
    padReference(input, before, after, mode, value),
  batchNormalization: normalize,
  instanceNormalization: normalize,
  reduce: ({ reduction, axes, keepDimensions = false }, { input }) => {
    const reduced = axes?.map((axis) => axisOf(axis, input)) ?? input.shape.map((_, axis) => axis);
    return reduceReference(input, reduced, reduction, keepDimensions);
  },
};

/** Normalizes a tensor of any rank as a picture of one row. */
function normalize(
  { epsilon, inputLayout: layout = 'nchw' }: OptionsOf<'batchNormalization'>,
  { input, ...statistics }: Operands,
): Reference {
  const { data, shape } = input;
  const [n, c] = [shape[0], shape[layout === 'nchw' ? 1 : shape.length - 1]];
  const picture = inLayout(layout, { n, c, h: 1, w: data.length / (n * c) });
  const given = Object.entries(statistics).map(([name, tensor]) => [name, tensor.data]);
  const options = { epsilon, layout, ...Object.fromEntries(given) };
  return { ...normalizeReference({ data, shape: picture }, options), shape: [...shape] };
}

function pool(kind: 'max' | 'average' | 'l2', init: OptionsOf<'averagePool2d'>, input: Tensor) {
  const { inputLayout: layout = 'nchw', outputShapeRounding, countIncludePad } = init;
  const { h, w } = byAxis(layout, input.shape);
  const window = init.windowDimensions ? pairOf(init.windowDimensions) : ([h, w] as const);
  const [strides, dilations] = [pairOf(init.strides), pairOf(init.dilations)];
  const extent = window.map((size, axis) => (size - 1) * dilations[axis] + 1);
  const pads = resolvePadding(
    init.padding ?? 0,
    { height: h, width: w },
    { height: extent[0], width: extent[1] },
    strides,
  );
  const padding = [pads.padTop, pads.padBottom, pads.padLeft, pads.padRight] as const;
  const ceil = outputShapeRounding === 'ceil';
  return poolReference(kind, input, { window, strides, dilations, padding, ceil, countIncludePad, layout });
}

/** Where a transposed convolution begins along one axis, and how long it is. */
function transposedAxis(init: OptionsOf<'convTranspose2d'>, axis: 0 | 1, size: number, taps: number) {
  const { padding = 0, outputSizes, outputPadding = 0 } = init;
  const stride = pairOf(init.strides)[axis];
  const dilation = pairOf(init.dilations)[axis];
  const full = (size - 1) * stride + (taps - 1) * dilation + 1 + pairOf(outputPadding)[axis];
  if (Array.isArray(padding)) {
    const [before, after] = padding.length === 4 ? padding.slice(2 * axis) : [padding[axis], padding[axis]];
    return { stride, dilation, before, length: full - before - after };
  }
  const given = outputSizes && pairOf(outputSizes)[axis];
  if (padding === 'valid') return { stride, dilation, before: 0, length: given ?? full };
  const length = given ?? size * stride;
  const total = Math.max(0, full - length);
  const before = padding === 'same' ? Math.floor(total / 2) : Math.ceil(total / 2);
  return { stride, dilation, before, length };
}

function convTranspose2d(init: OptionsOf<'convTranspose2d'>, { input, filter, bias }: Operands): Reference {
  const { inputLayout = 'nchw', filterLayout = 'iohw', groups = 1, activation } = init;
  const { n, c, h, w } = byAxis(inputLayout, input.shape);
  const taps = byAxis(filterLayout, filter.shape);
  const rows = transposedAxis(init, 0, h, taps.h);
  const columns = transposedAxis(init, 1, w, taps.w);
  const outShape = inLayout(inputLayout, { n, c: taps.o * groups, h: rows.length, w: columns.length });
  const [x, f] = [reader(input), reader(filter)];
  const resolved = resolveActivation(activation);
  return build(outShape, (index) => {
    const at = byAxis(inputLayout, index);
    const group = Math.floor(at.c / taps.o);
    let sum = bias ? bias.data[at.c] : 0;
    for (let kh = 0; kh < taps.h; kh++) {
      for (let kw = 0; kw < taps.w; kw++) {
        const row = (at.h + rows.before - kh * rows.dilation) / rows.stride;
        const column = (at.w + columns.before - kw * columns.dilation) / columns.stride;
        const isInside = row >= 0 && row < h && column >= 0 && column < w;
        if (!isInside || !Number.isInteger(row) || !Number.isInteger(column)) continue;
        for (let i = 0; i < c / groups; i++) {
          const ic = group * (c / groups) + i;
          const weight = f(...inLayout(filterLayout, { i: ic, o: at.c % taps.o, h: kh, w: kw }));
          sum += weight * x(...inLayout(inputLayout, { n: at.n, c: ic, h: row, w: column }));
        }
      }
    }
    return [activate(resolved, sum), 0];
  });
}
