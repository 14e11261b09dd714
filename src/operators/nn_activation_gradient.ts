import { activationConstants } from '../kernels/constants.ts';
import { resolveActivation } from '../problem/activation.ts';
import { checkShape } from '../problem/validate.ts';
import type { ActivationInit } from './elementwise.ts';
import { countOf, defineOperator, elementType, type Operator } from './operator.ts';

const WORKGROUP_SIZE = 64;

/** The gradient of an activation with respect to its input: `input`, `outputGradient` → `inputGradient`. */
export function activationGradient(init: ActivationInit): Operator {
  const { inputShape, dtype = 'float32' } = init;
  const countInputs = countOf(checkShape('inputShape', inputShape));
  const spec = { shape: inputShape, dtype };
  return defineOperator({
    kind: 'activationGradient',
    inputs: { input: spec, outputGradient: spec },
    outputs: { inputGradient: spec },
    steps: [
      {
        shader: 'nn_activation_gradient',
        constants: { COUNT_INPUTS: countInputs, ...activationConstants(resolveActivation(init.activation)) },
        types: elementType(dtype),
        bindings: [
          { name: 'input', access: 'read', buffer: 'input' },
          { name: 'outputGradient', access: 'read', buffer: 'outputGradient' },
          { name: 'inputGradient', access: 'write', buffer: 'inputGradient' },
        ],
        countWorkgroups: Math.ceil(countInputs / WORKGROUP_SIZE),
      },
    ],
  });
}
