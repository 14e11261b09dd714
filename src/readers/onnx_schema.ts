import { field, type MessageSchema, repeated, schema } from './protobuf.ts';

// The part of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto that the readers need. Graphs inside attributes
// are not decoded, so nesting is bounded.

const TENSOR = schema({
  1: repeated('dims', 'integer'),
  2: field('data_type', 'integer'),
  4: repeated('float_data', 'float'),
  5: repeated('int32_data', 'integer'),
  7: repeated('int64_data', 'integer'),
  8: field('name', 'text'),
  9: field('raw_data', 'bytes'),
  10: repeated('double_data', 'double'),
  11: repeated('uint64_data', 'integer'),
  14: field('data_location', 'integer'),
});

const ATTRIBUTE = schema({
  1: field('name', 'text'),
  2: field('f', 'float'),
  3: field('i', 'integer'),
  4: field('s', 'text'),
  5: field('t', TENSOR),
  7: repeated('floats', 'float'),
  8: repeated('ints', 'integer'),
});

const NODE = schema({
  1: repeated('input', 'text'),
  2: repeated('output', 'text'),
  3: field('name', 'text'),
  4: field('op_type', 'text'),
  5: repeated('attribute', ATTRIBUTE),
  7: field('domain', 'text'),
});

const DIMENSION = schema({ 1: field('dim_value', 'integer'), 2: field('dim_param', 'text') });
const SHAPE = schema({ 1: repeated('dim', DIMENSION) });
const TENSOR_TYPE = schema({ 1: field('elem_type', 'integer'), 2: field('shape', SHAPE) });
const TYPE = schema({ 1: field('tensor_type', TENSOR_TYPE) });
const VALUE_INFO = schema({ 1: field('name', 'text'), 2: field('type', TYPE) });

const GRAPH = schema({
  1: repeated('node', NODE),
  5: repeated('initializer', TENSOR),
  11: repeated('input', VALUE_INFO),
  12: repeated('output', VALUE_INFO),
});

const OPSET = schema({ 1: field('domain', 'text'), 2: field('version', 'integer') });

/** `onnx.ModelProto` */
export const MODEL: MessageSchema = schema({ 7: field('graph', GRAPH), 8: repeated('opset_import', OPSET) });
