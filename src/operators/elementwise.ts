import { InvalidArgumentError } from '../errors.ts';
import { resolveActivation } from '../problem/activation.ts';
import type { Activation, Dtype } from '../problem/options.ts';
import { checkOneOf, checkShape } from '../problem/validate.ts';
import { caller } from '../wgsl/bindings.ts';
import { COMBINATIONS, type Combination, denseStrides, mapStep } from './nn_map.ts';
import { defineOperator, type Operator } from './operator.ts';

/** Shapes and options of {@link activation}. */
export interface ActivationInit {
  /** Any number of axes. */
  readonly inputShape: readonly number[];
  /** The function, and its parameters. */
  readonly activation: Activation;
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/** Applies a function to each element: `input` → `output`. */
export function activation(init: ActivationInit): Operator {
  const { inputShape: shape, dtype = 'float32' } = init;
  const strides = denseStrides(checkShape('inputShape', shape));
  const step = mapStep({
    sizes: shape,
    a: { ...caller('input'), strides },
    output: { ...caller('output'), strides },
    activation: resolveActivation(init.activation),
    dtype,
  });
  return defineOperator({
    kind: 'activation',
    inputs: { input: { shape, dtype } },
    outputs: { output: { shape, dtype } },
    steps: [step],
  });
}

/** Shapes and options of {@link binary}. */
export interface BinaryInit {
  /** Axis sizes of `a`. */
  readonly aShape: readonly number[];
  /** Axis sizes of `b`; they must broadcast with those of `a`. */
  readonly bShape: readonly number[];
  /** The operation. */
  readonly combination: Combination;
  /** Multiplies the result before the activation. Default 1. */
  readonly scale?: number;
  /** Applied last. Default none. */
  readonly activation?: Activation;
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

/** Combines `a` and `b` element by element, with the broadcasting of numpy and WebNN: `a`, `b` → `output`. */
export function binary(init: BinaryInit): Operator {
  const { aShape, bShape, scale, dtype = 'float32' } = init;
  const combination = checkOneOf('combination', init.combination, COMBINATIONS);
  const shape = broadcastShape(aShape, bShape);
  const step = mapStep({
    sizes: shape,
    a: { ...caller('a'), strides: broadcastStrides(aShape, shape) },
    b: { ...caller('b'), strides: broadcastStrides(bShape, shape) },
    output: { ...caller('output'), strides: denseStrides(shape) },
    combination,
    scale,
    activation: resolveActivation(init.activation),
    dtype,
  });
  return defineOperator({
    kind: combination,
    inputs: { a: { shape: aShape, dtype }, b: { shape: bShape, dtype } },
    outputs: { output: { shape, dtype } },
    steps: [step],
  });
}

/** The shape that two shapes broadcast to. @throws InvalidArgumentError if they do not. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  checkShape('aShape', a);
  checkShape('bShape', b);
  const rank = Math.max(a.length, b.length);
  const padded = (shape: readonly number[]) => [...Array<number>(rank - shape.length).fill(1), ...shape];
  const right = padded(b);
  return padded(a).map((left, axis) => {
    if (left === right[axis] || left === 1 || right[axis] === 1) return Math.max(left, right[axis]);
    throw new InvalidArgumentError('bShape', b, `a shape that broadcasts with [${a.join(', ')}]`);
  });
}

/** Strides of a dense tensor of shape `own` that is read as one of shape `shape`. */
function broadcastStrides(own: readonly number[], shape: readonly number[]): number[] {
  const strides = denseStrides(own);
  const missing = shape.length - own.length;
  return shape.map((_, axis) => (axis < missing || own[axis - missing] === 1 ? 0 : strides[axis - missing]));
}
