import shader from '../../shaders/nn/nn_softmax.wgsl';
import { InvalidArgumentError } from '../errors.ts';
import type { Dtype } from '../problem/options.ts';
import { checkShape } from '../problem/validate.ts';
import { read, write } from '../wgsl/bindings.ts';
import { denseStrides } from './nn_map.ts';
import { defineOperator, elementCount, elementType, type Operator } from './operator.ts';

/** What {@link softmax} is made from. */
export interface SoftmaxInit {
  readonly inputShape: readonly number[];
  /** Default: the last. */
  readonly axis?: number;
  readonly dtype?: Dtype;
}

/** `exp(x − max) / Σ exp(x − max)` along an axis; WebNN's `softmax`. */
export function softmax(init: SoftmaxInit): Operator {
  const { inputShape: shape, dtype = 'float32' } = init;
  checkShape('inputShape', shape);
  const axis = init.axis ?? shape.length - 1;
  if (!(axis in shape)) throw new InvalidArgumentError('axis', axis, `a whole number below ${shape.length}`);
  const spec = { shape, dtype };
  return defineOperator({
    kind: 'softmax',
    inputs: { input: spec },
    outputs: { output: spec },
    steps: [
      {
        shader,
        constants: { AXIS_COUNT: shape[axis], STRIDE_AXIS: denseStrides(shape)[axis] },
        types: elementType(dtype),
        bindings: [read('input'), write('output')],
        workgroupCount: elementCount(shape) / shape[axis],
      },
    ],
  });
}
