import { InvalidArgumentError, UnsupportedError } from '../errors.ts';
import type { Combination } from '../operators/nn_map.ts';
import { elementCount } from '../operators/operator.ts';
import { readInputShape } from '../problem/layouts.ts';
import type { Accuracy, InputLayout } from '../problem/options.ts';
import type {
  ModelDescription,
  ModelInput,
  ModelNode,
  ModelWeight,
  OperatorAttributes,
  OperatorType,
} from '../readers/description.ts';
import { GraphBuilder } from './builder.ts';
import type { ModelInit } from './model.ts';
import type { Value } from './value.ts';

type Operands = Readonly<Record<string, Value>>;

/** How a node of a description is written down. */
type Writers = {
  readonly [Type in OperatorType]: (
    graph: GraphBuilder,
    attributes: OperatorAttributes[Type],
    operands: Operands,
    name: string,
  ) => Value;
};

/** Options of {@link graphOf}. */
export interface GraphOptions {
  /** Sizes of inputs by name; needed where the file leaves one open (a batch left open is 1). */
  readonly inputShapes?: Readonly<Record<string, readonly number[]>>;
  /**
   * What convolutions may round. `'strict'` makes every pixel independent of where in the picture it lies, to the last
   * bit, so that tiles agree with each other; it forgoes Winograd's speed. Default `'default'`.
   */
  readonly accuracy?: Accuracy;
}

/**
 * Writes down a network that one of the readers read, for `createModel()`.
 * @throws InvalidArgumentError where shapes do not fit.
 */
export function graphOf(description: ModelDescription, options: GraphOptions = {}): ModelInit {
  const { inputShapes = {}, accuracy } = options;
  const graph = new GraphBuilder({ accuracy });
  const values = new Map(
    description.inputs.map((input) => [
      input.name,
      graph.input(input.name, shapeOf(input, inputShapes[input.name])),
    ]),
  );
  const constants = new Map<Float32Array, Value>();
  const constant = ({ data, shape }: ModelWeight, name: string): Value => {
    const known = constants.get(data);
    if (known) return known.shape.join() === shape.join() ? known : graph.reshape(known, shape);
    const made = graph.constant(data, shape.length > 0 ? shape : [1], name);
    constants.set(data, made);
    return made;
  };
  for (const node of description.nodes) {
    const operands: Record<string, Value> = {};
    for (const [operand, value] of Object.entries(node.inputs))
      operands[operand] = values.get(value) as Value;
    for (const [operand, weight] of Object.entries(node.weights)) {
      operands[operand] = constant(weight, `${node.name}/${operand}`);
    }
    values.set(node.output, writeNode(graph, node, operands));
  }
  const outputs = description.outputs.map(({ name, value }) => [name, values.get(value) as Value] as const);
  return { nodes: graph.nodes, outputs: Object.fromEntries(outputs) };
}

function writeNode<Type extends OperatorType>(
  graph: GraphBuilder,
  node: ModelNode,
  operands: Operands,
): Value {
  const write = WRITERS[node.type] as Writers[Type];
  return write(graph, node.attributes as OperatorAttributes[Type], operands, node.name);
}

const combined =
  (combination: Combination) =>
  (graph: GraphBuilder, _: unknown, { a, b }: Operands): Value =>
    graph.binary(combination, a, b);

const WRITERS: Writers = {
  conv1d: (graph, attributes, { input, filter, bias }, name) =>
    graph.add(
      'conv1d',
      { ...attributes, inputShape: input.shape, filterShape: filter.shape, bias: bias !== undefined },
      { input, filter, bias },
      name,
    ),
  conv2d: (graph, attributes, { input, filter, bias }, name) =>
    graph.conv2d(input, filter, { ...attributes, bias, name }),
  convTranspose2d: (graph, attributes, { input, filter, bias }, name) => {
    const { outputPadding, outputSizes, ...rest } = attributes;
    const pairs = { outputPadding: pairOf(outputPadding), outputSizes: pairOf(outputSizes) };
    return graph.convTranspose2d(input, filter, { ...rest, ...pairs, bias, name });
  },
  linear: (graph, attributes, { input, weight, bias }, name) =>
    graph.linear(input, weight, { ...attributes, bias, name }),
  maxPool2d: (graph, attributes, { input }) => graph.maxPool2d(input, attributes),
  averagePool2d: (graph, attributes, { input }) => graph.averagePool2d(input, attributes),
  l2Pool2d: (graph, attributes, { input }) => graph.l2Pool2d(input, attributes),
  resize2d: (graph, { sizes, scales, ...rest }, { input }) => {
    const { height, width } = readInputShape(input.shape, rest.inputLayout);
    const [rows, columns] = scales ?? [1, 1];
    return graph.resize2d(input, { ...rest, sizes: sizes ?? [scaled(height, rows), scaled(width, columns)] });
  },
  pixelShuffle: (graph, attributes, { input }) => graph.pixelShuffle(input, attributes),
  add: combined('add'),
  sub: combined('sub'),
  mul: combined('mul'),
  div: combined('div'),
  max: combined('max'),
  min: combined('min'),
  activation: (graph, { activation }, { input }) => graph.activation(input, activation),
  prelu: (graph, _, { input, slope }) => graph.binary('prelu', input, slope),
  softmax: (graph, { axis, throughLast = false }, { input }) => {
    const first = axisOf(axis, input);
    if (!throughLast) return graph.softmax(input, first);
    return graph.reshape(graph.softmax(flattenFrom(graph, input, first), 1), input.shape);
  },
  concat: (graph, { axis }, operands) => {
    const inputs = Object.keys(operands).map((_, index) => operands[`input${index}`]);
    return graph.concat(inputs, axisOf(axis, inputs[0]));
  },
  flatten: (graph, { axis }, { input }) => flattenFrom(graph, input, axisOf(axis, input)),
  reshape: (graph, { shape }, { input }) => graph.reshape(input, filledShape(shape, input)),
  squeeze: (graph, { axes }, { input }) => {
    const dropped = axes?.map((axis) => axisOf(axis, input));
    const isDropped = (size: number, axis: number) => (dropped ? dropped.includes(axis) : size === 1);
    return graph.reshape(
      input,
      input.shape.filter((size, axis) => !isDropped(size, axis)),
    );
  },
  unsqueeze: (graph, { axes }, { input }) => {
    const rank = input.shape.length + axes.length;
    const made = axes.map((axis) => (axis < 0 ? axis + rank : axis));
    const sizes = [...input.shape];
    return graph.reshape(
      input,
      Array.from({ length: rank }, (_, axis) => (made.includes(axis) ? 1 : (sizes.shift() ?? 1))),
    );
  },
  transpose: (graph, { permutation }, { input }) => graph.transpose(input, permutation),
  pad: (graph, { before, after, mode, value }, { input }) => {
    const all = (border: readonly number[]) => [
      ...Array(input.shape.length - border.length).fill(0),
      ...border,
    ];
    const init = { inputShape: input.shape, before: all(before), after: all(after), mode, value };
    return graph.add('pad', init, { input });
  },
  batchNormalization: (graph, attributes, { input, mean, variance, scale, bias }) => {
    const picture = asPicture(graph, input, attributes.inputLayout);
    const output = graph.batchNormalization(picture, { mean, variance, scale, bias }, attributes);
    return picture === input ? output : graph.reshape(output, input.shape);
  },
  instanceNormalization: (graph, attributes, { input, scale, bias }) => {
    const picture = asPicture(graph, input, attributes.inputLayout);
    const output = graph.instanceNormalization(picture, { scale, bias }, attributes);
    return picture === input ? output : graph.reshape(output, input.shape);
  },
  reduce: (graph, { axes, ...rest }, { input }) =>
    graph.reduce(input, { ...rest, axes: axes?.map((axis) => axisOf(axis, input)) }),
};

/** A tensor of another rank as one of four axes whose channels stay what they are. */
function asPicture(graph: GraphBuilder, input: Value, layout: InputLayout): Value {
  const { shape } = input;
  if (shape.length === 4) return input;
  const channelAxis = layout === 'nchw' ? 1 : shape.length - 1;
  const [before, after] = [shape.slice(1, channelAxis), shape.slice(channelAxis + 1)].map(elementCount);
  const channels = shape[channelAxis];
  return graph.reshape(
    input,
    layout === 'nchw' ? [shape[0], channels, 1, after] : [shape[0], 1, before, channels],
  );
}

function flattenFrom(graph: GraphBuilder, input: Value, axis: number): Value {
  return graph.reshape(input, [
    elementCount(input.shape.slice(0, axis)),
    elementCount(input.shape.slice(axis)),
  ]);
}

/** A shape with 0 (as the input) and −1 (what is left) filled in. */
function filledShape(shape: readonly number[], input: Value): number[] {
  const sizes = shape.map((size, axis) => (size === 0 ? input.shape[axis] : size));
  const known = elementCount(sizes.filter((size) => size !== -1));
  return sizes.map((size) => (size === -1 ? elementCount(input.shape) / known : size));
}

/**
 * A size times a scale. ONNX places pixels by the scale, this library by the sizes: the same where the product, in
 * float32 as scales are, is whole.
 */
function scaled(size: number, scale: number): number {
  const product = Math.fround(size * scale);
  if (Number.isInteger(product)) return product;
  throw new UnsupportedError(`resizing ${size} pixels by ${scale} gives no whole size; use sizes`);
}

function axisOf(axis: number, { shape }: Value): number {
  return axis < 0 ? axis + shape.length : axis;
}

function pairOf(pair: number | readonly [number, number] | undefined): readonly [number, number] | undefined {
  return typeof pair === 'number' ? [pair, pair] : pair;
}

function shapeOf({ name, shape }: ModelInput, given: readonly number[] | undefined): readonly number[] {
  const fits =
    given?.length === shape.length && shape.every((size, axis) => size === null || size === given[axis]);
  if (given && !fits) throw new InvalidArgumentError(`inputShapes.${name}`, given, wanted(shape));
  const sizes = given ?? shape.map((size, axis) => size ?? (axis === 0 ? 1 : null));
  if (sizes.some((size) => size === null))
    throw new InvalidArgumentError(`inputShapes.${name}`, given, wanted(shape));
  return sizes as readonly number[];
}

const wanted = (shape: readonly (number | null)[]) => `[${shape.map((size) => size ?? 'any').join(', ')}]`;
