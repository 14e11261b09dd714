import type { Dtype } from '../../src/problem/options.ts';
import { type CaseSizes, type Conv2dCase, makeCase, problemOf } from '../case.ts';

/** Layers of real networks at their real sizes, and shapes on which nothing divides. */
export const layerRows: readonly Conv2dCase[] = [
  layer('7×7 s2 3→64 224²', { ...square(224), inChannels: 3, outChannels: 64, strides: 2, ...filter(7) }),
  layer('3×3 64→64 56²', { ...square(56), inChannels: 64, outChannels: 64 }),
  layer('1×1 256→64 56²', { ...square(56), inChannels: 256, outChannels: 64, ...filter(1) }),
  layer('1×1 64→256 56²', { ...square(56), inChannels: 64, outChannels: 256, ...filter(1) }),
  layer('3×3 128→128 28²', { ...square(28), inChannels: 128, outChannels: 128 }),
  layer('3×3 s2 128→256 28²', { ...square(28), inChannels: 128, outChannels: 256, strides: 2 }),
  layer('3×3 256→256 14²', { ...square(14), inChannels: 256, outChannels: 256 }),
  layer('3×3 512→512 7²', { ...square(7), inChannels: 512, outChannels: 512 }),
  layer('3×3 64→64 56² batch 8', { ...square(56), batch: 8, inChannels: 64, outChannels: 64 }),
  layer('depthwise 3×3 64 112²', { ...square(112), inChannels: 64, outChannels: 64, groups: 64 }),
  layer('depthwise 3×3 s2 144 56²', {
    ...square(56),
    inChannels: 144,
    outChannels: 144,
    groups: 144,
    strides: 2,
  }),
  layer('grouped (32) 3×3 128→128 28²', { ...square(28), inChannels: 128, outChannels: 128, groups: 32 }),
  layer('dilated (2) 3×3 64→64 56²', {
    ...square(56),
    inChannels: 64,
    outChannels: 64,
    dilations: 2,
    padding: 2,
  }),
  layer('5×5 3→3 480×640', { height: 480, width: 640, inChannels: 3, outChannels: 3, ...filter(5) }),
  layer('9×9 3→32 256²', { ...square(256), inChannels: 3, outChannels: 32, ...filter(9) }),
  layer('3×3 32→32 512²', { ...square(512), inChannels: 32, outChannels: 32 }),
  layer('31×31 depthwise 3 480×640', {
    height: 480,
    width: 640,
    inChannels: 3,
    outChannels: 3,
    groups: 3,
    ...filter(31),
  }),
  layer('3×3 65→33 57×55', { height: 57, width: 55, inChannels: 65, outChannels: 33 }),
];

/** The row with its tensors stored as `dtype`. */
export function withDtype(row: Conv2dCase, dtype: Dtype): Conv2dCase {
  const stored = { ...row, dtype };
  return { ...stored, name: `${titleOf(row)}: ${problemOf(stored).key}` };
}

/** What a row is about, without its key. */
export function titleOf(row: Conv2dCase): string {
  return row.name.slice(0, row.name.lastIndexOf(': '));
}

function layer(about: string, sizes: Omit<CaseSizes, 'filter'> & Partial<CaseSizes>): Conv2dCase {
  return makeCase(about, { ...filter(3), hasBias: true, ...sizes });
}

function square(extent: number) {
  return { height: extent, width: extent };
}

/** A square filter, padded to keep the size. */
function filter(extent: number) {
  return { filter: [extent, extent] as const, padding: (extent - 1) / 2 };
}
