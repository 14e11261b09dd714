import { describe, expect, test } from 'vitest';
import { foldIndex } from '../../src/problem/fold_index.ts';
import type { Padding, PaddingMode } from '../../src/problem/options.ts';
import { outputSize, resolvePadding } from '../../src/problem/padding.ts';

/** Where indices −8 … 10 of a row of four read, as numpy.pad continues it (`.` is the constant). */
const folds: Record<PaddingMode, string> = {
  zeros: '........0123.......',
  constant: '........0123.......',
  replicate: '0000000001233333333',
  circular: '0123012301230123012',
  symmetric: '0123321001233210012',
  reflect: '2101232101232101232',
};

describe.each(Object.entries(folds) as [PaddingMode, string][])('border %s', (mode, expected) => {
  test('continues a row of four, also beyond its own length', () => {
    const read = Array.from({ length: 19 }, (_, i) => foldIndex(i - 8, 4, mode));
    expect(read.map((index) => (index < 0 ? '.' : index)).join('')).toBe(expected);
  });

  test('of a single element is that element or the constant', () => {
    const isConstant = mode === 'zeros' || mode === 'constant';
    for (const index of [-5, -1, 1, 7]) expect(foldIndex(index, 1, mode)).toBe(isConstant ? -1 : 0);
    expect(foldIndex(0, 1, mode)).toBe(0);
  });
});

/** [padding, input, window, stride, expected [top, bottom, left, right]] */
type PaddingCase = [
  Padding,
  [h: number, w: number],
  [h: number, w: number],
  [h: number, w: number],
  number[],
];

const paddings: PaddingCase[] = [
  [0, [5, 7], [3, 3], [1, 1], [0, 0, 0, 0]],
  [2, [5, 7], [3, 3], [1, 1], [2, 2, 2, 2]],
  [
    [1, 2],
    [5, 7],
    [3, 3],
    [1, 1],
    [1, 1, 2, 2],
  ],
  [
    [1, 2, 3, 4],
    [5, 7],
    [3, 3],
    [1, 1],
    [1, 2, 3, 4],
  ],
  ['valid', [5, 7], [3, 3], [1, 1], [0, 0, 0, 0]],
  ['full', [5, 7], [3, 5], [2, 1], [2, 2, 4, 4]],
  ['same', [5, 7], [3, 5], [1, 1], [1, 1, 2, 2]],
  ['same', [5, 7], [2, 4], [1, 1], [0, 1, 1, 2]],
  ['same-lower', [5, 7], [2, 4], [1, 1], [1, 0, 2, 1]],
  // ONNX SAME_UPPER: ceil(6 / 2) = 3 rows need (3 − 1)·2 + 3 = 7
  ['same', [6, 5], [3, 3], [2, 2], [0, 1, 1, 1]],
  ['same-lower', [6, 5], [3, 3], [2, 2], [1, 0, 1, 1]],
  // a stride longer than the window leaves nothing to pad
  ['same', [7, 9], [1, 2], [3, 4], [0, 0, 0, 1]],
];

test.each(paddings)(
  '%o of %o under a window %o at strides %o',
  (padding, input, window, strides, expected) => {
    const extent = ([height, width]: [number, number]) => ({ height, width });
    const pads = resolvePadding(padding, extent(input), extent(window), strides);
    expect([pads.padTop, pads.padBottom, pads.padLeft, pads.padRight]).toEqual(expected);
  },
);

const names = { padding: 'padding', filter: 'filter' };

test('same gives ceil(input / stride) windows whatever the window', () => {
  for (let size = 1; size <= 12; size++) {
    for (let window = 1; window <= 6; window++) {
      for (let stride = 1; stride <= 4; stride++) {
        for (const rule of ['same', 'same-lower'] as const) {
          const extent = { height: size, width: 1 };
          const pads = resolvePadding(rule, extent, { height: window, width: 1 }, [stride, 1]);
          const total = pads.padTop + pads.padBottom;
          const { height } = outputSize(extent, pads, { height: window, width: 1 }, [stride, 1], names);
          expect(height).toBe(Math.ceil(size / stride));
          const [early, late] =
            rule === 'same' ? [pads.padTop, pads.padBottom] : [pads.padBottom, pads.padTop];
          expect(late - early).toBe(total % 2);
        }
      }
    }
  }
});
