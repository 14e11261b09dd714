import type { ResolvedActivation } from './activation.ts';
import { type FilterStrides, filterStrides, shapeOf, type TensorStrides, tensorStrides } from './layouts.ts';
import type { Accuracy, Dtype, FilterLayout, InputLayout, PaddingMode } from './options.ts';

/** A convolution with every default filled in and every size checked; frozen, plain data. */
export interface Conv2dProblem {
  /** Number of images. */
  readonly batch: number;
  /** Channels of the input. */
  readonly inChannels: number;
  /** Rows of the input. */
  readonly inHeight: number;
  /** Columns of the input. */
  readonly inWidth: number;
  /** Channels of the output. */
  readonly outChannels: number;
  /** Rows of the output. */
  readonly outHeight: number;
  /** Columns of the output. */
  readonly outWidth: number;
  /** Rows of the filter. */
  readonly filterHeight: number;
  /** Columns of the filter. */
  readonly filterWidth: number;
  /** Channel groups; as many as input channels for depthwise. */
  readonly groups: number;
  /** Rows of border above the input. */
  readonly padTop: number;
  /** Rows of border below the input. */
  readonly padBottom: number;
  /** Columns of border on the left. */
  readonly padLeft: number;
  /** Columns of border on the right. */
  readonly padRight: number;
  /** What a tap outside the input reads. */
  readonly paddingMode: PaddingMode;
  /** The border's value in mode `'constant'`, otherwise 0. */
  readonly paddingValue: number;
  /** Rows from one window to the next. */
  readonly strideHeight: number;
  /** Columns from one window to the next. */
  readonly strideWidth: number;
  /** Rows from one tap to the next. */
  readonly dilationHeight: number;
  /** Columns from one tap to the next. */
  readonly dilationWidth: number;
  /** Axis order of input and output. */
  readonly inputLayout: InputLayout;
  /** Axis order of the filter. */
  readonly filterLayout: FilterLayout;
  /** Whether the filter is rotated by 180°. */
  readonly flipFilter: boolean;
  /** Whether `[outChannels]` are added. */
  readonly hasBias: boolean;
  /** Whether a tensor of the output's shape is added before the activation. */
  readonly hasResidual: boolean;
  /** Applied last, with its parameters. */
  readonly activation: ResolvedActivation;
  /** Stored element type of all tensors. */
  readonly dtype: Dtype;
  /** Which algorithms the planner may choose. */
  readonly accuracy: Accuracy;
  /** An unambiguous name, such as `n1ic64ih56iw56oc64kh3kw3pt1pb1pl1pr1`. */
  readonly key: string;
}

/** Fields on which no other field depends. */
type Derivable = 'batch' | 'hasBias' | 'hasResidual' | 'activation' | 'dtype' | 'accuracy';

/** The problem with these fields: keyed and frozen. */
export function keyedProblem(fields: Omit<Conv2dProblem, 'key'>): Conv2dProblem {
  return Object.freeze({ ...fields, key: problemKey(fields) });
}

/** `problem` with other values in some fields: keyed anew, and frozen. */
export function deriveProblem(
  problem: Conv2dProblem,
  changes: Partial<Pick<Conv2dProblem, Derivable>>,
): Conv2dProblem {
  return keyedProblem({ ...problem, ...changes });
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

/**
 * Names a problem unambiguously: its sizes, and whatever differs from the default. Used in test names, bench rows,
 * GPU labels and error text.
 */
function problemKey(p: Omit<Conv2dProblem, 'key'>): string {
  const sizes =
    `n${p.batch}ic${p.inChannels}ih${p.inHeight}iw${p.inWidth}` +
    `oc${p.outChannels}kh${p.filterHeight}kw${p.filterWidth}`;
  const parts = [
    word('pt', p.padTop, 0),
    word('pb', p.padBottom, 0),
    word('pl', p.padLeft, 0),
    word('pr', p.padRight, 0),
    word('sh', p.strideHeight, 1),
    word('sw', p.strideWidth, 1),
    word('dh', p.dilationHeight, 1),
    word('dw', p.dilationWidth, 1),
    word('g', p.groups, 1),
    word('-', p.paddingMode, 'zeros'),
    word('=', p.paddingValue, 0),
    word('-', p.inputLayout, 'nchw'),
    word('-', p.filterLayout, 'oihw'),
    p.flipFilter ? '-flip' : '',
    p.hasBias ? '-bias' : '',
    p.hasResidual ? '-residual' : '',
    p.activation.type === 'identity' ? '' : `-${activationWord(p.activation)}`,
    word('-', p.dtype, 'float32'),
    word('-', p.accuracy, 'default'),
  ];
  return sizes + parts.join('');
}

function word(prefix: string, value: string | number, defaultValue: string | number): string {
  return value === defaultValue ? '' : `${prefix}${value}`;
}

function activationWord({ type, a, b }: ResolvedActivation): string {
  if (type === 'clamp') return `clamp(${a},${b})`;
  return type === 'leaky-relu' || type === 'elu' ? `${type}(${a})` : type;
}
