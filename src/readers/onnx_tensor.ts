import { UnsupportedError } from '../errors.ts';
import { fromFloat16Bits } from '../gpu/float16.ts';
import {
  decodeElements,
  elementCount,
  type WeightData,
  type WeightTensor,
  type WeightType,
} from './elements.ts';
import type { JsonPath } from './json_path.ts';

/** Element types by their numbers in `TensorProto.DataType`. */
const TYPES: ReadonlyMap<number, WeightType> = new Map([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [4, 'uint16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'float64'],
  [12, 'uint32'],
  [13, 'uint64'],
  [16, 'bfloat16'],
]);

/** Name of the field that holds the numbers of a tensor without raw bytes. */
function listOf(dtype: WeightType): string {
  if (dtype === 'float32') return 'float_data';
  if (dtype === 'float64') return 'double_data';
  if (dtype === 'int64') return 'int64_data';
  return dtype === 'uint32' || dtype === 'uint64' ? 'uint64_data' : 'int32_data';
}

/**
 * Reads a decoded `onnx.TensorProto`.
 * @throws InvalidArgumentError if numbers and shape do not fit; UnsupportedError for other files and types
 */
export function readOnnxTensor(tensor: JsonPath): WeightTensor {
  const type = tensor.get('data_type').integer(0);
  const dtype = TYPES.get(type);
  if (!dtype) throw new UnsupportedError(`${tensor.path}: element type ${type} cannot be read`);
  if (!tensor.get('data_location').isAbsent && tensor.get('data_location').integer(0) === 1) {
    throw new UnsupportedError(`${tensor.path}: its numbers are in another file; save the model as one file`);
  }
  const dims = tensor.get('dims');
  const shape = dims.isAbsent ? [] : dims.integers(0);
  const raw = tensor.get('raw_data');
  if (raw.value instanceof Uint8Array) {
    return { dtype, shape, data: decodeElements(raw.path, raw.value, dtype, shape) };
  }
  const list = tensor.get(listOf(dtype));
  const numbers = list.isAbsent ? [] : (list.value as number[]);
  if (numbers.length !== elementCount(shape))
    list.fail(`the ${elementCount(shape)} numbers of [${shape.slice(0, 8)}]`);
  return { dtype, shape, data: dataOf(dtype, numbers) };
}

/** Converts a list of numbers. Half-precision numbers are stored there as bits. */
function dataOf(dtype: WeightType, numbers: readonly number[]): WeightData {
  switch (dtype) {
    case 'float16':
      return fromFloat16Bits(numbers);
    case 'bfloat16':
      return new Float32Array(Uint32Array.from(numbers, (bits) => bits << 16).buffer);
    case 'float32':
      return Float32Array.from(numbers);
    default:
      return Float64Array.from(numbers);
  }
}
