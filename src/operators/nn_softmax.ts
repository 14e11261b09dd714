import shader from '../../shaders/nn/nn_softmax.wgsl';
import type { Dtype } from '../problem/options.ts';
import { checkAxis, checkShape } from '../problem/validate.ts';
import { read, write } from '../wgsl/bindings.ts';
import { denseStrides } from './nn_map.ts';
import { defineOperator, elementCount, elementType, type Operator } from './operator.ts';

/** Shapes and options of {@link softmax}. */
export interface SoftmaxInit {
  /** Axis sizes, outermost first. */
  readonly inputShape: readonly number[];
  /** The axis to normalize along. Default -1, the last. */
  readonly axis?: number;
  /** Whether the axes from `axis` to the last count as one, as in ONNX before opset 13. Default false. */
  readonly throughLast?: boolean;
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/** `exp(x − max) / Σ exp(x − max)` along an axis: `input` → `output`. Semantics: WebNN's `softmax`. */
export function softmax(init: SoftmaxInit): Operator {
  const { inputShape: shape, throughLast = false, dtype = 'float32' } = init;
  const axis = checkAxis('axis', init.axis ?? -1, checkShape('inputShape', shape).length);
  const axisCount = throughLast ? elementCount(shape.slice(axis)) : shape[axis];
  const spec = { shape, dtype };
  return defineOperator({
    kind: 'softmax',
    inputs: { input: spec },
    outputs: { output: spec },
    steps: [
      {
        shader,
        constants: { AXIS_COUNT: axisCount, STRIDE_AXIS: throughLast ? 1 : denseStrides(shape)[axis] },
        types: elementType(dtype),
        bindings: [read('input'), write('output')],
        workgroupCount: elementCount(shape) / axisCount,
      },
    ],
  });
}
