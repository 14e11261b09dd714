import { InvalidArgumentError } from '../errors.ts';
import { type ResolvedActivation, resolveActivation } from './activation.ts';
import { problemKey } from './key.ts';
import {
  type FilterStrides,
  filterStrides,
  readFilterShape,
  readInputShape,
  shapeOf,
  type TensorStrides,
  tensorStrides,
} from './layouts.ts';
import type { Accuracy, Conv2dSettings, Dtype, FilterLayout, InputLayout, PaddingMode } from './options.ts';
import { outputExtent, resolvePadding } from './padding.ts';
import {
  checkBoolean,
  checkFinite,
  checkInteger,
  checkOneOf,
  checkPair,
  checkSameShape,
  checkShape,
} from './validate.ts';

/** A convolution with every default filled in and every size checked; frozen, plain data. */
export interface Conv2dProblem {
  readonly batch: number;
  readonly inChannels: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly outChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly groups: number;
  readonly padTop: number;
  readonly padBottom: number;
  readonly padLeft: number;
  readonly padRight: number;
  readonly paddingMode: PaddingMode;
  readonly paddingValue: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly inputLayout: InputLayout;
  readonly filterLayout: FilterLayout;
  readonly flipFilter: boolean;
  readonly hasBias: boolean;
  readonly hasResidual: boolean;
  readonly activation: ResolvedActivation;
  readonly dtype: Dtype;
  readonly accuracy: Accuracy;
  /** Names the problem unambiguously, such as `n1ic64ih56iw56oc64kh3kw3pt1pb1pl1pr1`. */
  readonly key: string;
}

/** What {@link createConv2dProblem} is made from: shapes and settings, no tensors. */
export interface Conv2dProblemInit extends Conv2dSettings {
  /** In the order of `inputLayout`. */
  readonly inputShape: readonly number[];
  /** In the order of `filterLayout`. */
  readonly filterShape: readonly number[];
  /** `[outChannels]` when there is a bias. */
  readonly biasShape?: readonly number[];
  /** Whether a tensor of the output's shape is added before the activation. Default false. */
  readonly hasResidual?: boolean;
  /** Default `'float32'`. */
  readonly dtype?: Dtype;
}

const INPUT_LAYOUTS = ['nchw', 'nhwc'] as const;
const FILTER_LAYOUTS = ['oihw', 'hwio', 'ohwi', 'ihwo'] as const;
const PADDING_MODES = ['zeros', 'constant', 'reflect', 'symmetric', 'replicate', 'circular'] as const;
const ACCURACIES = ['strict', 'default', 'fast'] as const;
const DTYPES = ['float32', 'float16'] as const;

/**
 * Checks shapes and settings and fills in the defaults.
 * @throws InvalidArgumentError naming the argument, what it got and what it needs.
 */
export function createConv2dProblem(init: Conv2dProblemInit): Conv2dProblem {
  const inputLayout = checkOneOf('options.inputLayout', init.inputLayout ?? 'nchw', INPUT_LAYOUTS);
  const filterLayout = checkOneOf('options.filterLayout', init.filterLayout ?? 'oihw', FILTER_LAYOUTS);
  const input = readInputShape(checkShape('input.shape', init.inputShape, 4), inputLayout);
  const filter = readFilterShape(checkShape('filter.shape', init.filterShape, 4), filterLayout);
  const groups = checkGroups(init.groups ?? 1, input.channels, filter);
  const [strideHeight, strideWidth] = checkPair('options.strides', init.strides ?? 1);
  const [dilationHeight, dilationWidth] = checkPair('options.dilations', init.dilations ?? 1);
  const paddingMode = checkOneOf('options.paddingMode', init.paddingMode ?? 'zeros', PADDING_MODES);
  const window = {
    height: (filter.height - 1) * dilationHeight + 1,
    width: (filter.width - 1) * dilationWidth + 1,
  };
  const pads = resolvePadding(init.padding ?? 0, input, window, [strideHeight, strideWidth]);
  const outHeight = outputExtent(
    'height',
    input.height,
    pads.padTop + pads.padBottom,
    window.height,
    strideHeight,
  );
  const outWidth = outputExtent(
    'width',
    input.width,
    pads.padLeft + pads.padRight,
    window.width,
    strideWidth,
  );
  const outChannels = filter.outChannels;
  const outputShape = shapeOf(inputLayout, [input.batch, outChannels, outHeight, outWidth]);
  checkShape('output.shape', outputShape);
  if (init.biasShape) checkSameShape('options.bias.shape', init.biasShape, [outChannels]);
  const problem = {
    batch: input.batch,
    inChannels: input.channels,
    inHeight: input.height,
    inWidth: input.width,
    outChannels,
    outHeight,
    outWidth,
    filterHeight: filter.height,
    filterWidth: filter.width,
    groups,
    ...pads,
    paddingMode,
    paddingValue:
      paddingMode === 'constant' ? checkFinite('options.paddingValue', init.paddingValue ?? 0) : 0,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    inputLayout,
    filterLayout,
    flipFilter: checkBoolean('options.flipFilter', init.flipFilter ?? false),
    hasBias: init.biasShape !== undefined,
    hasResidual: init.hasResidual ?? false,
    activation: resolveActivation(init.activation),
    dtype: checkOneOf('dtype', init.dtype ?? 'float32', DTYPES),
    accuracy: checkOneOf('options.accuracy', init.accuracy ?? 'default', ACCURACIES),
  };
  return Object.freeze({ ...problem, key: problemKey(problem) });
}

/** The output's shape in the problem's `inputLayout`. */
export function outputShapeOf(problem: Conv2dProblem): number[] {
  const { batch, outChannels, outHeight, outWidth } = problem;
  return shapeOf(problem.inputLayout, [batch, outChannels, outHeight, outWidth]);
}

/** Distances between neighbors in the problem's input. */
export function inputStridesOf({ inputLayout, inChannels, inHeight, inWidth }: Conv2dProblem): TensorStrides {
  return tensorStrides(inputLayout, { c: inChannels, h: inHeight, w: inWidth });
}

/** Distances between neighbors in the problem's output. */
export function outputStridesOf({
  inputLayout,
  outChannels,
  outHeight,
  outWidth,
}: Conv2dProblem): TensorStrides {
  return tensorStrides(inputLayout, { c: outChannels, h: outHeight, w: outWidth });
}

/** Distances between neighbors in the problem's filter. */
export function filterStridesOf(problem: Conv2dProblem): FilterStrides {
  const { filterLayout, outChannels, inChannels, groups, filterHeight, filterWidth } = problem;
  const sizes = { o: outChannels, i: inChannels / groups, h: filterHeight, w: filterWidth };
  return filterStrides(filterLayout, sizes);
}

/** The input's shape in the problem's `inputLayout`. */
export function inputShapeOf(problem: Conv2dProblem): number[] {
  const { batch, inChannels, inHeight, inWidth } = problem;
  return shapeOf(problem.inputLayout, [batch, inChannels, inHeight, inWidth]);
}

/** Shape of the filter, in the order of `filterLayout`. */
export function filterShapeOf(problem: Conv2dProblem): number[] {
  const { outChannels, inChannels, groups, filterHeight, filterWidth } = problem;
  const sizes = { o: outChannels, i: inChannels / groups, h: filterHeight, w: filterWidth };
  return Array.from(problem.filterLayout, (axis) => sizes[axis as keyof typeof sizes]);
}

/** Multiplications and additions of the direct algorithm, counting both. */
export function flopsOf(problem: Conv2dProblem): number {
  const { batch, outChannels, outHeight, outWidth, filterHeight, filterWidth, inChannels, groups } = problem;
  return 2 * batch * outChannels * outHeight * outWidth * (inChannels / groups) * filterHeight * filterWidth;
}

function checkGroups(
  groups: number,
  inChannels: number,
  filter: { inChannels: number; outChannels: number },
): number {
  checkInteger('options.groups', groups, 1);
  if (inChannels % groups !== 0) {
    throw new InvalidArgumentError(
      'options.groups',
      groups,
      `a divisor of the input's ${inChannels} channels`,
    );
  }
  if (filter.outChannels % groups !== 0) {
    throw new InvalidArgumentError(
      'options.groups',
      groups,
      `a divisor of the filter's ${filter.outChannels} output channels`,
    );
  }
  if (filter.inChannels !== inChannels / groups) {
    throw new InvalidArgumentError(
      'filter.shape',
      `${filter.inChannels} input channels`,
      `${inChannels / groups} (the input's ${inChannels} channels in ${groups} group${groups > 1 ? 's' : ''})`,
    );
  }
  return groups;
}
