import { InvalidArgumentError } from '../../errors.ts';
import { checkFinite, checkInteger } from '../../problem/validate.ts';
import type { LinearFilter, Matrix, MatrixStage, MixStage } from './spec.ts';
import type { StageOptions } from './stage_options.ts';

/** The largest height or width of a matrix. */
const MAX_MATRIX_SIZE = 31;

const CHANNELS = ['red', 'green', 'blue'] as const;

/** The filter of one matrix for all channels. */
export function linearFilter(
  matrix: Matrix,
  options: Pick<StageOptions, 'scale' | 'bias'> & { anchor?: MatrixStage['anchor'] } = {},
): LinearFilter {
  return fromMatrices([matrix], 1, options);
}

/** A filter of one row or column. `before` weights lie before the output pixel; default: half of them. */
export function lineFilter(
  weights: readonly number[],
  axis: 'row' | 'column',
  before = weights.length >> 1,
): LinearFilter {
  const matrix = axis === 'row' ? [weights] : weights.map((weight) => [weight]);
  return linearFilter(matrix, { anchor: axis === 'row' ? [0, before] : [before, 0] });
}

/** @throws InvalidArgumentError if the matrices are not a filter */
export function matrixStageFilter(argument: string, stage: MatrixStage | MixStage): LinearFilter {
  const [matrices, weightsPerTap] = matricesOf(argument, stage);
  const { height, width } = checkSizes(argument, matrices);
  if (stage.anchor !== undefined) checkAnchor(`${argument}.anchor`, stage.anchor, height, width);
  return fromMatrices(matrices, weightsPerTap, stage);
}

/** The row and column whose product is the filter, or undefined if it is not separable. */
export function separate({ height, width, weightsPerTap, weights }: LinearFilter) {
  if (weightsPerTap !== 1 || height === 1 || width === 1) return undefined;
  const pivot = weights.reduce(
    (best, weight, at) => (Math.abs(weight) > Math.abs(weights[best]) ? at : best),
    0,
  );
  if (weights[pivot] === 0) return undefined;
  const [pivotRow, pivotColumn] = [Math.floor(pivot / width), pivot % width];
  const row = Array.from({ length: width }, (_, kw) => weights[pivotRow * width + kw]);
  const column = Array.from(
    { length: height },
    (_, kh) => weights[kh * width + pivotColumn] / weights[pivot],
  );
  const tolerance = 1e-12 * Math.abs(weights[pivot]);
  const isProduct = weights.every(
    (weight, at) => Math.abs(weight - column[Math.floor(at / width)] * row[at % width]) <= tolerance,
  );
  return isProduct ? { row, column } : undefined;
}

export const isSeparable = (filter: LinearFilter) => separate(filter) !== undefined;

function fromMatrices(
  matrices: readonly Matrix[],
  weightsPerTap: LinearFilter['weightsPerTap'],
  { scale = 1, bias = 0, anchor }: Pick<MatrixStage, 'scale' | 'bias' | 'anchor'>,
): LinearFilter {
  const [height, width] = [matrices[0].length, matrices[0][0].length];
  const weights = new Float64Array(height * width * weightsPerTap);
  matrices.forEach((matrix, index) => {
    for (const [kh, row] of matrix.entries()) {
      for (const [kw, weight] of row.entries()) {
        weights[(kh * width + kw) * weightsPerTap + index] = weight * scale;
      }
    }
  });
  const [top, left] = anchor ?? [height >> 1, width >> 1];
  const colors = typeof bias === 'number' ? [bias, bias, bias] : bias;
  return { height, width, top, left, weightsPerTap, weights, bias: [...colors, 0] };
}

function matricesOf(argument: string, stage: MatrixStage | MixStage): [Matrix[], 1 | 3 | 9] {
  if (stage.type === 'mix') {
    const { matrices } = stage;
    if (!Array.isArray(matrices) || matrices.length !== 3 || matrices.some((row) => row?.length !== 3)) {
      throw new InvalidArgumentError(`${argument}.matrices`, matrices, '3 lists (out) of 3 matrices (in)');
    }
    return [matrices.flat(), 9];
  }
  if (Array.isArray(stage.matrix)) return [[stage.matrix as Matrix], 1];
  const channels = stage.matrix as Exclude<MatrixStage['matrix'], Matrix> | undefined;
  return [CHANNELS.map((channel) => channels?.[channel] as Matrix), 3];
}

function checkSizes(argument: string, matrices: readonly Matrix[]): { height: number; width: number } {
  const height = matrices[0]?.length;
  const width = matrices[0]?.[0]?.length;
  for (const matrix of matrices) {
    const fits =
      Array.isArray(matrix) &&
      matrix.length === height &&
      matrix.every((row) => Array.isArray(row) && row.length === width && row.every(Number.isFinite));
    if (!fits || !isSize(height) || !isSize(width)) {
      const needs = `rows of finite numbers, all of one length, at most ${MAX_MATRIX_SIZE}×${MAX_MATRIX_SIZE}, one size for all channels`;
      throw new InvalidArgumentError(`${argument}.matrix`, matrix, needs);
    }
  }
  return { height, width };
}

const isSize = (size: number) => size >= 1 && size <= MAX_MATRIX_SIZE;

function checkAnchor(argument: string, anchor: readonly number[], height: number, width: number): void {
  const isPair = Array.isArray(anchor) && anchor.length === 2;
  if (!isPair) throw new InvalidArgumentError(argument, anchor, '[row, column]');
  for (const [axis, size] of [height, width].entries()) {
    if (checkInteger(`${argument}[${axis}]`, anchor[axis], 0) >= size) {
      throw new InvalidArgumentError(`${argument}[${axis}]`, anchor[axis], `at most ${size - 1}`);
    }
  }
}

/** @throws InvalidArgumentError if scale or bias are not numbers */
export function checkLinearOptions(argument: string, { scale = 1, bias = 0 }: StageOptions): void {
  checkFinite(`${argument}.scale`, scale);
  if (typeof bias === 'number') checkFinite(`${argument}.bias`, bias);
  else if (!Array.isArray(bias) || bias.length !== 3 || !bias.every(Number.isFinite)) {
    throw new InvalidArgumentError(`${argument}.bias`, bias, 'a number, or [red, green, blue]');
  }
}
