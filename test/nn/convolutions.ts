/** Convolutions other than conv2d by their definitions, in float64. They share no code with the library. */
import { build, byAxis, inLayout, type Reference, reader } from './data.ts';
import { MIX } from './forward.ts';
import { SUM, U } from './rounding.ts';

interface Tensor {
  data: ArrayLike<number>;
  shape: readonly number[];
}

export interface TransposeOptions {
  layout?: string;
  filterLayout?: string;
  strides?: [number, number];
  dilations?: [number, number];
  padding?: [number, number, number, number];
  groups?: number;
  size: [number, number];
}

/** Each input spreads its filter over the output; what falls outside `size`, or into the padding, is lost. */
export function transposeReference(
  input: Tensor,
  filter: Tensor,
  bias: ArrayLike<number>,
  options: TransposeOptions,
): Reference {
  const { layout = 'nchw', filterLayout = 'iohw', strides = [1, 1], dilations = [1, 1] } = options;
  const { padding = [0, 0, 0, 0], groups = 1, size } = options;
  const from = byAxis(layout, input.shape);
  const taps = byAxis(filterLayout, filter.shape);
  const [readInput, readFilter] = [reader(input), reader(filter)];
  const channels = taps.o * groups;
  const key = (n: number, c: number, h: number, w: number) => `${n},${c},${h},${w}`;
  const sums = new Map<string, [number, number]>();
  for (let n = 0; n < from.n; n++) {
    for (let i = 0; i < from.c; i++) {
      const group = Math.floor(i / (from.c / groups));
      for (let h = 0; h < from.h; h++) {
        for (let w = 0; w < from.w; w++) {
          for (let o = 0; o < taps.o; o++) {
            for (let kh = 0; kh < taps.h; kh++) {
              for (let kw = 0; kw < taps.w; kw++) {
                const row = h * strides[0] + kh * dilations[0] - padding[0];
                const column = w * strides[1] + kw * dilations[1] - padding[2];
                const x = readInput(...inLayout(layout, { n, c: i, h, w }));
                const term = x * readFilter(...inLayout(filterLayout, { i, o, h: kh, w: kw }));
                const place = key(n, group * taps.o + o, row, column);
                const [sum, magnitude] = sums.get(place) ?? [0, 0];
                sums.set(place, [sum + term, magnitude + Math.abs(term)]);
              }
            }
          }
        }
      }
    }
  }
  return build(inLayout(layout, { n: from.n, c: channels, h: size[0], w: size[1] }), (index) => {
    const at = byAxis(layout, index);
    const [sum, magnitude] = sums.get(key(at.n, at.c, at.h, at.w)) ?? [0, 0];
    return [sum + (bias[at.c] ?? 0), SUM * U * (magnitude + Math.abs(bias[at.c] ?? 0))];
  });
}

export interface DeformOptions {
  layout?: string;
  filterLayout?: string;
  strides?: [number, number];
  dilations?: [number, number];
  padding?: [number, number, number, number];
  groups?: number;
  offsetGroups?: number;
}

export function deformReference(
  input: Tensor,
  filter: Tensor,
  offset: Tensor,
  mask: Tensor | undefined,
  bias: ArrayLike<number>,
  options: DeformOptions,
): Reference {
  const { layout = 'nchw', filterLayout = 'oihw', strides = [1, 1], dilations = [1, 1] } = options;
  const { padding = [0, 0, 0, 0], groups = 1, offsetGroups = 1 } = options;
  const from = byAxis(layout, input.shape);
  const taps = byAxis(filterLayout, filter.shape);
  const out = byAxis(layout, offset.shape);
  const readMask = mask && reader(mask);
  const [readInput, readFilter, readOffset] = [reader(input), reader(filter), reader(offset)];
  const largest = Math.max(...Array.from(input.data, Math.abs));
  const pixel = (n: number, c: number, h: number, w: number) =>
    h < 0 || w < 0 || h >= from.h || w >= from.w ? 0 : readInput(...inLayout(layout, { n, c, h, w }));
  return build(inLayout(layout, { n: out.n, c: taps.o, h: out.h, w: out.w }), (index) => {
    const at = byAxis(layout, index);
    const group = Math.floor(at.c / (taps.o / groups));
    let [sum, roundings] = [bias[at.c] ?? 0, SUM * Math.abs(bias[at.c] ?? 0)];
    for (let i = 0; i < taps.i; i++) {
      const c = group * taps.i + i;
      const offsetGroup = Math.floor(c / (from.c / offsetGroups));
      for (let kh = 0; kh < taps.h; kh++) {
        for (let kw = 0; kw < taps.w; kw++) {
          const tap = (offsetGroup * taps.h + kh) * taps.w + kw;
          const moved = (axis: 0 | 1) => readOffset(...inLayout(layout, { ...at, c: 2 * tap + axis }));
          const row = at.h * strides[0] + kh * dilations[0] - padding[0] + moved(0);
          const column = at.w * strides[1] + kw * dilations[1] - padding[2] + moved(1);
          const weight =
            readFilter(...inLayout(filterLayout, { o: at.c, i, h: kh, w: kw })) *
            (readMask ? readMask(...inLayout(layout, { ...at, c: tap })) : 1);
          let value = 0;
          for (const h of [Math.floor(row), Math.floor(row) + 1]) {
            for (const w of [Math.floor(column), Math.floor(column) + 1]) {
              value += pixel(at.n, c, h, w) * (1 - Math.abs(row - h)) * (1 - Math.abs(column - w));
            }
          }
          sum += value * weight;
          // the sum and the product with the mask; two mixes; each position is rounded, which moves the value by the difference
          // of two pixels
          const ofValue = 2 * MIX + 2 * (Math.abs(row) + Math.abs(column));
          roundings += Math.abs(weight) * ((SUM + (mask ? 1 : 0)) * Math.abs(value) + ofValue * largest);
        }
      }
    }
    return [sum, U * roundings];
  });
}

export interface VolumeOptions {
  layout?: string;
  filterLayout?: string;
  strides?: [number, number, number];
  dilations?: [number, number, number];
  padding?: [number, number, number];
  groups?: number;
  size: [number, number, number];
}

export function conv3dReference(
  input: Tensor,
  filter: Tensor,
  bias: ArrayLike<number>,
  options: VolumeOptions,
): Reference {
  const { layout = 'ncdhw', filterLayout = 'oidhw', strides = [1, 1, 1], dilations = [1, 1, 1] } = options;
  const { padding = [0, 0, 0], groups = 1, size } = options;
  const from = byAxis(layout, input.shape);
  const taps = byAxis(filterLayout, filter.shape);
  const [readInput, readFilter] = [reader(input), reader(filter)];
  return build(inLayout(layout, { n: from.n, c: taps.o, d: size[0], h: size[1], w: size[2] }), (index) => {
    const at = byAxis(layout, index);
    const first = Math.floor(at.c / (taps.o / groups)) * taps.i;
    let [sum, magnitude] = [bias[at.c] ?? 0, Math.abs(bias[at.c] ?? 0)];
    for (let i = 0; i < taps.i; i++) {
      for (let kd = 0; kd < taps.d; kd++) {
        for (let kh = 0; kh < taps.h; kh++) {
          for (let kw = 0; kw < taps.w; kw++) {
            const d = at.d * strides[0] + kd * dilations[0] - padding[0];
            const h = at.h * strides[1] + kh * dilations[1] - padding[1];
            const w = at.w * strides[2] + kw * dilations[2] - padding[2];
            if (d < 0 || h < 0 || w < 0 || d >= from.d || h >= from.h || w >= from.w) continue;
            const x = readInput(...inLayout(layout, { n: at.n, c: first + i, d, h, w }));
            const term = x * readFilter(...inLayout(filterLayout, { o: at.c, i, d: kd, h: kh, w: kw }));
            sum += term;
            magnitude += Math.abs(term);
          }
        }
      }
    }
    return [sum, SUM * U * magnitude];
  });
}
