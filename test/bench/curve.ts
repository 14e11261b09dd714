import { type CaseSizes, type Conv2dCase, makeCase } from '../case.ts';

/** 3×3, 32→32 channels, 64×64, batch 1: from here one size changes at a time. */
const control: CaseSizes = {
  inChannels: 32,
  outChannels: 32,
  height: 64,
  width: 64,
  filter: [3, 3],
  padding: 1,
};

/** A depthwise filter on three channels of 480 × 640. */
const depthwise = (side: number): Partial<CaseSizes> => ({
  inChannels: 3,
  outChannels: 3,
  groups: 3,
  height: 480,
  width: 640,
  filter: [side, side],
  padding: 'same',
});
const DEPTHWISE_SIDES = [9, 13, 17, 21, 31, 63];

/** How each axis changes the control, and where to. */
const AXES: Readonly<Record<string, { values: readonly number[]; at(value: number): Partial<CaseSizes> }>> = {
  width: { values: [16, 32, 64, 128, 256, 512], at: (width) => ({ width }) },
  channels: {
    values: [4, 8, 16, 32, 64, 128],
    at: (channels) => ({ inChannels: channels, outChannels: channels }),
  },
  filter: { values: [1, 3, 5, 7, 9, 11], at: (size) => ({ filter: [size, size], padding: (size - 1) / 2 }) },
  batch: { values: [1, 2, 4, 8], at: (batch) => ({ batch }) },
  depthwise: { values: DEPTHWISE_SIDES, at: depthwise },
  'depthwise-strict': {
    values: DEPTHWISE_SIDES,
    at: (side) => ({ ...depthwise(side), accuracy: 'strict' }),
  },
};

/** How cost grows, one size at a time; named `axis value`. */
export const curveRows: readonly Conv2dCase[] = Object.entries(AXES).flatMap(([axis, { values, at }]) =>
  values.map((value) => makeCase(`${axis} ${value}`, { ...control, ...at(value) })),
);
