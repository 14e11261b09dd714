import type { Conv2dOperatorInit, LinearInit } from '../operators/convolution.ts';
import type { ActivationInit, BinaryInit } from '../operators/elementwise.ts';
import type { Pool2dInit, Pooling } from '../operators/nn_pool2d.ts';
import { elementCount } from '../operators/operator.ts';
import type { OperatorKind } from '../operators/operators.ts';
import type { ConcatInit } from '../operators/rearrange.ts';
import { checkAxis } from '../problem/validate.ts';
import type { GraphBuilder } from './builder.ts';
import { transposedGradients } from './transposed_gradient.ts';
import { type GraphNode, hasActivation, type Value } from './value.ts';

/** Derives the gradients of a node's inputs from the gradient of its output. */
interface GradientRule {
  /** The part of the node that has no gradient, if any. */
  refusal?(node: GraphNode): string | undefined;
  /** Adds the gradients, by the inputs' names. Does not throw if {@link refusal} returned undefined. */
  write(
    graph: GraphBuilder,
    node: GraphNode,
    outputGradient: Value,
    isNeeded: (input: string) => boolean,
  ): Readonly<Record<string, Value | undefined>>;
}

/** The part of a node that has no gradient, if any. */
export function refusalOf(node: GraphNode): string | undefined {
  const rule = GRADIENT_RULES[node.kind];
  return rule ? rule.refusal?.(node) : node.kind;
}

/** Every operator that has gradients. */
export const GRADIENT_RULES: Partial<Record<OperatorKind, GradientRule>> = {
  conv2d: {
    refusal: ownActivation,
    write: (graph, { init, inputs }, outputGradient, isNeeded) =>
      convolutionGradients(graph, init as Conv2dOperatorInit, inputs, outputGradient, isNeeded),
  },
  convTranspose2d: { refusal: ownActivation, write: transposedGradients },
  linear: { refusal: ownActivation, write: linearGradients },
  activation: {
    write: (graph, { init, inputs: { input } }, outputGradient) => ({
      input: graph.add('activationGradient', init as ActivationInit, { input, outputGradient }),
    }),
  },
  maxPool2d: poolGradient('max'),
  averagePool2d: poolGradient('average'),
  l2Pool2d: poolGradient('l2'),
  binary: { refusal: binaryRefusal, write: binaryGradients },
  concat: { write: concatGradients },
};

/**
 * The gradient of an activation needs the activation's input. If the activation is fused, no buffer holds that input.
 */
function ownActivation(node: GraphNode): string | undefined {
  return hasActivation(node) ? `${node.operator.kind} with an activation of its own` : undefined;
}

function convolutionGradients(
  graph: GraphBuilder,
  init: Conv2dOperatorInit,
  { input, filter }: GraphNode['inputs'],
  outputGradient: Value,
  isNeeded: (input: string) => boolean,
) {
  const { inputLayout = 'nchw', hasBias, hasResidual, activation, ...rest } = init;
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
    residual: isNeeded('residual') ? outputGradient : undefined,
  };
}

/** The gradients of a fully connected layer, computed as those of a 1×1 convolution of a row of pixels. */
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
  const { weight } = inputs;
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
  const isOperandNeeded = (operand: string) => isNeeded(operand === 'filter' ? 'weight' : operand);
  const operands = { input, filter };
  const found = convolutionGradients(graph, convolution, operands, asRow(outputGradient), isOperandNeeded);
  return {
    input: found.input && graph.reshape(found.input, inputs.input.shape),
    weight: found.filter && graph.reshape(found.filter, weight.shape),
    bias: found.bias,
  };
}

function poolGradient(pooling: Pooling): GradientRule {
  return {
    write: (graph, { init, inputs: { input } }, outputGradient) => ({
      input: graph.add('pool2dGradient', { ...(init as Pool2dInit), pooling }, { input, outputGradient }),
    }),
  };
}

function binaryRefusal(node: GraphNode): string | undefined {
  const { combination, scale = 1 } = node.init as BinaryInit;
  if (!['add', 'sub', 'mul'].includes(combination)) return combination;
  return scale === 1 ? ownActivation(node) : `${combination} with a scale`;
}

function binaryGradients(
  graph: GraphBuilder,
  { init, inputs: { a, b } }: GraphNode,
  outputGradient: Value,
  isNeeded: (input: string) => boolean,
) {
  const { combination } = init as BinaryInit;
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

/** Sums over the axes along which `shape` was broadcast to the value's shape. */
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
  const axis = checkAxis('axis', (init as ConcatInit).axis, outputGradient.shape.length);
  let start = 0;
  const slices = Object.entries(inputs).map(([name, { shape }]) => {
    const starts = shape.map((_, at) => (at === axis ? start : 0));
    start += shape[axis];
    return [name, isNeeded(name) ? graph.slice(outputGradient, starts, shape) : undefined] as const;
  });
  return Object.fromEntries(slices);
}
