import shader from '../../shaders/nn/nn_cross_entropy.wgsl';
import type { Dtype } from '../problem/options.ts';
import { checkOneOf, checkShape } from '../problem/validate.ts';
import { caller, owned, read, write } from '../wgsl/bindings.ts';
import { denseStrides, mapStep } from './nn_map.ts';
import { reduceStep } from './nn_reduce.ts';
import { defineOperator, elementCount, elementType, type Operator } from './operator.ts';

/** Shapes and options of the losses. */
export interface LossInit {
  /** `[rows, classes]` for cross-entropy, anything for the squared error. */
  readonly inputShape: readonly number[];
  /** `'mean'` over rows (cross-entropy) or elements (squared error), or `'sum'`. Default `'mean'`. */
  readonly reduction?: 'mean' | 'sum';
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/**
 * Softmax cross-entropy: `input` (scores), `target` (probabilities) → `loss`, `[1]`, and its `gradient` with respect to
 * the scores.
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
        shader,
        constants: { CLASSES: classes, SCALE: scale },
        types: elementType(dtype),
        bindings: [
          read('scores', caller('input')),
          read('targets', caller('target')),
          write('rowLosses', owned('rowLosses')),
          write('gradient'),
        ],
        workgroupCount: rows,
      },
      reduceStep({
        inputShape: [rows],
        axes: [0],
        input: owned('rowLosses'),
        output: caller('loss'),
        scale,
        dtype: 'float32',
        resultType: dtype,
      }),
    ],
  });
}

/** Squared error: `input`, `target` → `loss`, `[1]`, and its `gradient` with respect to the input. */
export function squaredError(init: LossInit): Operator {
  const { inputShape, dtype = 'float32' } = init;
  const strides = denseStrides(checkShape('inputShape', inputShape));
  const scale = scaleOf(init, elementCount(inputShape));
  const difference = mapStep({
    sizes: inputShape,
    a: { ...caller('input'), strides },
    b: { ...caller('target'), strides },
    output: { ...caller('gradient'), strides },
    combination: 'sub',
    scale: 2 * scale,
    dtype,
  });
  const sum = reduceStep({
    inputShape,
    axes: inputShape.map((_, axis) => axis),
    input: caller('input'),
    output: caller('loss'),
    center: { ...caller('target'), per: 'value' },
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
