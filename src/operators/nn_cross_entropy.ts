import type { Dtype } from '../problem/options.ts';
import { checkOneOf, checkShape } from '../problem/validate.ts';
import { denseStrides, mapStep } from './nn_map.ts';
import { reduceStep } from './nn_reduce.ts';
import { defineOperator, elementCount, elementType, type Operator } from './operator.ts';

/** What the losses are made from. */
export interface LossInit {
  readonly inputShape: readonly number[];
  /** Whether the loss is the mean over rows (cross-entropy) or elements (squared error), or the sum. Default `'mean'`. */
  readonly reduction?: 'mean' | 'sum';
  readonly dtype?: Dtype;
}

/**
 * Softmax cross-entropy: `input` (scores, `[rows, classes]`), `target` (probabilities) → `loss` `[1]` and its `gradient`
 * with respect to the scores.
 */
export function softmaxCrossEntropy(init: LossInit): Operator {
  const { inputShape, dtype = 'float32' } = init;
  const [rows, classes] = checkShape('inputShape', inputShape, 2);
  const scale = scaleOf(init, rows);
  return defineOperator({
    ...lossTensors('softmaxCrossEntropy', init),
    scratch: { rowLosses: rows * 4 },
    steps: [
      {
        shader: 'nn_cross_entropy',
        constants: { CLASSES: classes, SCALE: scale },
        types: elementType(dtype),
        bindings: [
          { name: 'scores', access: 'read', buffer: 'input' },
          { name: 'targets', access: 'read', buffer: 'target' },
          { name: 'rowLosses', access: 'write', buffer: 'rowLosses' },
          { name: 'gradient', access: 'write', buffer: 'gradient' },
        ],
        workgroupCount: rows,
      },
      reduceStep({
        inputShape: [rows],
        axes: [0],
        input: 'rowLosses',
        output: 'loss',
        scale,
        dtype: 'float32',
        resultType: dtype,
      }),
    ],
  });
}

/** Squared error: `input`, `target` → `loss` `[1]` and its `gradient` with respect to the input. */
export function squaredError(init: LossInit): Operator {
  const { inputShape, dtype = 'float32' } = init;
  const strides = denseStrides(checkShape('inputShape', inputShape));
  const scale = scaleOf(init, elementCount(inputShape));
  const difference = mapStep({
    sizes: inputShape,
    a: { buffer: 'input', strides },
    b: { buffer: 'target', strides },
    output: { buffer: 'gradient', strides },
    combination: 'sub',
    scale: 2 * scale,
    dtype,
  });
  const sum = reduceStep({
    inputShape,
    axes: inputShape.map((_, axis) => axis),
    input: 'input',
    output: 'loss',
    center: { buffer: 'target', per: 'value' },
    squared: true,
    scale,
    dtype,
    resultType: dtype,
  });
  return defineOperator({ ...lossTensors('squaredError', init), steps: [difference, sum] });
}

function scaleOf({ reduction = 'mean' }: LossInit, count: number): number {
  return checkOneOf('reduction', reduction, ['mean', 'sum']) === 'mean' ? 1 / count : 1;
}

function lossTensors(kind: string, { inputShape, dtype = 'float32' }: LossInit) {
  const spec = { shape: inputShape, dtype };
  return {
    kind,
    inputs: { input: spec, target: spec },
    outputs: { loss: { shape: [1], dtype }, gradient: spec },
  };
}
