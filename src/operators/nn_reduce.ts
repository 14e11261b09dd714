import shader from '../../shaders/nn/nn_reduce.wgsl';
import { InvalidArgumentError } from '../errors.ts';
import type { Dtype } from '../problem/options.ts';
import { checkAxis, checkOneOf, checkShape } from '../problem/validate.ts';
import { type BufferRef, caller, NOTHING, read, write } from '../wgsl/bindings.ts';
import type { StepInit } from '../wgsl/step.ts';
import { denseStrides, mergeAxes } from './nn_map.ts';
import { defineOperator, elementCount, elementType, type Operator } from './operator.ts';

/** One dispatch of shaders/nn/nn_reduce.wgsl over a dense tensor. Kept axes stay in their order. */
export interface ReduceStepInit {
  readonly inputShape: readonly number[];
  /** Axes that are summed over. */
  readonly axes: readonly number[];
  readonly input: BufferRef;
  readonly output: BufferRef;
  /** Subtracted from each value before squaring: one float32 per output, or a tensor like the input. */
  readonly center?: BufferRef & { readonly per: 'output' | 'value' };
  /** Sums squares. Default false. */
  readonly squared?: boolean;
  /** Multiplies each sum. Default 1. */
  readonly scale?: number;
  /** Stored element type of the input. */
  readonly dtype: Dtype;
  /** Stored element type of the output. */
  readonly resultType: Dtype;
}

const AXES = 3;

/** A step that sums over axes. */
export function reduceStep(init: ReduceStepInit): StepInit {
  const { inputShape, axes, center, dtype, resultType } = init;
  const strides = denseStrides(inputShape);
  const all = inputShape.map((_, axis) => axis);
  const kept = numberedAxes(
    'KEPT',
    inputShape,
    strides,
    all.filter((axis) => !axes.includes(axis)),
  );
  const reduced = numberedAxes('REDUCED', inputShape, strides, axes);
  return {
    shader,
    constants: {
      ...kept,
      ...reduced,
      IS_SQUARED: init.squared ?? false,
      IS_CENTERED: center !== undefined,
      IS_CENTER_PER_VALUE: center?.per === 'value',
      SCALE: init.scale ?? 1,
    },
    types: {
      ...elementType(dtype),
      Center: elementType(center?.per === 'value' ? dtype : 'float32').Element,
      Result: elementType(resultType).Element,
    },
    bindings: [read('input', init.input), read('center', center ?? NOTHING), write('output', init.output)],
    workgroupCount: elementCount(inputShape) / elementCount(axes.map((axis) => inputShape[axis])),
  };
}

/** Shapes and options of {@link reduce}. */
export interface ReduceInit {
  /** Axis sizes, outermost first. */
  readonly inputShape: readonly number[];
  /** The axes to reduce; -1 is the last. Default: all. */
  readonly axes?: readonly number[];
  /** How the values are combined. */
  readonly reduction: 'sum' | 'mean' | 'sum-square';
  /** Whether reduced axes stay, with size 1. Default false. */
  readonly keepDimensions?: boolean;
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/**
 * The sum, mean or sum of squares over axes: `input` → `output`, `[1]` if no axis is kept. Semantics: WebNN's
 * `reduceSum`, `reduceMean`, `reduceSumSquare`.
 */
export function reduce(init: ReduceInit): Operator {
  const { inputShape, keepDimensions = false, dtype = 'float32' } = init;
  const rank = checkShape('inputShape', inputShape).length;
  const reduction = checkOneOf('reduction', init.reduction, ['sum', 'mean', 'sum-square']);
  const given = init.axes ?? inputShape.map((_, axis) => axis);
  const axes = given.map((axis, index) => checkAxis(`axes[${index}]`, axis, rank)).sort((a, b) => a - b);
  if (new Set(axes).size < axes.length) throw new InvalidArgumentError('axes', given, 'different axes');
  const kept = inputShape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const shape = keepDimensions ? kept : kept.filter((_, axis) => !axes.includes(axis));
  const step = reduceStep({
    inputShape,
    axes,
    input: caller('input'),
    output: caller('output'),
    squared: reduction === 'sum-square',
    scale: reduction === 'mean' ? 1 / elementCount(axes.map((axis) => inputShape[axis])) : 1,
    dtype,
    resultType: dtype,
  });
  return defineOperator({
    kind: 'reduce',
    inputs: { input: { shape: inputShape, dtype } },
    outputs: { output: { shape: shape.length > 0 ? shape : [1], dtype } },
    steps: [step],
  });
}

/** `NAME_0` … and `NAME_STRIDE_0` …, with neighboring axes merged; the last axis comes last. */
function numberedAxes(
  name: string,
  shape: readonly number[],
  strides: readonly number[],
  axes: readonly number[],
): Record<string, number> {
  const merged = mergeAxes(
    axes.map((axis) => shape[axis]),
    [axes.map((axis) => strides[axis])],
  );
  const missing = AXES - merged.sizes.length;
  if (missing < 0) throw new InvalidArgumentError('axes', axes, `at most ${AXES} runs of neighboring axes`);
  const constants: Record<string, number> = {};
  for (let index = 0; index < AXES; index++) {
    constants[`${name}_${index}`] = merged.sizes[index - missing] ?? 1;
    constants[`${name}_STRIDE_${index}`] = merged.strides[0][index - missing] ?? 0;
  }
  return constants;
}
