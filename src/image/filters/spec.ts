import type { PaddingMode } from '../../problem/options.ts';
import type { PresetStage } from './presets.ts';
import type { StageOptions } from './stage_options.ts';

/** Rows of weights, all of one length; at most 31×31. They are not flipped: a filter is a cross-correlation. */
export type Matrix = readonly (readonly number[])[];

/** A filter by its matrix, or by one matrix per channel. */
export interface MatrixStage extends StageOptions {
  /** Discriminates stages. */
  readonly type: 'matrix';
  /** One for all channels, or one each, all of one size. */
  readonly matrix: Matrix | { readonly red: Matrix; readonly green: Matrix; readonly blue: Matrix };
  /** Row and column of the matrix that lies over the output pixel. Default: the middle, `floor(size / 2)`. */
  readonly anchor?: readonly [row: number, column: number];
}

/** A filter that mixes colors. Alpha is kept. */
export interface MixStage extends StageOptions {
  /** Discriminates stages. */
  readonly type: 'mix';
  /** `matrices[out][in]` for red, green and blue, all of one size. */
  readonly matrices: readonly (readonly Matrix[])[];
  /** Row and column of the matrices that lie over the output pixel. Default: the middle, `floor(size / 2)`. */
  readonly anchor?: readonly [row: number, column: number];
}

/** One step of a chain. */
export type Stage = MatrixStage | MixStage | PresetStage;

/**
 * A filter or a chain of them. Values between stages are half floats and are not clamped, so a chain of linear stages is a
 * linear filter. The result is clamped to 0…1 and rounded to 8 bits once, at the end.
 */
export interface ImageFilterSpec {
  /** Applied in order. None leaves the picture as it is. */
  readonly stages: readonly (Stage | PresetStage['type'])[];
  /** Border of stages that have none of their own. Default `'reflect'`. */
  readonly border?: PaddingMode;
  /**
   * `'keep'` (default) filters colors as stored and keeps alpha. `'premultiplied'` filters alpha, and colors times alpha,
   * then divides again, so that transparent pixels do not bleed.
   */
  readonly alpha?: 'keep' | 'premultiplied';
  /** `'srgb'` (default) computes with stored values; `'linear'` with light, for physically right blurs in about twice the time. */
  readonly arithmetic?: 'srgb' | 'linear';
}

/** A chain with its options, a list of stages, one stage, or a preset's name. */
export type ImageFilterInput =
  | ImageFilterSpec
  | readonly (Stage | PresetStage['type'])[]
  | Stage
  | PresetStage['type'];

/** A linear filter as passes take it. */
export interface LinearFilter {
  readonly height: number;
  readonly width: number;
  /** Rows and columns before the anchor. */
  readonly top: number;
  readonly left: number;
  /** 1: one matrix for all channels; 3: one each; 9: color mixing, `[out][in]` per tap. */
  readonly weightsPerTap: 1 | 3 | 9;
  /** `[height, width, weightsPerTap]`. */
  readonly weights: Float64Array;
  /** Added to red, green, blue and alpha. */
  readonly bias: readonly number[];
}

/** Values of pixels outside the picture. */
export interface Border {
  readonly mode: PaddingMode;
  readonly color: readonly number[];
}
