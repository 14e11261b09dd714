import shader from '../../shaders/nn/nn_adam.wgsl';
import { type UpdateInit, updateOperator } from './nn_sgd.ts';
import type { Operator } from './operator.ts';

/**
 * One step of Adam, updating `parameter`, `mean` and `square` in place. `settings` is `[rate, decay of the mean, decay of
 * the square, epsilon]`, `powers` what `adamPowers` keeps.
 */
export function adam({ shape }: UpdateInit): Operator {
  return updateOperator('adam', shader, shape, ['mean', 'square'], { settings: 4, powers: 2 });
}
