import { linearFilter, matrixStageFilter } from './linear.ts';
import {
  combine,
  disc,
  gaussianTaps,
  laplacianOfGaussian,
  motionLine,
  normalized,
  outer,
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

/** Slopes to the right of the three gradient operators; those downwards are their transposes. */
export const SLOPES: Readonly<Record<'sobel' | 'scharr' | 'prewitt', Matrix>> = {
  sobel: outer([1, 2, 1], [-1, 0, 1]),
  scharr: outer([3, 10, 3], [-1, 0, 1]),
  prewitt: outer([1, 1, 1], [-1, 0, 1]),
};

export const transpose = (matrix: Matrix): Matrix => matrix[0].map((_, x) => matrix.map((row) => row[x]));

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
  'sobel-x': () => SLOPES.sobel,
  'sobel-y': () => transpose(SLOPES.sobel),
  'scharr-x': () => SLOPES.scharr,
  'scharr-y': () => transpose(SLOPES.scharr),
  'prewitt-x': () => SLOPES.prewitt,
  'prewitt-y': () => transpose(SLOPES.prewitt),
  'motion-blur': ({ angle, length }) => motionLine(angle, length),
  bokeh: ({ radius }) => disc(radius),
};

/** The stage as one matrix, or undefined where it is none. */
export function linearOf({ type, stage, numbers }: ResolvedStage): LinearFilter | undefined {
  if (type === 'matrix' || type === 'mix') {
    return matrixStageFilter('stage', stage as MatrixStage | MixStage);
  }
  const matrix = MATRICES[type]?.(numbers);
  return matrix && linearFilter(matrix, stage);
}
