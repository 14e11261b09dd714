import shader from '../../shaders/nn/nn_adam.wgsl';
import { type UpdateInit, updateOperator } from './nn_sgd.ts';
import type { Operator } from './operator.ts';

/**
 * One step of Adam: updates `parameter`, `mean` and `square` in place by `gradient`. `settings` is
 * `[rate, decay of the mean, decay of the square, epsilon]`; `adamPowers` updates `powers`. Source: Kingma and Ba,
 * arXiv:1412.6980.
 */
export function adam({ shape }: UpdateInit): Operator {
  return updateOperator('adam', shader, shape, ['mean', 'square'], { settings: 4, powers: 2 });
}
