import type { OptionsOf } from '../operators/options.ts';
import type { Activation } from '../problem/options.ts';
import {
  activation,
  binary,
  type Converter,
  chain,
  constantOf,
  type GraphCall,
  identity,
  integersOf,
  numbersOf,
  operandOf,
  operandsOf,
} from './graph_call.ts';
import { addConcat, type ModelWriter, missing, type Operand } from './model_writer.ts';
import { flag, integer, integers, layoutOf, paddingOf, real, spatial, text, texts } from './tf_attributes.ts';

/** TensorFlow's default. */
const LEAKY_SLOPE = 0.2;

const leakyRelu = (call: GraphCall, name: string): Activation => ({
  type: 'leaky-relu',
  slope: real(call, name, LEAKY_SLOPE),
});

const FUSED_ACTIVATIONS: ReadonlyMap<string, (call: GraphCall) => Activation> = new Map([
  ['Relu', (): Activation => 'relu'],
  ['Relu6', (): Activation => 'relu6'],
  ['Elu', (): Activation => 'elu'],
  ['Sigmoid', (): Activation => 'sigmoid'],
  ['Tanh', (): Activation => 'tanh'],
  ['LeakyRelu', (call: GraphCall) => leakyRelu(call, 'leakyrelu_alpha')],
]);

/** Adds a convolution or product with its fused operators: a bias, then an activation. */
function addFused<Kind extends 'conv2d' | 'linear'>(
  writer: ModelWriter,
  call: GraphCall,
  kind: Kind,
  init: OptionsOf<Kind>,
  operands: Readonly<Record<string, Operand>>,
): void {
  const fused = texts(call, 'fused_ops');
  const hasBias = fused[0] === 'BiasAdd';
  const after = hasBias ? fused.slice(1) : fused;
  const all = hasBias ? { ...operands, bias: operandOf(call, 2) } : operands;
  const own = after.length === 1 ? FUSED_ACTIVATIONS.get(after[0])?.(call) : undefined;
  if (own) writer.add(call, kind, { ...init, activation: own }, all);
  else if (after.length === 0) writer.add(call, kind, init, all);
  else if (after.length === 1 && after[0] === 'Prelu') {
    const before = `${call.output}/linear`;
    writer.add({ ...call, output: before }, kind, init, all);
    const slope = operandOf(call, hasBias ? 3 : 2);
    writer.add(call, 'binary', { combination: 'prelu' }, { a: before, b: slope });
  } else missing(`${call.operator} with ${fused.join(' and ')}`);
}

const conv2d: Converter = (writer, call) => {
  const inputLayout = layoutOf(call);
  const init = {
    padding: paddingOf(call, inputLayout),
    strides: spatial(call, 'strides', inputLayout),
    dilations: spatial(call, 'dilations', inputLayout),
    inputLayout,
    filterLayout: 'hwio',
  } as const;
  addFused(writer, call, 'conv2d', init, { input: operandOf(call, 0), filter: operandOf(call, 1) });
};

const depthwiseConv2d: Converter = (writer, call) => {
  const inputLayout = layoutOf(call);
  const stored = constantOf(writer, call, 1, 'filter');
  if (stored.shape.length !== 4) call.place.fail('a filter with 4 axes');
  const [height, width, groups, multiplier] = stored.shape;
  const init = {
    padding: paddingOf(call, inputLayout),
    strides: spatial(call, 'strides', inputLayout),
    dilations: spatial(call, 'dilations', inputLayout),
    groups,
    inputLayout,
    filterLayout: 'hwio',
  } as const;
  const filter = { ...stored, shape: [height, width, 1, groups * multiplier] };
  addFused(writer, call, 'conv2d', init, { input: operandOf(call, 0), filter });
};

/** Conv2DBackpropInput: a transposed convolution with operands `output_shape, filter, input`. */
const convTranspose2d: Converter = (writer, call) => {
  const inputLayout = layoutOf(call);
  const sizes = integersOf(writer, call, 0, 'output shape', 1, 4);
  const init = {
    padding: paddingOf(call, inputLayout),
    strides: spatial(call, 'strides', inputLayout),
    dilations: spatial(call, 'dilations', inputLayout),
    outputSizes: [sizes[inputLayout.indexOf('h')], sizes[inputLayout.indexOf('w')]],
    inputLayout,
    filterLayout: 'hwoi',
  } as const;
  const operands = { input: operandOf(call, 2), filter: operandOf(call, 1) };
  writer.add(call, 'convTranspose2d', init, operands);
};

const matMul: Converter = (writer, call) => {
  if (flag(call, 'transpose_a')) missing(`${call.operator} with transpose_a`);
  const weight = constantOf(writer, call, 1, 'weight');
  if (weight.shape.length !== 2) call.place.fail('a weight with 2 axes');
  const weightLayout = flag(call, 'transpose_b') ? 'oi' : 'io';
  addFused(writer, call, 'linear', { weightLayout }, { input: operandOf(call, 0), weight });
};

const pool2d =
  (kind: 'maxPool2d' | 'averagePool2d'): Converter =>
  (writer, call) => {
    const inputLayout = layoutOf(call);
    const init = {
      windowDimensions: spatial(call, 'ksize', inputLayout),
      strides: spatial(call, 'strides', inputLayout),
      padding: paddingOf(call, inputLayout),
      inputLayout,
    };
    writer.add(call, kind, init, { input: operandOf(call, 0) });
  };

const biasAdd: Converter = (writer, call) => {
  if (layoutOf(call) !== 'nhwc') missing("BiasAdd with data_format 'NCHW'");
  binary('add')(writer, call);
};

const batchNormalization: Converter = (writer, call) => {
  if (flag(call, 'is_training')) missing(`${call.operator} in training`);
  const [input, scale, bias, mean, variance] = [0, 1, 2, 3, 4].map((index) => operandOf(call, index));
  const init = { epsilon: real(call, 'epsilon', 1e-4), inputLayout: layoutOf(call) };
  writer.add(call, 'batchNormalization', init, { input, scale, bias, mean, variance });
};

const reduce =
  (reduction: 'sum' | 'mean'): Converter =>
  (writer, call) => {
    const axes = integersOf(writer, call, 1, 'axis', -8);
    const init = { reduction, axes, keepDimensions: flag(call, 'keep_dims') };
    writer.add(call, 'reduce', init, { input: operandOf(call, 0) });
  };

const reshape: Converter = (writer, call) => {
  const shape = integersOf(writer, call, 1, 'shape', -1);
  if (shape.includes(0)) call.place.fail('a shape without 0');
  writer.add(call, 'reshape', { shape }, { input: operandOf(call, 0) });
};

const concat: Converter = (writer, call) => {
  const last = call.inputs.length - 1;
  const [axis] = integersOf(writer, call, last, 'axis', -8, 1);
  addConcat(writer, call, axis, operandsOf(call).slice(0, last));
};

/** Adds a padding. The operand `paddings` has a row `[before, after]` per axis. */
function addPad(
  writer: ModelWriter,
  call: GraphCall,
  rest: { mode?: 'reflect' | 'symmetric'; value?: number },
) {
  const paddings = integersOf(writer, call, 1, 'padding', 0);
  const side = (end: number) => paddings.filter((_, index) => index % 2 === end);
  writer.add(call, 'pad', { before: side(0), after: side(1), ...rest }, { input: operandOf(call, 0) });
}

const mirrorPad: Converter = (writer, call) => {
  addPad(writer, call, { mode: text(call, 'mode', 'REFLECT') === 'REFLECT' ? 'reflect' : 'symmetric' });
};

const resize =
  (mode: 'nearest-neighbor' | 'linear'): Converter =>
  (writer, call) => {
    const [height, width] = integersOf(writer, call, 1, 'size', 1, 2);
    const isAligned = flag(call, 'align_corners');
    const isHalf = flag(call, 'half_pixel_centers');
    const init = {
      sizes: [height, width],
      mode,
      coordinates: isAligned ? 'align-corners' : isHalf ? 'half-pixel' : 'asymmetric',
      // TensorFlow reads floor((i + ½) · scale) or round(i · scale): the nearest neighbor, with halves rounded up
      rounding: isAligned || isHalf ? 'round-prefer-ceil' : 'floor',
      inputLayout: 'nhwc',
    } as const;
    writer.add(call, 'resize2d', init, { input: operandOf(call, 0) });
  };

const depthToSpace: Converter = (writer, call) => {
  const blockSize = integer(call, 'block_size', 1);
  const init = { blockSize, mode: 'dcr', inputLayout: layoutOf(call) } as const;
  writer.add(call, 'pixelShuffle', init, { input: operandOf(call, 0) });
};

const squeeze: Converter = (writer, call) => {
  const axes = integers(call, 'squeeze_dims', -8);
  writer.add(call, 'squeeze', axes.length > 0 ? { axes } : {}, { input: operandOf(call, 0) });
};

const expandDims: Converter = (writer, call) => {
  const axes = integersOf(writer, call, 1, 'axis', -8);
  writer.add(call, 'unsqueeze', { axes }, { input: operandOf(call, 0) });
};

const transpose: Converter = (writer, call) => {
  const permutation = integersOf(writer, call, 1, 'permutation', 0);
  writer.add(call, 'transpose', { permutation }, { input: operandOf(call, 0) });
};

const OPERATORS: ReadonlyMap<string, Converter> = new Map([
  ['Conv2D', conv2d],
  ['_FusedConv2D', conv2d],
  ['DepthwiseConv2dNative', depthwiseConv2d],
  ['FusedDepthwiseConv2dNative', depthwiseConv2d],
  ['Conv2DBackpropInput', convTranspose2d],
  ['MatMul', matMul],
  ['_FusedMatMul', matMul],
  ['MaxPool', pool2d('maxPool2d')],
  ['AvgPool', pool2d('averagePool2d')],
  ['BiasAdd', biasAdd],
  ['Add', binary('add')],
  ['AddV2', binary('add')],
  ['AddN', chain('add')],
  ['Sub', binary('sub')],
  ['Mul', binary('mul')],
  ['Div', binary('div')],
  ['RealDiv', binary('div')],
  ['Maximum', binary('max')],
  ['Minimum', binary('min')],
  ['Relu', activation('relu')],
  ['Relu6', activation('relu6')],
  ['Elu', activation('elu')],
  ['Sigmoid', activation('sigmoid')],
  ['Tanh', activation('tanh')],
  ['LeakyRelu', activation((call) => leakyRelu(call, 'alpha'))],
  ['Prelu', binary('prelu')],
  ['Softmax', (writer, call) => writer.add(call, 'softmax', { axis: -1 }, { input: operandOf(call, 0) })],
  ['FusedBatchNorm', batchNormalization],
  ['FusedBatchNormV2', batchNormalization],
  ['FusedBatchNormV3', batchNormalization],
  ['Mean', reduce('mean')],
  ['Sum', reduce('sum')],
  ['Reshape', reshape],
  ['ConcatV2', concat],
  ['Pad', (writer, call) => addPad(writer, call, {})],
  ['PadV2', (writer, call) => addPad(writer, call, { value: numbersOf(writer, call, 2, 'value')[0] })],
  ['MirrorPad', mirrorPad],
  ['ResizeBilinear', resize('linear')],
  ['ResizeNearestNeighbor', resize('nearest-neighbor')],
  ['DepthToSpace', depthToSpace],
  ['Squeeze', squeeze],
  ['ExpandDims', expandDims],
  ['Transpose', transpose],
  ['Identity', identity],
  ['StopGradient', identity],
]);

/** Writes an operator of TensorFlow as operators of this library. */
export function writeTfOperator(writer: ModelWriter, call: GraphCall): void {
  const convert = OPERATORS.get(call.operator) ?? missing(call.operator);
  convert(writer, call);
}
