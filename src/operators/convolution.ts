import type { PlanChoice } from '../plan/choice.ts';
import { planConv2d } from '../plan/plan.ts';
import { createConv2dProblem, type FieldNames } from '../problem/create.ts';
import type { Conv2dSettings, Dtype, FilterLayout } from '../problem/options.ts';
import { type Conv2dProblem, flopsOf, outputShapeOf } from '../problem/problem.ts';
import { checkInteger, checkShape } from '../problem/validate.ts';
import { caller } from '../wgsl/bindings.ts';
import { type Operator, rebind, type TensorSpecs } from './operator.ts';

/** Shapes and options of {@link conv2d}. */
export interface Conv2dOperatorInit extends Conv2dSettings {
  /** `[n, c, h, w]` in the order of `inputLayout`. */
  readonly inputShape: readonly number[];
  /** `[outChannels, inChannels / groups, h, w]` in the order of `filterLayout`. */
  readonly filterShape: readonly number[];
  /** Whether there is an input `bias`, `[outChannels]`. Default false. */
  readonly hasBias?: boolean;
  /** Whether there is an input `residual` of the output's shape, added before the activation. Default false. */
  readonly hasResidual?: boolean;
  /** Fixes the kernel, and optionally its tiles. Default: the planner chooses. */
  readonly choice?: PlanChoice;
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/** The library's `conv2d()` as an operator: `input`, `filter` (and `bias`, `residual`) → `output`. */
export function conv2d(init: Conv2dOperatorInit): Operator {
  const problem = conv2dProblemOf(init);
  const reshaped = { input: init.inputShape, filter: init.filterShape, output: outputShapeOf(problem) };
  return convolutionOperator('conv2d', problem, reshaped, init.choice);
}

/** Shapes and options of {@link linear}. */
export interface LinearInit {
  /** `[…, inFeatures]`. */
  readonly inputShape: readonly number[];
  /** `[outFeatures, inFeatures]`, or `[inFeatures, outFeatures]` with `weightLayout: 'io'`. */
  readonly weightShape: readonly number[];
  /** Axes of the weight: `'oi'` (PyTorch) or `'io'` (TensorFlow). Default `'oi'`. */
  readonly weightLayout?: 'oi' | 'io';
  /** Whether there is an input `bias`, `[outFeatures]`. Default false. */
  readonly hasBias?: boolean;
  /** Applied last. Default none. */
  readonly activation?: Conv2dSettings['activation'];
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/**
 * A fully connected layer, `activation(input · weightᵀ + bias)`: `input`, `weight` (and `bias`) → `output`,
 * `[…, outFeatures]`. It runs on the convolution's kernels, as a 1×1 convolution of a row of pixels whose channels are
 * the features.
 */
export function linear(init: LinearInit): Operator {
  const problem = linearProblemOf(init);
  const output = [...init.inputShape.slice(0, -1), problem.outChannels];
  const shapes = { input: init.inputShape, filter: init.weightShape, output };
  const convolution = convolutionOperator('linear', problem, shapes);
  const { input, filter, ...bias } = convolution.inputs;
  const buffers = new Map([['filter', caller('weight')]]);
  return {
    ...convolution,
    inputs: { input, weight: filter, ...bias },
    plan: (capabilities) => rebind(convolution.plan(capabilities), buffers),
  };
}

/** Shapes and options of {@link conv1d}: {@link Conv2dSettings} for one axis. */
export interface Conv1dInit
  extends Omit<Conv2dSettings, 'padding' | 'strides' | 'dilations' | 'inputLayout' | 'filterLayout'> {
  /** `[n, c, w]`, or `[n, w, c]` with `inputLayout: 'nwc'`. */
  readonly inputShape: readonly number[];
  /** `[outChannels, inChannels / groups, w]` in the order of `filterLayout`. */
  readonly filterShape: readonly number[];
  /** Border in elements: one number, `[left, right]`, or a rule. Default 0. */
  readonly padding?: number | readonly [number, number] | 'same' | 'same-lower' | 'valid' | 'full';
  /** Step between windows. Default 1. */
  readonly strides?: number;
  /** Distance between the taps of one window. Default 1. */
  readonly dilations?: number;
  /** Axes of input and output. Default `'ncw'`. */
  readonly inputLayout?: 'ncw' | 'nwc';
  /** Axes of the filter. Default `'oiw'`. */
  readonly filterLayout?: 'oiw' | 'wio' | 'owi' | 'iwo';
  /** Whether there is an input `bias`, `[outChannels]`. Default false. */
  readonly hasBias?: boolean;
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/**
 * Convolution along one axis, `conv2d` with height 1: `input`, `filter` (and `bias`) → `output`. With `flipFilter` and
 * `padding: 'full'`, `'same'` or `'valid'` it is the convolution of signal processing, (f ∗ g)(t) = Σ f(x) g(t − x).
 */
export function conv1d(init: Conv1dInit): Operator {
  const problem = conv1dProblemOf(init);
  const [n, c, , w] = [problem.batch, problem.outChannels, problem.outHeight, problem.outWidth];
  const output = init.inputLayout === 'nwc' ? [n, w, c] : [n, c, w];
  return convolutionOperator('conv1d', problem, { input: init.inputShape, filter: init.filterShape, output });
}

/** The problem behind {@link conv2d}. @throws InvalidArgumentError. */
export function conv2dProblemOf(
  init: Conv2dOperatorInit,
  nameOf: FieldNames = (field) => field,
): Conv2dProblem {
  const { hasBias, hasResidual, choice, dtype, ...settings } = init;
  const filterAxis = (init.filterLayout ?? 'oihw').indexOf('o');
  const biasShape = hasBias ? [init.filterShape[filterAxis]] : undefined;
  return createConv2dProblem({ ...settings, biasShape, hasResidual, dtype }, nameOf);
}

/** The problem behind {@link linear}. @throws InvalidArgumentError. */
export function linearProblemOf({ inputShape, weightShape, ...init }: LinearInit): Conv2dProblem {
  checkShape('inputShape', inputShape);
  checkShape('weightShape', weightShape, 2);
  const rows = inputShape.slice(0, -1).reduce((product, size) => product * size, 1);
  const isOi = (init.weightLayout ?? 'oi') === 'oi';
  const settings: Conv2dOperatorInit = {
    inputShape: [1, 1, rows, inputShape.at(-1) as number],
    filterShape: isOi ? [...weightShape, 1, 1] : [1, 1, ...weightShape],
    inputLayout: 'nhwc',
    filterLayout: isOi ? 'oihw' : 'hwio',
    hasBias: init.hasBias,
    activation: init.activation,
    dtype: init.dtype,
  };
  return conv2dProblemOf(settings, (field) => (field === 'filterShape' ? 'weightShape' : field));
}

/** The problem behind {@link conv1d}. @throws InvalidArgumentError. */
export function conv1dProblemOf(init: Conv1dInit): Conv2dProblem {
  const {
    padding = 0,
    strides = 1,
    dilations = 1,
    inputLayout = 'ncw',
    filterLayout = 'oiw',
    ...rest
  } = init;
  const withRow = (argument: string, shape: readonly number[], layout: string) =>
    checkShape(argument, shape, 3).toSpliced(layout.indexOf('w'), 0, 1);
  const sides = typeof padding === 'number' ? [padding, padding] : padding;
  if (typeof padding === 'number') checkInteger('padding', padding, 0);
  else if (typeof padding !== 'string')
    for (const [index, side] of padding.entries()) checkInteger(`padding[${index}]`, side, 0);
  checkInteger('strides', strides, 1);
  checkInteger('dilations', dilations, 1);
  return conv2dProblemOf({
    ...rest,
    inputShape: withRow('inputShape', init.inputShape, inputLayout),
    filterShape: withRow('filterShape', init.filterShape, filterLayout),
    padding: typeof sides === 'string' ? sides : [0, 0, sides[0], sides[1]],
    strides: [1, strides],
    dilations: [1, dilations],
    inputLayout: inputLayout === 'ncw' ? 'nchw' : 'nhwc',
    filterLayout: filterLayout.replace('w', 'hw') as FilterLayout,
  });
}

/** An operator on the kernels of `conv2d`. `shapes` are those that the caller sees. */
function convolutionOperator(
  kind: string,
  problem: Conv2dProblem,
  shapes: { input: readonly number[]; filter: readonly number[]; output: readonly number[] },
  choice?: PlanChoice,
): Operator {
  const dtype = problem.dtype;
  const inputs: Record<string, TensorSpecs[string]> = {
    input: { shape: shapes.input, dtype },
    filter: { shape: shapes.filter, dtype },
  };
  if (problem.hasBias) inputs.bias = { shape: [problem.outChannels], dtype };
  if (problem.hasResidual) inputs.residual = { shape: shapes.output, dtype };
  return {
    kind,
    inputs,
    outputs: { output: { shape: shapes.output, dtype } },
    multiplyAddCount: flopsOf(problem) / 2,
    window: {
      extent: [
        (problem.filterHeight - 1) * problem.dilationHeight + 1,
        (problem.filterWidth - 1) * problem.dilationWidth + 1,
      ],
      strides: [problem.strideHeight, problem.strideWidth],
    },
    plan: (capabilities) => planConv2d(problem, capabilities, choice),
  };
}
