import type { PaddingMode } from '../../problem/options.ts';
import type { PresetStage } from './presets.ts';
import type { StageOptions } from './stage_options.ts';

/** Rows of weights, all of one length; at most 31×31. Cross-correlation: weights lie over the picture as written. */
export type Matrix = readonly (readonly number[])[];

/** A filter by its matrix, or by one matrix a channel. */
export interface MatrixStage extends StageOptions {
  readonly type: 'matrix';
  readonly matrix: Matrix | { readonly red: Matrix; readonly green: Matrix; readonly blue: Matrix };
  /** Row and column of the matrix that lies over the pixel computed. Default the middle, `floor(size / 2)`. */
  readonly anchor?: readonly [row: number, column: number];
}

/** A filter that mixes channels: `matrices[out][in]`, each of one size; alpha stays as it is. */
export interface MixStage extends StageOptions {
  readonly type: 'mix';
  readonly matrices: readonly (readonly Matrix[])[];
  readonly anchor?: readonly [row: number, column: number];
}

/** One step of a chain. */
export type Stage = MatrixStage | MixStage | PresetStage;

/**
 * A filter or a chain of them. Between stages values are half floats and are not clamped, so a chain of linear
 * stages is a linear filter; the result is clamped to 0…1 and rounded to 8 bits once, at the end.
 */
export interface ImageFilterSpec {
  readonly stages: readonly (Stage | PresetStage['type'])[];
  /** For stages that name none. Default `'reflect'`. */
  readonly border?: PaddingMode;
  /**
   * `'keep'` (default): colors are filtered as stored, alpha stays as it is. `'premultiplied'`: colors times alpha and
   * alpha itself are filtered, then divided again, so that transparent pixels do not bleed.
   */
  readonly alpha?: 'keep' | 'premultiplied';
  /** `'srgb'` (default) computes with stored values; `'linear'` with light: physically right blurs, about twice the time. */
  readonly arithmetic?: 'srgb' | 'linear';
}

/** What {@link createImageFilter} takes: a chain with its options, a list of stages, one stage, or a preset's name. */
export type ImageFilterInput =
  | ImageFilterSpec
  | readonly (Stage | PresetStage['type'])[]
  | Stage
  | PresetStage['type'];

/** A linear filter in the form the passes take. */
export interface LinearFilter {
  readonly height: number;
  readonly width: number;
  /** Rows and columns before the anchor. */
  readonly top: number;
  readonly left: number;
  /** 1: one matrix for all channels; 3: one each; 9: color mixing, `[out][in]` per tap. */
  readonly weightsPerTap: 1 | 3 | 9;
  /** Tap by tap, row by row. */
  readonly weights: Float64Array;
  /** For red, green, blue, alpha. */
  readonly bias: readonly number[];
}

/** How pixels outside the picture are made up. */
export interface Border {
  readonly mode: PaddingMode;
  readonly color: readonly number[];
}
