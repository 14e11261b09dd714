import { InvalidArgumentError, UnsupportedError } from '../errors.ts';
import type { Conv2dOperatorInit, LinearInit } from '../operators/convolution.ts';
import type { ActivationInit, BinaryInit } from '../operators/elementwise.ts';
import type { Pool2dInit, Pooling } from '../operators/nn_pool2d.ts';
import { elementCount } from '../operators/operator.ts';
import type { OperatorKind } from '../operators/operators.ts';
import type { ConcatInit } from '../operators/rearrange.ts';
import type { GraphBuilder } from './builder.ts';
import { transposedGradients } from './transposed_gradient.ts';
import { type GraphNode, rootOf, type Value } from './value.ts';

/** Gradients with respect to a node's inputs, by the inputs' names, from that with respect to its output. */
type GradientRule = (
  graph: GraphBuilder,
  node: GraphNode,
  outputGradient: Value,
  isNeeded: (input: string) => boolean,
) => Readonly<Record<string, Value | undefined>>;

/**
 * Writes down the backward pass: the gradient of `loss`, which `softmaxCrossEntropy` or `squaredError` gave, with respect
 * to each of `variables`. What it adds to the graph are operators like any others.
 * @throws UnsupportedError naming every operator on the way that has no gradient; InvalidArgumentError where a variable
 * has no part in the loss.
 */
export function gradients(graph: GraphBuilder, loss: Value, variables: readonly Value[]): Value[] {
  const forward = [...graph.nodes];
  const last = forward.find((node) => node.outputs.loss === loss);
  if (!last) throw new InvalidArgumentError('loss', loss.name, "a loss operator's output");
  const dependent = dependentsOf(forward, variables);
  const known = new Map<Value, Value>();
  const collect = (value: Value, gradient: Value) => {
    const root = rootOf(value);
    const whole = root === value ? gradient : graph.reshape(gradient, root.shape);
    const before = known.get(root);
    known.set(root, before ? graph.binary('add', before, whole) : whole);
  };
  collect(last.inputs.input, last.outputs.gradient);
  const relevant = forward.filter(
    (node) => node !== last && Object.values(node.outputs).some((value) => dependent.has(value)),
  );
  const missing = new Set(relevant.filter(({ kind }) => !RULES[kind]).map(({ kind }) => kind));
  if (missing.size > 0) throw new UnsupportedError(`no gradient for ${[...missing].join(', ')}`);
  for (const node of relevant.toReversed()) {
    const outputGradient = known.get(node.outputs.output);
    if (!outputGradient) continue;
    const isNeeded = (input: string) =>
      node.inputs[input] !== undefined && dependent.has(rootOf(node.inputs[input]));
    for (const [input, gradient] of Object.entries(
      RULES[node.kind]!(graph, node, outputGradient, isNeeded),
    )) {
      if (gradient) collect(node.inputs[input], gradient);
    }
  }
  return variables.map((variable) => {
    const gradient = known.get(variable);
    if (!gradient) throw new InvalidArgumentError('variables', variable.name, 'one that the loss depends on');
    return gradient;
  });
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

const RULES: Partial<Record<OperatorKind, GradientRule>> = {
  conv2d: (graph, { init, inputs }, outputGradient, isNeeded) =>
    convolutionGradients(graph, init as Conv2dOperatorInit, inputs, outputGradient, isNeeded),
  convTranspose2d: transposedGradients,
  linear: linearGradients,
  activation: (graph, { init, inputs: { input } }, outputGradient) => ({
    input: graph.add('activationGradient', init as ActivationInit, { input, outputGradient }),
  }),
  maxPool2d: poolGradient('max'),
  averagePool2d: poolGradient('average'),
  l2Pool2d: poolGradient('l2'),
  binary: binaryGradients,
  concat: concatGradients,
};

function convolutionGradients(
  graph: GraphBuilder,
  init: Conv2dOperatorInit,
  { input, filter }: GraphNode['inputs'],
  outputGradient: Value,
  isNeeded: (input: string) => boolean,
) {
  const { inputLayout = 'nchw', bias, residual, activation, ...rest } = init;
  const plain = { ...rest, inputLayout };
  const channelAxis = inputLayout.indexOf('c');
  const axes = [0, 1, 2, 3].filter((axis) => axis !== channelAxis);
  return {
    input: isNeeded('input')
      ? graph.add('conv2dInputGradient', plain, { outputGradient, filter })
      : undefined,
    filter: isNeeded('filter')
      ? graph.add('conv2dFilterGradient', plain, { input, outputGradient })
      : undefined,
    bias: isNeeded('bias') ? graph.reduce(outputGradient, { reduction: 'sum', axes }) : undefined,
  };
}

/** A fully connected layer is a 1×1 convolution of a row of pixels, and so are its gradients. */
function linearGradients(
  graph: GraphBuilder,
  { init, inputs }: GraphNode,
  outputGradient: Value,
  isNeeded: (input: string) => boolean,
) {
  const { weightLayout = 'oi' } = init as LinearInit;
  const asRow = (value: Value) => {
    const features = value.shape.at(-1) as number;
    return graph.reshape(value, [1, 1, elementCount(value.shape) / features, features]);
  };
  const input = asRow(inputs.input);
  const weight = inputs.filter;
  const filter = graph.reshape(
    weight,
    weightLayout === 'oi' ? [...weight.shape, 1, 1] : [1, 1, ...weight.shape],
  );
  const convolution = {
    inputShape: input.shape,
    filterShape: filter.shape,
    inputLayout: 'nhwc',
    filterLayout: weightLayout === 'oi' ? 'oihw' : 'hwio',
  } as const;
  const found = convolutionGradients(graph, convolution, { input, filter }, asRow(outputGradient), isNeeded);
  return {
    input: found.input && graph.reshape(found.input, inputs.input.shape),
    filter: found.filter && graph.reshape(found.filter, weight.shape),
    bias: found.bias,
  };
}

function poolGradient(pooling: Pooling): GradientRule {
  return (graph, { init, inputs: { input } }, outputGradient) => ({
    input: graph.add('pool2dGradient', { ...(init as Pool2dInit), pooling }, { input, outputGradient }),
  });
}

function binaryGradients(
  graph: GraphBuilder,
  { init, inputs: { a, b } }: GraphNode,
  outputGradient: Value,
  isNeeded: (input: string) => boolean,
) {
  const { combination, scale = 1 } = init as BinaryInit;
  if (scale !== 1 || !['add', 'sub', 'mul'].includes(combination)) {
    throw new UnsupportedError(`no gradient for ${combination}${scale === 1 ? '' : ' with a scale'}`);
  }
  const times = (value: Value, factor: Value) => graph.binary('mul', value, factor);
  const minusOne = () => graph.constant([-1], [1]);
  const toward = {
    a: () => (combination === 'mul' ? times(outputGradient, b) : outputGradient),
    b: () => {
      if (combination === 'mul') return times(outputGradient, a);
      return combination === 'sub' ? times(outputGradient, minusOne()) : outputGradient;
    },
  };
  return {
    a: isNeeded('a') ? sumTo(graph, toward.a(), a.shape) : undefined,
    b: isNeeded('b') ? sumTo(graph, toward.b(), b.shape) : undefined,
  };
}

/** Sums over the axes along which a value of shape `shape` had been broadcast. */
function sumTo(graph: GraphBuilder, value: Value, shape: readonly number[]): Value {
  const missing = value.shape.length - shape.length;
  const axes = value.shape.flatMap((size, axis) =>
    size !== (shape[axis - missing] ?? 1) || axis < missing ? [axis] : [],
  );
  if (axes.length === 0) return value;
  return graph.reshape(graph.reduce(value, { reduction: 'sum', axes }), shape);
}

function concatGradients(
  graph: GraphBuilder,
  { init, inputs }: GraphNode,
  outputGradient: Value,
  isNeeded: (input: string) => boolean,
) {
  const { axis } = init as ConcatInit;
  let start = 0;
  const slices = Object.entries(inputs).map(([name, { shape }]) => {
    const starts = shape.map((_, at) => (at === axis ? start : 0));
    start += shape[axis];
    return [name, isNeeded(name) ? graph.slice(outputGradient, starts, shape) : undefined] as const;
  });
  return Object.fromEntries(slices);
}
