import { activation, binary, type Converter, chain, identity, numbersOf, operandOf } from './graph_call.ts';
import { addHardSigmoid, type ModelWriter, missing } from './model_writer.ts';
import { integer, type OnnxCall, real, text } from './onnx_attributes.ts';
import {
  batchNormalization,
  conv,
  convTranspose,
  gemm,
  globalPool2d,
  instanceNormalization,
  matMul,
  pool2d,
} from './onnx_convolutions.ts';
import {
  concat,
  depthToSpace,
  flatten,
  pad,
  reduce,
  reshape,
  resize,
  softmax,
  squeeze,
  transpose,
  unsqueeze,
} from './onnx_shapes.ts';

type OnnxConverter = Converter<OnnxCall>;

/** The largest float32: ONNX's default bound of Clip. */
const MAX_FLOAT32 = 2 ** 128 - 2 ** 104;

/** `TensorProto.DataType` numbers of the floating-point types. */
const FLOAT_TYPES: readonly number[] = [1, 10, 11, 16];

const clip: OnnxConverter = (writer, call) => {
  const bound = (name: string, index: number, absent: number) =>
    call.inputs[index] ? numbersOf(writer, call, index, name)[0] : real(call, name, absent);
  const min = bound('min', 1, -MAX_FLOAT32);
  const max = bound('max', 2, MAX_FLOAT32);
  writer.add(call, 'activation', { activation: { type: 'clamp', min, max } }, { input: operandOf(call, 0) });
};

const gelu: OnnxConverter = activation((call: OnnxCall) =>
  text(call, 'approximate', 'none') === 'tanh' ? 'gelu-tanh' : 'gelu-erf',
);

/** `min(max(alpha · x + beta, 0), 1)`. */
const hardSigmoid: OnnxConverter = (writer, call) =>
  addHardSigmoid(writer, call, operandOf(call, 0), real(call, 'alpha', 0.2), real(call, 'beta', 0.5));

const cast: OnnxConverter = (writer, call) => {
  const to = integer(call, 'to', 0);
  if (!FLOAT_TYPES.includes(to)) missing(`Cast to element type ${to}`);
  writer.alias(call.output, operandOf(call, 0));
};

const OPERATORS: ReadonlyMap<string, OnnxConverter> = new Map<string, OnnxConverter>([
  ['Conv', conv],
  ['ConvTranspose', convTranspose],
  ['Gemm', gemm],
  ['MatMul', matMul],
  ['MaxPool', pool2d('maxPool2d')],
  ['AveragePool', pool2d('averagePool2d')],
  ['LpPool', pool2d('l2Pool2d')],
  ['GlobalMaxPool', globalPool2d('maxPool2d')],
  ['GlobalAveragePool', globalPool2d('averagePool2d')],
  ['GlobalLpPool', globalPool2d('l2Pool2d')],
  ['BatchNormalization', batchNormalization],
  ['InstanceNormalization', instanceNormalization],
  ['Add', binary('add')],
  ['Sub', binary('sub')],
  ['Mul', binary('mul')],
  ['Div', binary('div')],
  ['Sum', chain('add')],
  ['Max', chain('max')],
  ['Min', chain('min')],
  ['Relu', activation('relu')],
  ['Sigmoid', activation('sigmoid')],
  ['Tanh', activation('tanh')],
  ['HardSwish', activation('hard-swish')],
  ['LeakyRelu', activation((call: OnnxCall) => ({ type: 'leaky-relu', slope: real(call, 'alpha', 0.01) }))],
  ['Elu', activation((call: OnnxCall) => ({ type: 'elu', alpha: real(call, 'alpha', 1) }))],
  ['Gelu', gelu],
  ['Clip', clip],
  ['HardSigmoid', hardSigmoid],
  ['PRelu', binary('prelu')],
  ['Softmax', softmax],
  ['Concat', concat],
  ['Flatten', flatten],
  ['Reshape', reshape],
  ['Squeeze', squeeze],
  ['Unsqueeze', unsqueeze],
  ['Transpose', transpose],
  ['ReduceMean', reduce('mean')],
  ['ReduceSum', reduce('sum')],
  ['Pad', pad],
  ['DepthToSpace', depthToSpace],
  ['Resize', resize],
  ['Upsample', resize],
  ['Identity', identity],
  ['Dropout', identity],
  ['Cast', cast],
]);

/** Writes an operator of ONNX as operators of this library. */
export function writeOnnxOperator(writer: ModelWriter, call: OnnxCall): void {
  const convert = OPERATORS.get(call.operator) ?? missing(call.operator);
  convert(writer, call);
}
