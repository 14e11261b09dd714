import shader from '../../../shaders/image/image_expand.wgsl';
import { owned, read } from '../../wgsl/bindings.ts';
import { type Picture, pitchOf } from '../picture.ts';
import { addMatrixPass } from './image_matrix.ts';
import { lineFilter } from './linear.ts';
import { gaussianRadius, gaussianTaps, normalized, symmetric } from './matrices.ts';
import type { PassList } from './passes.ts';
import type { Border } from './spec.ts';

/** Minimum sigma at low resolution. Finer detail that the reduction loses is then below 1/255. */
const MIN_LOW_SIGMA = 4;
const MAX_FACTOR = 16;

/** Reduction factor for a Gaussian of this sigma: 1, 2, 4, 8 or 16. */
export function reductionOf(sigma: number): number {
  let factor = 1;
  while (factor < MAX_FACTOR && sigma / (2 * factor) >= MIN_LOW_SIGMA) factor *= 2;
  return factor;
}

/**
 * Adds a wide Gaussian: the picture is reduced by triangle filters, blurred at low resolution, and enlarged linearly. The
 * three variances add up to σ². A wider one costs the same or less. Its error is at most 1.5/255, which
 * test/gpu/image_passes.test.ts checks.
 */
export function addWideGaussian(
  passes: PassList,
  input: Picture,
  sigma: number,
  border: Border,
  isHalf: boolean,
): Picture {
  const factor = reductionOf(sigma);
  const taps = gaussianTaps(lowSigma(sigma, factor));
  const margin = (taps.length - 1) / 2;
  const extent = (size: number) => Math.floor((size - 1) / factor) + 2 + 2 * margin;
  const low = { width: extent(input.width), height: extent(input.height) };
  const triangle = triangleTaps(factor);
  const before = factor - 1 + margin * factor;
  const reduce = {
    columns: lineFilter(triangle, 'column', before),
    rows: lineFilter(triangle, 'row', before),
  };
  const tall = addMatrixPass(passes, input, reduce.columns, border, true, {
    stride: { rows: factor, columns: 1 },
    size: { width: input.width, height: low.height },
  });
  const small = addMatrixPass(passes, tall, reduce.rows, border, true, {
    stride: { rows: 1, columns: factor },
    size: low,
  });
  passes.release(tall);
  // the margin keeps this border out of the result
  const edge: Border = { mode: 'replicate', color: border.color };
  const rows = addMatrixPass(passes, small, lineFilter(taps, 'row'), edge, true);
  passes.release(small);
  const blurred = addMatrixPass(passes, rows, lineFilter(taps, 'column'), edge, true);
  passes.release(rows);
  const output = passes.picture(input, isHalf);
  passes.add({
    shader,
    input: blurred,
    output,
    filtersAlpha: true,
    constants: {
      FACTOR: factor,
      MARGIN: margin,
      ORIGINAL_PITCH: pitchOf(input.width),
      ORIGINAL_HALF: input.isHalf,
    },
    bindings: [read('original', owned(input.buffer))],
  });
  passes.release(blurred);
  return output;
}

/** How many pixels away a wide Gaussian reads at most. */
export function reachOfWideGaussian(sigma: number): number {
  const factor = reductionOf(sigma);
  return (gaussianRadius(lowSigma(sigma, factor)) + 2) * factor - 1;
}

/** Sigma at low resolution: reducing and enlarging each blur by a triangle of variance (f² − 1) / 6 already. */
const lowSigma = (sigma: number, factor: number) =>
  Math.sqrt(sigma * sigma - (factor * factor - 1) / 3) / factor;

/** Weights of a triangle that reaches to the next kept pixels. */
const triangleTaps = (factor: number) => normalized(symmetric(factor - 1, (x) => factor - Math.abs(x)));
