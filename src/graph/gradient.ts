import { InvalidArgumentError, UnsupportedError } from '../errors.ts';
import type { GraphBuilder } from './builder.ts';
import { GRADIENT_RULES, refusalOf } from './gradient_rules.ts';
import { type GraphNode, rootOf, type Value } from './value.ts';

/**
 * Writes down the backward pass: the gradient of `loss`, which `softmaxCrossEntropy` or `squaredError` gave, with respect
 * to each of `variables`. What it adds to the graph are operators like any others. Throws before it adds any.
 * @throws UnsupportedError naming everything on the way that has no gradient; InvalidArgumentError where a variable
 * has no part in the loss.
 */
export function gradients(graph: GraphBuilder, loss: Value, variables: readonly Value[]): Value[] {
  const end = graph.nodes.findIndex((node) => node.outputs.loss === loss);
  if (end < 0) throw new InvalidArgumentError('loss', loss.name, "a loss operator's output");
  const last = graph.nodes[end];
  const dependent = dependentsOf(graph.nodes, variables);
  const { way, values } = wayBack(graph.nodes.slice(0, end), rootOf(last.inputs.input), dependent);
  const missing = way.flatMap((node) => refusalOf(node) ?? []);
  if (dependent.has(rootOf(last.inputs.target))) missing.push(`the target of ${last.kind}`);
  if (missing.length > 0) throw new UnsupportedError(`no gradient for ${[...new Set(missing)].join(', ')}`);
  const idle = variables.find((variable) => !values.has(variable));
  if (idle) throw new InvalidArgumentError('variables', idle.name, 'one that the loss depends on');

  const known = new Map<Value, Value>();
  const collect = (value: Value, gradient: Value) => {
    const root = rootOf(value);
    const whole = root === value ? gradient : graph.reshape(gradient, root.shape);
    const before = known.get(root);
    known.set(root, before ? graph.binary('add', before, whole) : whole);
  };
  collect(last.inputs.input, last.outputs.gradient);
  for (const node of way.toReversed()) {
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

/** The values that depend on a variable, and the variables. */
function dependentsOf(nodes: readonly GraphNode[], variables: readonly Value[]): Set<Value> {
  const dependent = new Set(variables);
  for (const node of nodes) {
    if (!Object.values(node.inputs).some((value) => dependent.has(rootOf(value)))) continue;
    for (const value of Object.values(node.outputs)) dependent.add(value);
  }
  return dependent;
}

/** The nodes by which `end` depends on variables, in order, and the dependent values that they read or make. */
function wayBack(nodes: readonly GraphNode[], end: Value, dependent: ReadonlySet<Value>) {
  const values = new Set([end].filter((value) => dependent.has(value)));
  const way = nodes.toReversed().filter((node) => {
    const isOnTheWay = Object.values(node.outputs).some((value) => values.has(value));
    const read = isOnTheWay ? Object.values(node.inputs).map(rootOf) : [];
    for (const value of read) if (dependent.has(value)) values.add(value);
    return isOnTheWay;
  });
  return { way: way.reverse(), values };
}
