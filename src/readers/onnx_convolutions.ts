import { type Converter, constantOf, operandOf, optionalOperand } from './graph_call.ts';
import { missing } from './model_writer.ts';
import { flag, integer, integers, type OnnxCall, padding, padding2d, pair, real } from './onnx_attributes.ts';

/** Number of a filter's axes besides channels. */
function spatialAxes(call: OnnxCall, shape: readonly number[]): number {
  const count = shape.length - 2;
  return count === 1 || count === 2 ? count : missing(`${call.operator} along ${count} axes`);
}

export const conv: Converter<OnnxCall> = (writer, call) => {
  const filter = constantOf(writer, call, 1, 'filter');
  const operands = { input: operandOf(call, 0), filter, bias: optionalOperand(call, 2) };
  const groups = integer(call, 'group', 1, 1);
  if (spatialAxes(call, filter.shape) === 2) {
    const init = {
      padding: padding2d(call),
      strides: pair(call, 'strides'),
      dilations: pair(call, 'dilations'),
      groups,
      inputLayout: 'nchw',
      filterLayout: 'oihw',
    } as const;
    writer.add(call, 'conv2d', init, operands);
    return;
  }
  const sides = padding(call, 1);
  const init = {
    padding: typeof sides === 'string' ? sides : ([sides[0], sides[1]] as const),
    strides: (integers(call, 'strides', 1, 1) ?? [1])[0],
    dilations: (integers(call, 'dilations', 1, 1) ?? [1])[0],
    groups,
    inputLayout: 'ncw',
    filterLayout: 'oiw',
  } as const;
  writer.add(call, 'conv1d', init, operands);
};

export const convTranspose: Converter<OnnxCall> = (writer, call) => {
  const filter = constantOf(writer, call, 1, 'filter');
  if (spatialAxes(call, filter.shape) !== 2) missing('ConvTranspose along 1 axes');
  const outputSizes = integers(call, 'output_shape', 1, 2);
  const sides = padding2d(call);
  const init = {
    // ONNX derives the padding from given sizes: an odd remainder goes to the start, except with SAME_UPPER
    padding: outputSizes && sides !== 'same' ? 'same-lower' : sides,
    strides: pair(call, 'strides'),
    dilations: pair(call, 'dilations'),
    groups: integer(call, 'group', 1, 1),
    outputPadding: (integers(call, 'output_padding', 0, 2) ?? [0, 0]) as [number, number],
    ...(outputSizes ? { outputSizes: outputSizes as [number, number] } : {}),
    inputLayout: 'nchw',
    filterLayout: 'iohw',
  } as const;
  const operands = { input: operandOf(call, 0), filter, bias: optionalOperand(call, 2) };
  writer.add(call, 'convTranspose2d', init, operands);
};

/** `A · B + C`, with B constant. */
export const gemm: Converter<OnnxCall> = (writer, call) => {
  if (flag(call, 'transA')) missing('Gemm with transA');
  if (real(call, 'alpha', 1) !== 1 || real(call, 'beta', 1) !== 1) missing('Gemm with alpha or beta');
  const weight = constantOf(writer, call, 1, 'B');
  if (weight.shape.length !== 2) call.place.fail('B with 2 axes');
  const isTransposed = flag(call, 'transB');
  const outFeatures = weight.shape[isTransposed ? 0 : 1];
  const init = { weightLayout: isTransposed ? 'oi' : 'io' } as const;
  const c = optionalOperand(call, 2);
  const bias = writer.constant(c);
  const isRow = bias !== undefined && bias.data.length === outFeatures && bias.shape.at(-1) === outFeatures;
  if (c === undefined || (isRow && bias.shape.length <= 2)) {
    const row = bias && { ...bias, shape: [outFeatures] };
    writer.add(call, 'linear', init, { input: operandOf(call, 0), weight, bias: row });
    return;
  }
  const product = `${call.output}/product`;
  writer.add({ ...call, output: product }, 'linear', init, { input: operandOf(call, 0), weight });
  writer.add(call, 'binary', { combination: 'add' }, { a: product, b: c });
};

export const matMul: Converter<OnnxCall> = (writer, call) => {
  const weight = constantOf(writer, call, 1, 'second operand');
  if (weight.shape.length !== 2) missing(`MatMul with a second operand of ${weight.shape.length} axes`);
  writer.add(call, 'linear', { weightLayout: 'io' }, { input: operandOf(call, 0), weight });
};

export const pool2d =
  (kind: 'maxPool2d' | 'averagePool2d' | 'l2Pool2d'): Converter<OnnxCall> =>
  (writer, call) => {
    const window = integers(call, 'kernel_shape', 1) ?? call.place.fail('a kernel_shape');
    if (window.length !== 2) missing(`${call.operator} along ${window.length} axes`);
    if (kind === 'l2Pool2d' && integer(call, 'p', 2) !== 2) missing(`${call.operator} with p other than 2`);
    const init = {
      windowDimensions: [window[0], window[1]],
      strides: pair(call, 'strides'),
      dilations: pair(call, 'dilations'),
      padding: padding2d(call),
      outputShapeRounding: flag(call, 'ceil_mode') ? 'ceil' : 'floor',
      inputLayout: 'nchw',
      ...(kind === 'averagePool2d' ? { countIncludePad: flag(call, 'count_include_pad') } : {}),
    } as const;
    writer.add(call, kind, init, { input: operandOf(call, 0) });
  };

export const globalPool2d =
  (kind: 'maxPool2d' | 'averagePool2d' | 'l2Pool2d'): Converter<OnnxCall> =>
  (writer, call) => {
    if (kind === 'l2Pool2d' && integer(call, 'p', 2) !== 2) missing(`${call.operator} with p other than 2`);
    writer.add(call, kind, { inputLayout: 'nchw' }, { input: operandOf(call, 0) });
  };

export const batchNormalization: Converter<OnnxCall> = (writer, call) => {
  if (flag(call, 'training_mode')) missing('BatchNormalization in training');
  const [input, scale, bias, mean, variance] = [0, 1, 2, 3, 4].map((index) => operandOf(call, index));
  const init = { epsilon: real(call, 'epsilon', 1e-5), inputLayout: 'nchw' } as const;
  writer.add(call, 'batchNormalization', init, { input, scale, bias, mean, variance });
};

export const instanceNormalization: Converter<OnnxCall> = (writer, call) => {
  const [input, scale, bias] = [0, 1, 2].map((index) => operandOf(call, index));
  const init = { epsilon: real(call, 'epsilon', 1e-5), inputLayout: 'nchw' } as const;
  writer.add(call, 'instanceNormalization', init, { input, scale, bias });
};
