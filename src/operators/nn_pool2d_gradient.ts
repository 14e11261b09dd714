import shader from '../../shaders/nn/nn_pool2d_gradient.wgsl';
import { read, write } from '../wgsl/bindings.ts';
import { createPool2dProblem, type Pool2dInit, type Pooling } from './nn_pool2d.ts';
import { defineOperator, elementCount, elementType, type Operator } from './operator.ts';

/** Shapes and options of {@link pool2dGradient}. */
export interface Pool2dGradientInit extends Pool2dInit {
  /** The kind whose gradient is taken. */
  readonly pooling: Pooling;
}

const WORKGROUP_SIZE = 64;

/** The gradient of a pooling with respect to its input: `input`, `outputGradient` → `inputGradient`. */
export function pool2dGradient(init: Pool2dGradientInit): Operator {
  const { inputShape, outputShape, dtype, extent, strides, constants } = createPool2dProblem(
    init.pooling,
    init,
  );
  const inputCount = elementCount(inputShape);
  const input = { shape: inputShape, dtype };
  return defineOperator({
    kind: 'pool2dGradient',
    inputs: { input, outputGradient: { shape: outputShape, dtype } },
    outputs: { inputGradient: input },
    steps: [
      {
        shader,
        constants: {
          ...constants,
          COVER_HEIGHT: Math.ceil(extent[0] / strides[0]),
          COVER_WIDTH: Math.ceil(extent[1] / strides[1]),
          INPUT_COUNT: inputCount,
        },
        types: elementType(dtype),
        bindings: [read('input'), read('outputGradient'), write('inputGradient')],
        workgroupCount: Math.ceil(inputCount / WORKGROUP_SIZE),
      },
    ],
  });
}
