import type { Capabilities } from '../problem/capabilities.ts';
import { borderOfLines } from './borders.ts';
import { addBilateral } from './image_bilateral.ts';
import { addBox } from './image_box.ts';
import { addCanny } from './image_canny.ts';
import { addConversion } from './image_convert.ts';
import { addWideGaussian, reductionOf } from './image_expand.ts';
import { addGradient, isGradient } from './image_gradient.ts';
import { addMatrixPass } from './image_matrix.ts';
import { linearFilter, lineFilter, separate } from './linear.ts';
import { linearOf } from './linear_presets.ts';
import { gaussianTaps, outer } from './matrices.ts';
import { type LinearOperation, merge } from './merge.ts';
import { type ImagePlan, PassList } from './passes.ts';
import type { Picture, Size } from './picture.ts';
import type { Border, LinearFilter } from './spec.ts';
import type { ResolvedFilter, ResolvedStage } from './stages.ts';

/** A plan, and the name of the buffer that ends up with the result (8-bit). The input lies in `source`. */
export interface ImageFilterPlan extends ImagePlan {
  readonly result: string;
}

/** Adds passes that read a picture and write another. */
type Operation = (passes: PassList, input: Picture, isHalf: boolean) => Picture;

/** Taps up to which one dispatch over the whole matrix beats a row and a column with a picture between. */
const DENSE_TAPS = 25;

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
  const isPremultiplied = filter.alpha === 'premultiplied' && !isOpaque;
  const conversion = { isLinear: filter.arithmetic === 'linear', isPremultiplied };
  const passes = new PassList(capabilities, isOpaque ? 'opaque' : isPremultiplied ? 'filter' : 'keep');
  const operations = operationsOf(filter);
  if (operations.length > 0 && (conversion.isLinear || isPremultiplied)) {
    operations.unshift((list, input) => addConversion(list, input, conversion, false));
    operations.push((list, input) => addConversion(list, input, conversion, true));
  }
  let picture: Picture = { ...size, buffer: 'source', isHalf: false };
  operations.forEach((operation, index) => {
    const output = operation(passes, picture, index < operations.length - 1);
    passes.release(picture);
    picture = output;
  });
  return { ...passes.plan(size), result: picture.buffer };
}

/** The chain's stages as operations; linear ones in a row are merged where that is exact and cheaper. */
function operationsOf(filter: ResolvedFilter): Operation[] {
  const stages = filter.stages.flatMap((stage) => Array<ResolvedStage>(stage.iterations).fill(stage));
  const parts: (LinearOperation | Operation)[] = [];
  for (const part of stages.flatMap(partsOf)) {
    const last = parts.at(-1);
    const both = last && 'filter' in last && 'filter' in part ? merge(last, part) : undefined;
    if (both) parts[parts.length - 1] = both;
    else parts.push(part);
  }
  return parts.map((part) => ('filter' in part ? linearOperation(part) : part));
}

/** A stage as one or more operations. */
function partsOf(stage: ResolvedStage): (LinearOperation | Operation)[] {
  const { type, numbers, border } = stage;
  const adjust = adjustmentOf(stage);
  if (type === 'box' && numbers.radius >= 2) {
    const radius = Math.round(numbers.radius);
    return [(passes, input, isHalf) => addBox(passes, input, radius, border, isHalf), ...adjust];
  }
  if (type === 'gaussian' && reductionOf(numbers.sigma) > 1) {
    return [
      (passes, input, isHalf) => addWideGaussian(passes, input, numbers.sigma, border, isHalf),
      ...adjust,
    ];
  }
  if (isGradient(type)) return [(passes, input, isHalf) => addGradient(passes, input, stage, isHalf)];
  if (type === 'bilateral') {
    return [(passes, input, isHalf) => addBilateral(passes, input, stage, isHalf), ...adjust];
  }
  if (type === 'canny') {
    const edges: Operation = (passes, input, isHalf) => addCanny(passes, input, stage, isHalf);
    return [...blurBefore(numbers.sigma, border), edges, ...adjust];
  }
  const filter = linearOf(stage);
  return filter ? [{ filter, border }] : [];
}

/** Scale and bias after an operation that has none of its own. */
function adjustmentOf({ stage, border }: ResolvedStage): LinearOperation[] {
  const { scale = 1, bias = 0 } = stage;
  return scale === 1 && bias === 0 ? [] : [{ filter: linearFilter([[1]], { scale, bias }), border }];
}

function blurBefore(sigma: number, border: Border): LinearOperation[] {
  const taps = sigma > 0 ? gaussianTaps(sigma) : [];
  return sigma > 0 ? [{ filter: linearFilter(outer(taps, taps)), border }] : [];
}

/** A separable filter as a row and a column where that is less work than the whole matrix. */
function linearOperation({ filter, border }: LinearOperation): Operation {
  const lines = filter.height * filter.width > DENSE_TAPS ? separate(filter) : undefined;
  if (!lines) return (passes, input, isHalf) => addMatrixPass(passes, input, filter, border, isHalf);
  const row: LinearFilter = lineFilter(lines.row, 'row', filter.left);
  const column: LinearFilter = { ...lineFilter(lines.column, 'column', filter.top), bias: filter.bias };
  const sum = lines.row.reduce((total, weight) => total + weight, 0);
  return (passes, input, isHalf) => {
    const between = addMatrixPass(passes, input, row, border, true);
    const output = addMatrixPass(passes, between, column, borderOfLines(border, sum), isHalf);
    passes.release(between);
    return output;
  };
}
