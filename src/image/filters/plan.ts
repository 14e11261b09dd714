import type { Capabilities } from '../../problem/capabilities.ts';
import type { FrameFormat } from '../format.ts';
import { type Picture, sameSize } from '../picture.ts';
import { addBilateral } from './image_bilateral.ts';
import { addBox } from './image_box.ts';
import { addCanny, CANNY_REACH } from './image_canny.ts';
import { addConversion } from './image_convert.ts';
import { addWideGaussian, reachOfWideGaussian, reductionOf } from './image_expand.ts';
import { addGradient, isGradient } from './image_gradient.ts';
import { addMatrixPass } from './image_matrix.ts';
import { addReduction } from './image_reduce.ts';
import { addTilePass } from './image_tile.ts';
import { linearFilter, lineFilter, separate } from './linear.ts';
import { linearOf } from './linear_presets.ts';
import { gaussianTaps, outer } from './matrices.ts';
import { type LinearOperation, merge } from './merge.ts';
import type { AddPasses, Operation } from './operation.ts';
import { borderOfLines, type ImageFilterPlan, PassList } from './passes.ts';
import { around, reachOfFilter } from './reach.ts';
import type { Border, LinearFilter } from './spec.ts';
import type { ResolvedFilter, ResolvedStage } from './stages.ts';

/** A run of a chain's operations. Between two parts the picture holds half floats, as between stages. */
export interface ChainPart {
  readonly operations: readonly Operation[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Up to this many taps one dispatch over the whole matrix is faster than a row and a column with a picture in between. */
const DENSE_TAPS = 25;

/** Plans a chain as passes over frames of one format, which are first reduced to `format.processingSize`. */
export function planImageFilter(
  filter: ResolvedFilter,
  format: FrameFormat,
  capabilities: Capabilities,
): ImageFilterPlan {
  const whole = { operations: operationsOf(filter), isFirst: true, isLast: true };
  return planPart(filter, whole, format, capabilities);
}

/** Plans a part of a chain as {@link planImageFilter} plans the whole. */
export function planPart(
  filter: ResolvedFilter,
  { operations, isFirst, isLast }: ChainPart,
  format: FrameFormat,
  capabilities: Capabilities,
): ImageFilterPlan {
  const { size, isOpaque, processingSize } = format;
  const isPremultiplied = filter.alpha === 'premultiplied' && !isOpaque;
  const conversion = { isLinear: filter.arithmetic === 'linear', isPremultiplied };
  const passes = new PassList(capabilities, isOpaque ? 'opaque' : isPremultiplied ? 'filter' : 'keep');
  const additions = operations.map(({ add }) => add);
  if ((additions.length > 0 || !isFirst) && (conversion.isLinear || isPremultiplied)) {
    if (isFirst) additions.unshift((list, input) => addConversion(list, input, conversion, false));
    if (isLast) additions.push((list, input) => addConversion(list, input, conversion, true));
  }
  if (!sameSize(processingSize, size)) {
    additions.unshift((list, input) => addReduction(list, input, processingSize));
  }
  const source: Picture = { ...size, buffer: 'source', isHalf: !isFirst };
  let picture = source;
  additions.forEach((add, index) => {
    const output = add(passes, picture, !isLast || index < additions.length - 1);
    passes.release(picture);
    picture = output;
  });
  return passes.plan(format, source, picture);
}

/** The chain's stages as operations. Neighboring linear ones are merged if that is exact and cheaper. */
export function operationsOf(filter: ResolvedFilter): Operation[] {
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
  const wraps = border.mode === 'circular';
  const operation = (reach: number, add: AddPasses): Operation => ({ add, reach: around(reach), wraps });
  if (type === 'box' && numbers.radius >= 2) {
    const radius = Math.round(numbers.radius);
    const mean = operation(radius, (passes, input, isHalf) => addBox(passes, input, radius, border, isHalf));
    return [mean, ...adjust];
  }
  if (type === 'gaussian' && reductionOf(numbers.sigma) > 1) {
    const { sigma } = numbers;
    const blur = operation(reachOfWideGaussian(sigma), (passes, input, isHalf) =>
      addWideGaussian(passes, input, sigma, border, isHalf),
    );
    return [{ ...blur, isReduced: true }, ...adjust];
  }
  if (isGradient(type)) {
    return [operation(1, (passes, input, isHalf) => addGradient(passes, input, stage, isHalf))];
  }
  if (type === 'bilateral') {
    const add: AddPasses = (passes, input, isHalf) => addBilateral(passes, input, stage, isHalf);
    return [operation(Math.round(numbers.radius), add), ...adjust];
  }
  if (type === 'canny') return [...blurBefore(numbers.sigma, border), cannyOperation(numbers), ...adjust];
  const filter = linearOf(stage);
  return filter ? [{ filter, border }] : [];
}

/** Scale and bias of a stage whose operation has none of its own. */
function adjustmentOf({ stage, border }: ResolvedStage): LinearOperation[] {
  const { scale = 1, bias = 0 } = stage;
  return scale === 1 && bias === 0 ? [] : [{ filter: linearFilter([[1]], { scale, bias }), border }];
}

/** With equal thresholds every edge is steep, so that a tile alone decides which pixels are edges. */
function cannyOperation({ low, high }: Readonly<Record<string, number>>): Operation {
  const between =
    (least: number, steep: number): AddPasses =>
    (passes, input, isHalf) =>
      addCanny(passes, input, { low: least, high: steep }, isHalf);
  const edges = { all: between(low, low), steep: between(high, high) };
  return { add: between(low, high), reach: around(CANNY_REACH), wraps: false, edges };
}

function blurBefore(sigma: number, border: Border): LinearOperation[] {
  const taps = sigma > 0 ? gaussianTaps(sigma) : [];
  return sigma > 0 ? [{ filter: linearFilter(outer(taps, taps)), border }] : [];
}

/** A linear filter, staged in tiles if that pays on this device, else read from the picture itself. */
function linearOperation({ filter, border }: LinearOperation): Operation {
  const addUntiled = untiled(filter, border);
  const add: AddPasses = (passes, input, isHalf) =>
    addTilePass(passes, input, filter, border, isHalf) ?? addUntiled(passes, input, isHalf);
  return { add, reach: reachOfFilter(filter), wraps: border.mode === 'circular' };
}

/** A filter as a row and a column if it is separable and that is cheaper, else as the whole matrix. */
function untiled(filter: LinearFilter, border: Border): AddPasses {
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
