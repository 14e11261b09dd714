import shader from '../../shaders/nn/nn_adam_powers.wgsl';
import { read, write } from '../wgsl/bindings.ts';
import { defineOperator, type Operator, type TensorSpec } from './operator.ts';

/**
 * Multiplies `powers`, the powers of Adam's decay rates, by the rates, in place. Runs once before the `adam` updates of
 * a step.
 */
export function adamPowers(_init: object): Operator {
  const powers: TensorSpec = { shape: [2], dtype: 'float32' };
  return defineOperator({
    kind: 'adamPowers',
    inputs: { settings: { shape: [4], dtype: 'float32' }, powers },
    outputs: { powers },
    steps: [
      {
        shader,
        constants: {},
        bindings: [read('settings'), write('powers')],
        workgroupCount: 1,
      },
    ],
  });
}
