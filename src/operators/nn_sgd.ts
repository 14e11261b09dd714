import sgdShader from '../../shaders/nn/nn_sgd.wgsl';
import { checkShape } from '../problem/validate.ts';
import { read, write } from '../wgsl/bindings.ts';
import type { Shader } from '../wgsl/shader.ts';
import { defineOperator, elementCount, type Operator, type TensorSpec } from './operator.ts';

/** The parameter that an optimizer updates. */
export interface UpdateInit {
  /** Axis sizes of the parameter, its gradient and the optimizer's state. */
  readonly shape: readonly number[];
}

const WORKGROUP_SIZE = 64;

/**
 * One step of gradient descent with momentum, in place: `velocity = momentum · velocity + gradient`, then
 * `parameter −= rate · velocity`. `settings` is `[rate, momentum]`.
 */
export function sgd({ shape }: UpdateInit): Operator {
  return updateOperator('sgd', sgdShader, shape, ['velocity'], { settings: 2 });
}

/** An operator that updates `parameter`, and its `states` of the same shape, by `gradient`. */
export function updateOperator(
  kind: 'sgd' | 'adam',
  shader: Shader,
  shape: readonly number[],
  states: readonly string[],
  settings: Readonly<Record<string, number>>,
): Operator {
  const parameterCount = elementCount(checkShape('shape', shape));
  const spec: TensorSpec = { shape, dtype: 'float32' };
  const updated = Object.fromEntries(['parameter', ...states].map((name) => [name, spec]));
  const settingSpecs = Object.entries(settings).map(([name, size]): [string, TensorSpec] => [
    name,
    { shape: [size], dtype: 'float32' },
  ]);
  return defineOperator({
    kind,
    inputs: { gradient: spec, ...Object.fromEntries(settingSpecs), ...updated },
    outputs: updated,
    steps: [
      {
        shader,
        constants: { PARAMETER_COUNT: parameterCount },
        bindings: [
          ...['gradient', ...Object.keys(settings)].map((name) => read(name)),
          ...Object.keys(updated).map((name) => write(name)),
        ],
        workgroupCount: Math.ceil(parameterCount / WORKGROUP_SIZE),
      },
    ],
  });
}
