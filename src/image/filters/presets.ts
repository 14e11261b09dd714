import type { StageOptions } from './stage_options.ts';

/** A number that a preset takes, as a slider shows it. */
export interface PresetParameter {
  /** English name with unit, for people. */
  readonly label: string;
  /** Value of a stage that leaves the number out. */
  readonly default: number;
  /** Lowest allowed value. */
  readonly min: number;
  /** Highest allowed value. */
  readonly max: number;
  /** Distance between neighboring slider positions. Values in between are allowed. */
  readonly step: number;
}

/** A filter with a name, and the numbers it takes. */
export interface Preset {
  /** English name, for people. */
  readonly label: string;
  /** Its effect in a few English words. */
  readonly description: string;
  /** By the names that a stage uses. */
  readonly parameters: Readonly<Record<string, PresetParameter>>;
}

const parameter = (
  label: string,
  value: number,
  min: number,
  max: number,
  step: number,
): PresetParameter => ({
  label,
  default: value,
  min,
  max,
  step,
});

const define = <P extends Record<string, PresetParameter>>(
  label: string,
  description: string,
  parameters: P,
) => ({
  label,
  description,
  parameters,
});

const SIGMA = parameter('Sigma (pixels)', 2, 0.3, 64, 0.1);
const SHARP_SIGMA = parameter('Sigma (pixels)', 1.4, 0.3, 5, 0.1);

/** All presets. The key is the stage's `type`. */
export const presets = {
  identity: define('Identity', 'leaves the picture as it is', {}),
  box: define('Box blur', 'mean of a square; same cost at any radius', {
    radius: parameter('Radius (pixels)', 2, 1, 128, 1),
  }),
  gaussian: define('Gaussian blur', 'smooth blur', { sigma: SIGMA }),
  sharpen: define('Sharpen', 'each pixel against its four neighbors', {
    amount: parameter('Amount', 1, 0, 5, 0.1),
  }),
  unsharp: define('Unsharp mask', 'adds what a blur takes away', {
    sigma: SHARP_SIGMA,
    amount: parameter('Amount', 1, 0, 5, 0.1),
  }),
  emboss: define('Emboss', 'light from the upper left', { strength: parameter('Strength', 1, 0, 4, 0.1) }),
  laplacian: define('Laplacian', 'second derivative: fine edges and spots', {}),
  log: define('Laplacian of Gaussian', 'spots of one size', { sigma: SHARP_SIGMA }),
  dog: define('Difference of Gaussians', 'details between two sizes', {
    sigma: parameter('Sigma (pixels)', 1, 0.3, 3, 0.1),
    ratio: parameter('Ratio of the two sigmas', 1.6, 1.1, 1.6, 0.1),
  }),
  'vertical-edges': define('Vertical edges (V)', 'left minus right neighbors', {}),
  'horizontal-edges': define('Horizontal edges (H)', 'upper minus lower neighbors', {}),
  'sobel-x': define('Sobel x', 'slope to the right', {}),
  'sobel-y': define('Sobel y', 'slope downwards', {}),
  sobel: define('Sobel magnitude', 'steepness, per channel', {}),
  'sobel-direction': define('Sobel direction', 'the way brightness grows, as a hue', {}),
  'scharr-x': define('Scharr x', 'slope to the right, rounder than Sobel', {}),
  'scharr-y': define('Scharr y', 'slope downwards, rounder than Sobel', {}),
  scharr: define('Scharr magnitude', 'steepness, per channel', {}),
  'scharr-direction': define('Scharr direction', 'the way brightness grows, as a hue', {}),
  'prewitt-x': define('Prewitt x', 'slope to the right, all rows alike', {}),
  'prewitt-y': define('Prewitt y', 'slope downwards, all columns alike', {}),
  prewitt: define('Prewitt magnitude', 'steepness, per channel', {}),
  'prewitt-direction': define('Prewitt direction', 'the way brightness grows, as a hue', {}),
  'motion-blur': define('Motion blur', 'smears along a line', {
    angle: parameter('Angle (degrees)', 0, 0, 180, 1),
    length: parameter('Length (pixels)', 15, 1, 31, 1),
  }),
  bokeh: define('Bokeh', 'blurs with a disc, as a wide lens does', {
    radius: parameter('Radius (pixels)', 5, 1, 15, 0.5),
  }),
  'edge-overlay': define('Edge overlay', 'paints edges over the picture', {
    strength: parameter('Strength', 1, 0, 4, 0.1),
    hue: parameter('Hue (degrees)', 160, 0, 360, 1),
  }),
  canny: define('Canny', 'thin, connected edges', {
    low: parameter('Low threshold', 50, 0, 1020, 1),
    high: parameter('High threshold', 150, 0, 1020, 1),
    sigma: parameter('Sigma of the blur before (0: none)', 1.4, 0, 5, 0.1),
  }),
  bilateral: define('Bilateral', 'blurs but keeps edges', {
    radius: parameter('Radius (pixels)', 4, 1, 15, 1),
    sigmaColor: parameter('Sigma of color (0 to 255)', 50, 1, 255, 1),
    sigmaSpace: parameter('Sigma of distance (pixels)', 4, 0.5, 15, 0.5),
  }),
} as const satisfies Record<string, Preset>;

/** Key of {@link presets}, and `type` of a stage. */
export type PresetName = keyof typeof presets;

/** A preset as a stage of a chain. Numbers left out take their defaults. */
export type PresetStage = {
  [Name in PresetName]: { readonly type: Name } & {
    readonly [P in keyof (typeof presets)[Name]['parameters']]?: number;
  } & StageOptions;
}[PresetName];
