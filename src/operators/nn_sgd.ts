import { checkShape } from '../problem/validate.ts';
import { defineOperator, elementCount, type Operator, type TensorSpec } from './operator.ts';

/** What an optimizer's update of one parameter is made from. */
export interface UpdateInit {
  readonly shape: readonly number[];
}

const WORKGROUP_SIZE = 64;

/**
 * One step of gradient descent with momentum: `velocity = momentum · velocity + gradient`, then
 * `parameter −= rate · velocity`, both in place. `settings` is `[rate, momentum]`.
 */
export function sgd({ shape }: UpdateInit): Operator {
  return updateOperator('sgd', shape, ['velocity'], { settings: 2 });
}

/** An operator that updates `parameter`, and its `states` of the same shape, from its `gradient`. */
export function updateOperator(
  kind: 'sgd' | 'adam',
  shape: readonly number[],
  states: readonly string[],
  settings: Readonly<Record<string, number>>,
): Operator {
  const parameterCount = elementCount(checkShape('shape', shape));
  const spec: TensorSpec = { shape, dtype: 'float32' };
  const updated = Object.fromEntries(['parameter', ...states].map((name) => [name, spec]));
  const read = Object.entries(settings).map(([name, size]): [string, TensorSpec] => [
    name,
    { shape: [size], dtype: 'float32' },
  ]);
  return defineOperator({
    kind,
    inputs: { gradient: spec, ...Object.fromEntries(read), ...updated },
    outputs: updated,
    steps: [
      {
        shader: `nn_${kind}`,
        constants: { PARAMETER_COUNT: parameterCount },
        bindings: [
          ...['gradient', ...Object.keys(settings)].map(
            (name) => ({ name, access: 'read', buffer: name }) as const,
          ),
          ...Object.keys(updated).map((name) => ({ name, access: 'write', buffer: name }) as const),
        ],
        workgroupCount: Math.ceil(parameterCount / WORKGROUP_SIZE),
      },
    ],
  });
}
