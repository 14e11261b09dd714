/** The operators by their definitions, in float64, one value at a time. They share no code with the library. */
import { build, byAxis, inLayout, type Reference, reader } from './data.ts';
import { DIVISION, exponential, SQUARE_ROOT, SUM, sumOf, U } from './rounding.ts';

interface Tensor {
  data: ArrayLike<number>;
  shape: readonly number[];
}

type Pad = readonly [top: number, bottom: number, left: number, right: number];

export interface PoolOptions {
  window: readonly [number, number];
  strides?: readonly [number, number];
  dilations?: readonly [number, number];
  padding?: Pad;
  ceil?: boolean;
  countIncludePad?: boolean;
  layout?: string;
}

/** Positions of one axis that each window covers, those in the padding included; `inPadded` marks those that count. */
export function windowsOf(
  size: number,
  window: number,
  stride: number,
  dilation: number,
  before: number,
  after: number,
  ceil: boolean,
): number[][] {
  const extent = (window - 1) * dilation + 1;
  const windows: number[][] = [];
  for (let start = -before; ceil ? start < size : true; start += stride) {
    const end = start + extent;
    if (!ceil && end > size + after) break;
    if (ceil && windows.length > 0 && start - stride + extent >= size + after) break;
    windows.push(Array.from({ length: window }, (_, k) => start + k * dilation));
  }
  return windows;
}

export function poolReference(
  kind: 'max' | 'average' | 'l2',
  input: Tensor,
  options: PoolOptions,
): Reference {
  const { layout = 'nchw', strides = [1, 1], dilations = [1, 1], padding = [0, 0, 0, 0] } = options;
  const { n, c, h, w } = byAxis(layout, input.shape);
  const ceil = options.ceil ?? false;
  const rows = windowsOf(h, options.window[0], strides[0], dilations[0], padding[0], padding[1], ceil);
  const columns = windowsOf(w, options.window[1], strides[1], dilations[1], padding[2], padding[3], ceil);
  const read = reader(input);
  return build(inLayout(layout, { n, c, h: rows.length, w: columns.length }), (index) => {
    const at = byAxis(layout, index);
    const values: number[] = [];
    let paddedCount = 0;
    for (const row of rows[at.h]) {
      for (const column of columns[at.w]) {
        const isInside = row >= 0 && column >= 0 && row < h && column < w;
        if (isInside) values.push(read(...inLayout(layout, { ...at, h: row, w: column })));
        if (row < h + padding[1] && column < w + padding[3]) paddedCount++;
      }
    }
    if (kind === 'max') return [Math.max(...values), 0];
    if (kind === 'l2') {
      const norm = Math.hypot(...values);
      return [norm, (SUM / 2 + SQUARE_ROOT) * U * norm];
    }
    const count = options.countIncludePad ? paddedCount : values.length;
    const [sum, bound] = sumOf(values);
    return [sum / count, (bound + DIVISION * U * Math.abs(sum)) / count];
  });
}

/** Each combination of two numbers, and its roundings. */
const COMBINATIONS = {
  add: [(a: number, b: number) => a + b, 1],
  sub: [(a: number, b: number) => a - b, 1],
  mul: [(a: number, b: number) => a * b, 1],
  div: [(a: number, b: number) => a / b, DIVISION],
  max: [Math.max, 0],
  min: [Math.min, 0],
  prelu: [(a: number, b: number) => (a > 0 ? a : a * b), 1],
} as const;

/** Names of {@link binaryReference}'s combinations. */
export const combinations = Object.keys(COMBINATIONS) as (keyof typeof COMBINATIONS)[];

/** Combines two tensors, broadcast from the last axis. A scale that is not a power of two adds two roundings. */
export function binaryReference(
  a: Tensor,
  b: Tensor,
  combination: keyof typeof COMBINATIONS,
  scale = 1,
): Reference {
  const [combine, own] = COMBINATIONS[combination];
  const roundings = own + (Number.isInteger(Math.log2(Math.abs(scale))) ? 0 : 2);
  const rank = Math.max(a.shape.length, b.shape.length);
  const pad = (shape: readonly number[]) => [...Array(rank - shape.length).fill(1), ...shape];
  const [aShape, bShape] = [pad(a.shape), pad(b.shape)];
  const [readA, readB] = [reader({ ...a, shape: aShape }), reader({ ...b, shape: bShape })];
  const within = (shape: number[], index: number[]) => index.map((i, axis) => Math.min(i, shape[axis] - 1));
  return build(
    aShape.map((size, axis) => Math.max(size, bShape[axis])),
    (index) => {
      const value = scale * combine(readA(...within(aShape, index)), readB(...within(bShape, index)));
      return [value, roundings * U * Math.abs(value)];
    },
  );
}

export function concatReference(inputs: readonly Tensor[], axis: number): Reference {
  const shape = [...inputs[0].shape];
  shape[axis] = inputs.reduce((sum, input) => sum + input.shape[axis], 0);
  return build(shape, (index) => {
    let place = index[axis];
    let which = 0;
    while (place >= inputs[which].shape[axis]) place -= inputs[which++].shape[axis];
    return [reader(inputs[which])(...index.with(axis, place)), 0];
  });
}

export function pixelShuffleReference(
  input: Tensor,
  block: number,
  mode: 'crd' | 'dcr',
  layout: string,
): Reference {
  const { n, c, h, w } = byAxis(layout, input.shape);
  const channels = c / block ** 2;
  const read = reader(input);
  return build(inLayout(layout, { n, c: channels, h: h * block, w: w * block }), (index) => {
    const at = byAxis(layout, index);
    const place = (at.h % block) * block + (at.w % block);
    const channel = mode === 'crd' ? at.c * block ** 2 + place : place * channels + at.c;
    const source = { n: at.n, c: channel, h: Math.floor(at.h / block), w: Math.floor(at.w / block) };
    return [read(...inLayout(layout, source)), 0];
  });
}

export function softmaxReference(input: Tensor, axis: number): Reference {
  const read = reader(input);
  return build(input.shape, (index) => {
    const line = Array.from({ length: input.shape[axis] }, (_, i) => read(...index.with(axis, i)));
    const largest = Math.max(...line);
    const sum = line.reduce((total, value) => total + Math.exp(value - largest), 0);
    // exp, and the rounding of its argument, which exp turns into a relative error
    const power = (x: number) => exponential(x - largest) + Math.abs(x - largest);
    const ofSum = line.reduce((total, x) => total + (Math.exp(x - largest) / sum) * power(x), SUM);
    const value = Math.exp(read(...index) - largest) / sum;
    return [value, (power(read(...index)) + ofSum + DIVISION) * U * value];
  });
}

/** Roundings of mix(a, b, t), relative to max(|a|, |b|): at most 3 as a·(1 − t) + b·t, at most 5 as a + t·(b − a). Devices use both. */
export const MIX = 5;

export type Rounding = 'floor' | 'round-prefer-floor' | 'round-prefer-ceil' | 'ceil';

export function resizeReference(
  input: Tensor,
  sizes: readonly [number, number],
  options: { mode: 'nearest-neighbor' | 'linear'; coordinates: string; rounding?: Rounding; layout?: string },
): Reference {
  const { mode, coordinates, rounding = 'round-prefer-floor', layout = 'nchw' } = options;
  const { n, c, h, w } = byAxis(layout, input.shape);
  const read = reader(input);
  const place = (index: number, size: number, outSize: number) => {
    if (coordinates === 'half-pixel') return ((2 * index + 1) * size - outSize) / (2 * outSize);
    if (coordinates === 'asymmetric') return (index * size) / outSize;
    return outSize === 1 ? 0 : (index * (size - 1)) / (outSize - 1);
  };
  const nearest = {
    floor: Math.floor,
    ceil: Math.ceil,
    'round-prefer-floor': (x: number) => Math.ceil(x - 0.5),
    'round-prefer-ceil': (x: number) => Math.floor(x + 0.5),
  }[rounding];
  const clamp = (index: number, size: number) => Math.min(Math.max(index, 0), size - 1);
  return build(inLayout(layout, { n, c, h: sizes[0], w: sizes[1] }), (index) => {
    const at = byAxis(layout, index);
    const [row, column] = [place(at.h, h, sizes[0]), place(at.w, w, sizes[1])];
    const load = (ih: number, iw: number) =>
      read(...inLayout(layout, { ...at, h: clamp(ih, h), w: clamp(iw, w) }));
    if (mode === 'nearest-neighbor') return [load(nearest(row), nearest(column)), 0];
    let [sum, largest] = [0, 0];
    const [top, left] = [Math.floor(row), Math.floor(column)];
    for (const ih of [top, top + 1]) {
      for (const iw of [left, left + 1]) {
        sum += load(ih, iw) * (1 - Math.abs(row - ih)) * (1 - Math.abs(column - iw));
        largest = Math.max(largest, Math.abs(load(ih, iw)));
      }
    }
    // two mixes in a row; each position is a quotient, and its error moves the result by the difference of two pixels
    const places = DIVISION * (row - top + column - left);
    return [sum, (2 * MIX + 2 * places) * U * largest];
  });
}

/** One axis of numpy.pad: where each element of the padded axis comes from, or undefined for the constant. */
function paddedAxis(size: number, before: number, after: number, mode: string): (number | undefined)[] {
  const inner = Array.from({ length: size }, (_, index) => index);
  // one period of what goes on for ever
  const periods: Record<string, number[]> = {
    circular: inner,
    symmetric: [...inner, ...inner.toReversed()],
    reflect: [...inner, ...inner.slice(1, -1).toReversed()],
  };
  return Array.from({ length: before + size + after }, (_, place) => {
    const index = place - before;
    const period = periods[mode];
    if (period) return period.at(index % period.length);
    if (mode === 'replicate') return Math.min(Math.max(index, 0), size - 1);
    return index >= 0 && index < size ? index : undefined;
  });
}

export function padReference(
  input: Tensor,
  before: readonly number[],
  after: readonly number[],
  mode: string,
  value: number,
): Reference {
  const sources = input.shape.map((size, axis) => paddedAxis(size, before[axis], after[axis], mode));
  const read = reader(input);
  return build(
    sources.map((axis) => axis.length),
    (index) => {
      const from = index.map((place, axis) => sources[axis][place]);
      if (from.some((place) => place === undefined)) return [mode === 'constant' ? value : 0, 0];
      return [read(...(from as number[])), 0];
    },
  );
}
