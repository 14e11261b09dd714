import { InvalidArgumentError } from '../errors.ts';
import { ownValue } from '../gpu/program.ts';
import { mapValues } from '../operators/operator.ts';
import type { Accuracy } from '../problem/options.ts';
import type { ModelDescription, ModelInput } from '../readers/description.ts';
import { GraphBuilder } from './builder.ts';
import type { ModelInit } from './model.ts';
import type { Value } from './value.ts';

/** Options of {@link graphOf}. */
export interface GraphOptions {
  /** Sizes of inputs by name; required if the file leaves a size open, except the batch, which defaults to 1. */
  readonly inputShapes?: Readonly<Record<string, readonly number[]>>;
  /**
   * Accuracy of convolutions. With `'strict'` no bit of an output pixel depends on the pixel's position, so tiles agree
   * at their seams; Winograd is not used. Default `'default'`.
   */
  readonly accuracy?: Accuracy;
}

/**
 * Builds the graph of a network that a reader has read, for `createModel()`.
 * @throws InvalidArgumentError if shapes do not fit.
 */
export function graphOf(description: ModelDescription, options: GraphOptions = {}): ModelInit {
  const { inputShapes = {}, accuracy } = options;
  const graph = new GraphBuilder({ accuracy });
  const values = new Map<string, Value>();
  const known = (name: string): Value => {
    const value = values.get(name);
    if (!value) throw new InvalidArgumentError('description', name, 'the name of an earlier value');
    return value;
  };
  for (const input of description.inputs) {
    const { name } = input;
    values.set(name, graph.input(name, shapeOf(input, ownValue(inputShapes, name))));
  }
  for (const { name, data, shape } of description.weights) {
    values.set(name, graph.constant(data, shape.length > 0 ? shape : [1], name));
  }
  for (const { name, kind, init, inputs, output } of description.nodes) {
    values.set(output, graph.add(kind, init as never, mapValues(inputs, known), name));
  }
  const outputs = description.outputs.map(({ name, value }) => [name, known(value)] as const);
  return { nodes: graph.nodes, outputs: Object.fromEntries(outputs) };
}

function shapeOf({ name, shape }: ModelInput, given: readonly number[] | undefined): readonly number[] {
  const fits =
    given?.length === shape.length && shape.every((size, axis) => size === null || size === given[axis]);
  const sizes = given ?? shape.map((size, axis) => size ?? (axis === 0 ? 1 : null));
  if ((given && !fits) || sizes.includes(null as never)) {
    const wanted = shape.map((size) => size ?? 'any').join(', ');
    throw new InvalidArgumentError(`inputShapes.${name}`, given, `[${wanted}]`);
  }
  return sizes as readonly number[];
}
