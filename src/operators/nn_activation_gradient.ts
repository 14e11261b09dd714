import shader from '../../shaders/nn/nn_activation_gradient.wgsl';
import { activationConstants } from '../kernels/constants.ts';
import { resolveActivation } from '../problem/activation.ts';
import { checkShape } from '../problem/validate.ts';
import { read, write } from '../wgsl/bindings.ts';
import type { ActivationInit } from './elementwise.ts';
import { defineOperator, elementCount, elementType, type Operator } from './operator.ts';

const WORKGROUP_SIZE = 64;

/** The gradient of an activation with respect to its input: `input`, `outputGradient` → `inputGradient`. */
export function activationGradient(init: ActivationInit): Operator {
  const { inputShape, dtype = 'float32' } = init;
  const inputCount = elementCount(checkShape('inputShape', inputShape));
  const spec = { shape: inputShape, dtype };
  return defineOperator({
    kind: 'activationGradient',
    inputs: { input: spec, outputGradient: spec },
    outputs: { inputGradient: spec },
    steps: [
      {
        shader,
        constants: { INPUT_COUNT: inputCount, ...activationConstants(resolveActivation(init.activation)) },
        types: elementType(dtype),
        bindings: [read('input'), read('outputGradient'), write('inputGradient')],
        workgroupCount: Math.ceil(inputCount / WORKGROUP_SIZE),
      },
    ],
  });
}
