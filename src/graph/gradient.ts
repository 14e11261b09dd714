import { InvalidArgumentError, UnsupportedError } from '../errors.ts';
import type { GraphBuilder } from './builder.ts';
import { GRADIENT_RULES, refusalOf } from './gradient_rules.ts';
import { type GraphNode, rootOf, type Value } from './value.ts';

/**
 * Adds the backward pass to the graph, as operators like any others: the gradient of `loss` with respect to each of
 * `variables`. `loss` is the output of `softmaxCrossEntropy` or `squaredError`. Throws before it adds anything.
 * @throws UnsupportedError naming everything between variables and loss that has no gradient; InvalidArgumentError if
 * the loss does not depend on a variable.
 */
export function gradients(graph: GraphBuilder, loss: Value, variables: readonly Value[]): Value[] {
  const end = graph.nodes.findIndex((node) => node.outputs.loss === loss);
  if (end < 0) throw new InvalidArgumentError('loss', loss.name, "a loss operator's output");
  const last = graph.nodes[end];
  const dependent = dependentsOf(graph.nodes, variables);
  const { path, values } = pathTo(graph.nodes.slice(0, end), rootOf(last.inputs.input), dependent);
  const missing = path.flatMap((node) => refusalOf(node) ?? []);
  if (dependent.has(rootOf(last.inputs.target))) missing.push(`the target of ${last.kind}`);
  if (missing.length > 0) throw new UnsupportedError(`no gradient for ${[...new Set(missing)].join(', ')}`);
  const unused = variables.find((variable) => !values.has(variable));
  if (unused) throw new InvalidArgumentError('variables', unused.name, 'one that the loss depends on');

  const known = new Map<Value, Value>();
  const collect = (value: Value, gradient: Value) => {
    const root = rootOf(value);
    const whole = root === value ? gradient : graph.reshape(gradient, root.shape);
    const before = known.get(root);
    known.set(root, before ? graph.binary('add', before, whole) : whole);
  };
  collect(last.inputs.input, last.outputs.gradient);
  for (const node of path.toReversed()) {
    const isNeeded = (input: string) =>
      node.inputs[input] !== undefined && dependent.has(rootOf(node.inputs[input]));
    const outputGradient = known.get(node.outputs.output) as Value;
    const found = GRADIENT_RULES[node.kind]!.write(graph, node, outputGradient, isNeeded);
    for (const [input, gradient] of Object.entries(found)) {
      if (gradient) collect(node.inputs[input], gradient);
    }
  }
  return variables.map((variable) => known.get(variable) as Value);
}

/** The variables and every value that depends on one. */
function dependentsOf(nodes: readonly GraphNode[], variables: readonly Value[]): Set<Value> {
  const dependent = new Set(variables);
  for (const node of nodes) {
    if (!Object.values(node.inputs).some((value) => dependent.has(rootOf(value)))) continue;
    for (const value of Object.values(node.outputs)) dependent.add(value);
  }
  return dependent;
}

/** The nodes through which `end` depends on variables, in order, and the dependent values that they read or write. */
function pathTo(nodes: readonly GraphNode[], end: Value, dependent: ReadonlySet<Value>) {
  const values = new Set([end].filter((value) => dependent.has(value)));
  const path = nodes.toReversed().filter((node) => {
    const isOnPath = Object.values(node.outputs).some((value) => values.has(value));
    const read = isOnPath ? Object.values(node.inputs).map(rootOf) : [];
    for (const value of read) if (dependent.has(value)) values.add(value);
    return isOnPath;
  });
  return { path: path.reverse(), values };
}
