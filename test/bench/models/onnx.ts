import type { GraphNode, ModelInit, Value } from 'webgpu-conv/nn';
import {
  type Attribute,
  floats,
  integers,
  type NodeInit,
  onnxFile,
} from '../../unit/nn-readers-onnx-file.ts';
import { permute } from '../peers/permute.ts';

type Writer = (context: Context, node: GraphNode, init: Init) => void;

/** The options that {@link WRITERS} look at; whatever else a node has would be lost, so they are few and checked. */
interface Init {
  readonly inputLayout?: 'nchw' | 'nhwc';
  readonly filterLayout?: string;
  readonly padding?: number | readonly number[] | string;
  readonly paddingMode?: string;
  readonly strides?: number | readonly number[];
  readonly dilations?: number | readonly number[];
  readonly groups?: number;
  readonly activation?: string | { type: string; slope?: number };
  readonly combination?: string;
  readonly scale?: number;
  readonly axis?: number;
  readonly windowDimensions?: number | readonly number[];
  readonly sizes?: readonly number[];
  readonly mode?: string;
  readonly coordinates?: string;
  readonly rounding?: string;
  readonly blockSize?: number;
}

/** A file being written: values are NCHW in it, whatever they are in the graph. */
interface Context {
  readonly isNhwc: boolean;
  readonly nodes: NodeInit[];
  readonly weights: Record<string, Uint8Array>;
}

const TO_NCHW = [0, 3, 1, 2] as const;

/** A graph as an ONNX file with inputs and outputs in NCHW: the same operators and weights, for peers that read it. */
export function onnxModel({ nodes, outputs }: ModelInit): { file: Uint8Array; isNhwc: boolean } {
  const isNhwc = nodes.some(({ init }) => (init as Init).inputLayout === 'nhwc');
  const context: Context = { isNhwc, nodes: [], weights: {} };
  for (const node of nodes) {
    const write = WRITERS[node.kind];
    if (!write) throw new Error(`no ONNX for ${node.kind}`);
    write(context, node, node.init as Init);
  }
  const given = nodes
    .flatMap((node) => Object.values(node.inputs))
    .filter(({ source }) => source.type === 'input');
  const inputs = Object.fromEntries(
    given.map(({ name, shape }) => [name, isNhwc ? TO_NCHW.map((axis) => shape[axis]) : [...shape]]),
  );
  const file = onnxFile({
    nodes: context.nodes,
    inputs,
    outputs: Object.values(outputs).map(({ name }) => name),
    weights: context.weights,
  });
  return { file, isNhwc };
}

const WRITERS: Readonly<Record<string, Writer>> = {
  conv2d(context, node, init) {
    const { input, filter, bias } = node.inputs;
    const layout = init.filterLayout ?? 'oihw';
    const [o, i, h, w] = [...'oihw'].map((axis) => layout.indexOf(axis));
    const weights = permute(dataOf(filter), filter.shape, [o, i, h, w]);
    const [name, biasName] = [`${node.name}:filter`, `${node.name}:bias`];
    context.weights[name] = floats(weights.shape, weights.data);
    if (bias) context.weights[biasName] = floats([...bias.shape], dataOf(bias));
    const [from, pads] = padded(context, node, init);
    put(context, node, 'Conv', [from ?? input.name, name, ...(bias ? [biasName] : [])], {
      kernel_shape: { ints: weights.shape.slice(2) },
      strides: { ints: pair(init.strides) },
      dilations: { ints: pair(init.dilations) },
      group: { i: init.groups ?? 1 },
      ...pads,
    });
  },
  activation(context, node, { activation }) {
    const { type, slope = 0.01 } = typeof activation === 'string' ? { type: activation } : activation!;
    const { name } = node.inputs.input;
    if (type === 'relu') put(context, node, 'Relu', [name]);
    else if (type === 'leaky-relu') put(context, node, 'LeakyRelu', [name], { alpha: { f: slope } });
    else throw new Error(`no ONNX for ${type}`);
  },
  binary(context, node, { combination, scale = 1 }) {
    const operators: Record<string, string> = { add: 'Add', sub: 'Sub', mul: 'Mul' };
    const [a, b] = [node.inputs.a, node.inputs.b].map((value) => operand(context, value));
    const output = Object.values(node.outputs)[0].name;
    const combined = scale === 1 ? output : `${output}:unscaled`;
    context.nodes.push({ op: operators[combination!], inputs: [a, b], outputs: [combined] });
    if (scale === 1) return;
    context.weights[`${node.name}:scale`] = floats([1], [scale]);
    context.nodes.push({ op: 'Mul', inputs: [combined, `${node.name}:scale`], outputs: [output] });
  },
  concat(context, node, { axis }) {
    const place = context.isNhwc ? (TO_NCHW as readonly number[]).indexOf(axis!) : axis!;
    const names = Object.values(node.inputs).map(({ name }) => name);
    put(context, node, 'Concat', names, { axis: { i: place } });
  },
  maxPool2d(context, node, init) {
    const [, pads] = padded(context, node, init);
    put(context, node, 'MaxPool', [node.inputs.input.name], {
      kernel_shape: { ints: pair(init.windowDimensions) },
      strides: { ints: pair(init.strides) },
      ...pads,
    });
  },
  pixelShuffle(context, node, { blockSize, mode = 'crd' }) {
    const attributes = { blocksize: { i: blockSize! }, mode: { s: mode.toUpperCase() } };
    put(context, node, 'DepthToSpace', [node.inputs.input.name], attributes);
  },
  resize2d(context, node, { sizes, mode, coordinates, rounding }) {
    if (mode !== 'nearest-neighbor' || coordinates !== 'asymmetric' || rounding !== 'floor')
      throw new Error('no ONNX for this resize');
    const { shape } = node.inputs.input;
    const [n, c] = context.isNhwc ? [shape[0], shape[3]] : shape;
    context.weights[`${node.name}:sizes`] = integers(n, c, ...sizes!);
    put(context, node, 'Resize', [node.inputs.input.name, '', '', `${node.name}:sizes`], {
      mode: { s: 'nearest' },
      coordinate_transformation_mode: { s: 'asymmetric' },
      nearest_mode: { s: 'floor' },
    });
  },
};

/** The padding as attributes, or as an operator before the node where the border is not of zeros: then also its output. */
function padded(
  context: Context,
  node: GraphNode,
  { padding = 0, paddingMode }: Init,
): [string | undefined, Record<string, Attribute>] {
  if (padding === 'same') return [undefined, { auto_pad: { s: 'SAME_UPPER' } }];
  if (typeof padding === 'string' && padding !== 'valid') throw new Error(`no ONNX for padding ${padding}`);
  const sides = padding === 'valid' ? 0 : (padding as number | readonly number[]);
  const [top, bottom, left, right] =
    typeof sides === 'number'
      ? [sides, sides, sides, sides]
      : sides.length === 2
        ? [sides[0], sides[0], sides[1], sides[1]]
        : sides;
  if (paddingMode === undefined) return [undefined, { pads: { ints: [top, left, bottom, right] } }];
  if (paddingMode !== 'replicate') throw new Error(`no ONNX for a border that is ${paddingMode}`);
  const [output, pads] = [`${node.name}:padded`, `${node.name}:pads`];
  context.weights[pads] = integers(0, 0, top, left, 0, 0, bottom, right);
  const inputs = [node.inputs.input.name, pads];
  context.nodes.push({ op: 'Pad', inputs, outputs: [output], attributes: { mode: { s: 'edge' } } });
  return [output, {}];
}

/** An operand's name; a constant is written with its channels where NCHW has them. */
function operand(context: Context, value: Value): string {
  if (value.source.type !== 'constant') return value.name;
  const shape = context.isNhwc && value.shape.length === 1 ? [...value.shape, 1, 1] : [...value.shape];
  context.weights[value.name] = floats(shape, dataOf(value));
  return value.name;
}

function put(
  { nodes }: Context,
  node: GraphNode,
  op: string,
  inputs: string[],
  attributes?: Record<string, Attribute>,
): void {
  nodes.push({ op, inputs, outputs: [Object.values(node.outputs)[0].name], attributes });
}

function pair(value: number | readonly number[] = 1): number[] {
  return typeof value === 'number' ? [value, value] : [...value];
}

function dataOf({ source, name }: Value): ArrayLike<number> {
  if (source.type === 'view') return dataOf(source.of);
  if (source.type === 'constant') return source.data;
  throw new Error(`${name} is no constant`);
}
