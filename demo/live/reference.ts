import { conv2dReference } from 'webgpu-conv';
import type { ImageFilterSpec, MatrixStage, Stage } from 'webgpu-conv/image';
import type { Rows } from '../app/convolver.ts';

/** Whether the CPU reference can compute a filter: it supports matrices only. */
export function hasReference({ stages }: ImageFilterSpec): boolean {
  return stages.every((stage) => isIdentity(stage) || isMatrix(stage));
}

/**
 * Filters a picture on the CPU by definition: each color separately, sums in float64, rounded and clamped to 8 bits at
 * the end. Supports matrices only.
 */
export function filterByReference(picture: ImageData, spec: ImageFilterSpec): ImageData {
  const { width, height, data } = picture;
  const planes = new Float64Array(3 * width * height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) planes[c * width * height + i] = data[4 * i + c] / 255;
  }
  const filtered = spec.stages.filter(isMatrix).reduce<ArrayLike<number>>((input, stage) => {
    const rows = stage.matrix;
    const [rowCount, columnCount] = [rows.length, rows[0].length];
    const weights = rows.flat().map((weight) => weight * (stage.scale ?? 1));
    const bias = Array(3).fill(stage.bias ?? 0);
    // the library places floor(size / 2) cells before the middle
    const [top, left] = [rowCount >> 1, columnCount >> 1];
    return conv2dReference(
      { data: input, shape: [1, 3, height, width] },
      { data: [...weights, ...weights, ...weights], shape: [3, 1, rowCount, columnCount] },
      {
        groups: 3,
        padding: [top, rowCount - 1 - top, left, columnCount - 1 - left],
        paddingMode: spec.border ?? 'reflect',
        bias: { data: bias, shape: [3] },
      },
    ).data;
  }, planes);
  const result = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) result.data[4 * i + c] = Math.round(filtered[c * width * height + i] * 255);
    result.data[4 * i + 3] = data[4 * i + 3];
  }
  return result;
}

/** Whether a stage has one matrix for all colors. */
function isMatrix(stage: Stage | string): stage is MatrixStage & { matrix: Rows } {
  return typeof stage === 'object' && stage.type === 'matrix' && Array.isArray(stage.matrix);
}

function isIdentity(stage: Stage | string): boolean {
  return stage === 'identity' || (typeof stage === 'object' && stage.type === 'identity');
}
