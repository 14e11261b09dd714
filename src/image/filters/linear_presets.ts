import { linearFilter, matrixStageFilter } from './linear.ts';
import {
  combine,
  disc,
  gaussianTaps,
  laplacianOfGaussian,
  motionLine,
  normalized,
  outer,
  SMOOTHING,
} from './matrices.ts';
import type { LinearFilter, Matrix, MatrixStage, MixStage } from './spec.ts';
import type { ResolvedStage } from './stages.ts';

type Numbers = Readonly<Record<string, number>>;

const IDENTITY: Matrix = [[1]];
const LAPLACIAN: Matrix = [
  [0, 1, 0],
  [1, -4, 1],
  [0, 1, 0],
];

/** Slope to the right by a gradient operator. */
const slopeX = (name: keyof typeof SMOOTHING) => outer(SMOOTHING[name], [-1, 0, 1]);
/** Slope downwards. */
const slopeY = (name: keyof typeof SMOOTHING) => outer([-1, 0, 1], SMOOTHING[name]);

/** Presets that are one matrix. */
const MATRICES: Readonly<Record<string, (numbers: Numbers) => Matrix>> = {
  identity: () => IDENTITY,
  box: ({ radius }) => {
    const taps = normalized(Array(2 * Math.round(radius) + 1).fill(1));
    return outer(taps, taps);
  },
  gaussian: ({ sigma }) => outer(gaussianTaps(sigma), gaussianTaps(sigma)),
  sharpen: ({ amount }) => combine(1, IDENTITY, -amount, LAPLACIAN),
  unsharp: ({ sigma, amount }) => {
    const blur = gaussianTaps(sigma);
    return combine(1 + amount, IDENTITY, -amount, outer(blur, blur));
  },
  emboss: ({ strength }) =>
    combine(1, IDENTITY, strength, [
      [-2, -1, 0],
      [-1, 0, 1],
      [0, 1, 2],
    ]),
  laplacian: () => LAPLACIAN,
  log: ({ sigma }) => laplacianOfGaussian(sigma),
  dog: ({ sigma, ratio }) => {
    const [narrow, wide] = [gaussianTaps(sigma), gaussianTaps(sigma * ratio)];
    return combine(1, outer(narrow, narrow), -1, outer(wide, wide));
  },
  'vertical-edges': () => outer([1, 1, 1], [1, 0, -1]),
  'horizontal-edges': () => outer([1, 0, -1], [1, 1, 1]),
  'sobel-x': () => slopeX('sobel'),
  'sobel-y': () => slopeY('sobel'),
  'scharr-x': () => slopeX('scharr'),
  'scharr-y': () => slopeY('scharr'),
  'prewitt-x': () => slopeX('prewitt'),
  'prewitt-y': () => slopeY('prewitt'),
  'motion-blur': ({ angle, length }) => motionLine(angle, length),
  bokeh: ({ radius }) => disc(radius),
};

/** The stage as one matrix, or undefined if it is not linear. */
export function linearOf({ type, stage, numbers }: ResolvedStage): LinearFilter | undefined {
  if (type === 'matrix' || type === 'mix') {
    return matrixStageFilter('stage', stage as MatrixStage | MixStage);
  }
  const matrix = MATRICES[type]?.(numbers);
  return matrix && linearFilter(matrix, stage);
}
