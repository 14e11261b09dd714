import type { PaddingMode } from '../../problem/options.ts';

/** Red, green and blue. */
export type Color = readonly [red: number, green: number, blue: number];

/** Settings that every stage takes. */
export interface StageOptions {
  /** What taps outside the picture read, as `paddingMode` of a convolution. Default `'reflect'`, as in OpenCV. */
  readonly border?: PaddingMode;
  /** The border's red, green, blue and alpha with `border: 'constant'`, 0 to 1. Default opaque black. */
  readonly borderColor?: readonly [red: number, green: number, blue: number, alpha?: number];
  /** Multiplies every weight. Default 1. Linear stages only. */
  readonly scale?: number;
  /** Added to the sum, in units of full brightness (0.5 is mid-gray); one number or one a channel. Default 0. */
  readonly bias?: number | Color;
  /** How often the stage is applied. Default 1. */
  readonly iterations?: number;
}
