import type { PaddingMode } from '../../problem/options.ts';

/** Red, green and blue. */
export type Color = readonly [red: number, green: number, blue: number];

/** Settings that every stage takes. */
export interface StageOptions {
  /** Values of taps outside the picture, like `paddingMode` of a convolution. Default: the chain's, else `'reflect'`, as in OpenCV. */
  readonly border?: PaddingMode;
  /** Red, green, blue and alpha of the border with `border: 'constant'`, from 0 to 1. Default: opaque black. */
  readonly borderColor?: readonly [red: number, green: number, blue: number, alpha?: number];
  /** Multiplies the result. Default 1. */
  readonly scale?: number;
  /** Added to the result, as a fraction of full brightness (0.5 is mid-gray): one number, or one per channel. Default 0. */
  readonly bias?: number | Color;
  /** How often the stage is applied. Default 1. */
  readonly iterations?: number;
}
