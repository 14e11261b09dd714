import type { Operator } from '../operators/operator.ts';
import type { OperatorKind } from '../operators/operators.ts';
import { resolveActivation } from '../problem/activation.ts';
import type { Activation, Dtype } from '../problem/options.ts';

/** Source of a value's numbers. */
export type ValueSource =
  /** Passed by the caller to every run. */
  | { readonly type: 'input' }
  /** Host memory, uploaded once. Runs may update a `variable`, such as a trained weight. */
  | { readonly type: 'constant' | 'variable'; readonly data: ArrayLike<number> }
  /** The numbers of another value, in another shape. */
  | { readonly type: 'view'; readonly of: Value }
  /** Computed by an operator. */
  | { readonly type: 'result' };

/** A tensor of a graph, made by a {@link GraphBuilder}: a shape without memory. */
export interface Value {
  /** Unique among the graph's values. */
  readonly name: string;
  /** Axis sizes, outermost first. */
  readonly shape: readonly number[];
  /** Stored element type. */
  readonly dtype: Dtype;
  /** Source of the numbers. */
  readonly source: ValueSource;
}

/** An operator with its input and output values, by the operator's names for them. */
export interface GraphNode {
  /** Unique among the graph's nodes. */
  readonly name: string;
  /** Name of the operator, such as `conv2d`. */
  readonly kind: OperatorKind;
  /** The shapes and options that the operator was made from. Fusion remakes the operator with more options. */
  readonly init: object;
  /** Shapes, steps and multiply-adds for this `init`. */
  readonly operator: Operator;
  /** Input values by the operator's names for them. */
  readonly inputs: Readonly<Record<string, Value>>;
  /** Output values by the operator's names for them. An output that is updated in place is also an input. */
  readonly outputs: Readonly<Record<string, Value>>;
}

/** The value whose memory `value` lives in. */
export function rootOf(value: Value): Value {
  return value.source.type === 'view' ? rootOf(value.source.of) : value;
}

/** `name`, or `name_2`, `name_3`, … if `taken` has it. Adds the result to `taken`. */
export function uniqueName(name: string, taken: Set<string>): string {
  let unique = name;
  for (let count = 2; taken.has(unique); count++) unique = `${name}_${count}`;
  taken.add(unique);
  return unique;
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
