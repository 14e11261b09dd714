import type { Operator } from '../operators/operator.ts';
import type { OperatorKind } from '../operators/operators.ts';
import { resolveActivation } from '../problem/activation.ts';
import type { Activation, Dtype } from '../problem/options.ts';

/** Where a value's numbers come from. */
export type ValueSource =
  /** The caller, at every run. */
  | { readonly type: 'input' }
  /** Host memory, uploaded once; `variable` where steps may update it, such as what is trained. */
  | { readonly type: 'constant' | 'variable'; readonly data: ArrayLike<number> }
  /** Another value, read under another shape. */
  | { readonly type: 'view'; readonly of: Value }
  /** An operator. */
  | { readonly type: 'result' };

/** A tensor of a graph: made by a {@link GraphBuilder}, known by shape, without memory of its own yet. */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly source: ValueSource;
}

/** An operator with the values it reads and writes, by the operator's names. */
export interface GraphNode {
  readonly name: string;
  readonly kind: OperatorKind;
  /** What the operator was made from, so that fusion can make it anew with one option more. */
  readonly init: object;
  readonly operator: Operator;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly outputs: Readonly<Record<string, Value>>;
}

/** The value whose memory `value` lives in. */
export function rootOf(value: Value): Value {
  return value.source.type === 'view' ? rootOf(value.source.of) : value;
}

/** Whether an operator applies an activation to its own result. */
export function hasActivation({ init }: GraphNode): boolean {
  return resolveActivation((init as { activation?: Activation }).activation).type !== 'identity';
}

/** Operators that a model fuses with the activation after them. */
export const TAKE_ACTIVATION: readonly OperatorKind[] = [
  'conv2d',
  'conv1d',
  'convTranspose2d',
  'linear',
  'binary',
  'batchNormalization',
  'instanceNormalization',
];
