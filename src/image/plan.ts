import { InternalError } from '../errors.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import { addMatrixPass } from './image_matrix.ts';
import { separate } from './linear.ts';
import { linearOf } from './linear_presets.ts';
import { type ImagePlan, PassList } from './passes.ts';
import type { Picture, Size } from './picture.ts';
import type { Border, LinearFilter } from './spec.ts';
import type { ResolvedFilter } from './stages.ts';

/** A plan, and the name of the buffer that ends up with the result (8-bit). The input lies in `source`. */
export interface ImageFilterPlan extends ImagePlan {
  readonly result: string;
}

/**
 * Lays a chain out as passes over pictures of one size.
 * @param isOpaque whether alpha is 1 everywhere
 */
export function planImageFilter(
  filter: ResolvedFilter,
  size: Size,
  isOpaque: boolean,
  capabilities: Capabilities,
): ImageFilterPlan {
  const passes = new PassList(capabilities, isOpaque ? 'opaque' : 'keep');
  const stages = filter.stages.flatMap((stage) => Array<typeof stage>(stage.iterations).fill(stage));
  let picture: Picture = { ...size, buffer: 'source', isHalf: false };
  stages.forEach((stage, index) => {
    const isLast = index === stages.length - 1;
    const linear = linearOf(stage);
    if (!linear) throw new InternalError(`no pass for '${stage.type}'`);
    const output = addLinear(passes, picture, linear, stage.border, !isLast);
    passes.release(picture);
    picture = output;
  });
  return { ...passes.plan(size), result: picture.buffer };
}

/** A separable filter as a row and a column where that is less work than the whole matrix. */
function addLinear(passes: PassList, input: Picture, filter: LinearFilter, border: Border, isHalf: boolean) {
  const lines = separate(filter);
  if (!lines || filter.height * filter.width <= 9)
    return addMatrixPass(passes, input, filter, border, isHalf);
  const { height, width, top, left, bias } = filter;
  const line = { weightsPerTap: 1, bias: [0, 0, 0, 0] } as const;
  const row = { ...line, height: 1, width, top: 0, left, weights: Float64Array.from(lines.row) };
  const column = { ...line, height, width: 1, top, left: 0, weights: Float64Array.from(lines.column), bias };
  const between = addMatrixPass(passes, input, row, border, true);
  const output = addMatrixPass(passes, between, column, borderOfRows(border, row), isHalf);
  passes.release(between);
  return output;
}

/** What lies above and below a picture whose rows are filtered already: the border's colour, filtered as well. */
function borderOfRows(border: Border, row: LinearFilter): Border {
  const sum = row.weights.reduce((total, weight) => total + weight, 0);
  return { ...border, color: border.color.map((value) => value * sum) };
}
