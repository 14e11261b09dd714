import { InvalidArgumentError } from '../errors.ts';
import { fromFloat16Bits } from '../gpu/float16.ts';

/** Element type of a tensor in a file. */
export type WeightType =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'int64'
  | 'uint64'
  | 'int32'
  | 'uint32'
  | 'int16'
  | 'uint16'
  | 'int8'
  | 'uint8'
  | 'bool';

/** Elements in memory. Half precision is widened to float32; `bool` is 0 and 1. */
export type WeightData =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** A tensor read from a file. `data` may be a view of the file's bytes. */
export interface WeightTensor {
  /** Element type in the file. */
  readonly dtype: WeightType;
  /** Sizes of its axes; `[]` for a scalar. */
  readonly shape: readonly number[];
  /** The elements, row-major. */
  readonly data: WeightData;
}

interface Storage {
  readonly sizeBytes: number;
  /** Reads `count` elements from `offset`, a multiple of `sizeBytes`. */
  readonly view: (buffer: ArrayBufferLike, offset: number, count: number) => WeightData;
}

type Constructor = { new (buffer: ArrayBufferLike, offset: number, count: number): WeightData };

const STORAGES: Record<WeightType, Storage> = {
  float64: storage(8, Float64Array),
  float32: storage(4, Float32Array),
  float16: { sizeBytes: 2, view: (...place) => fromFloat16Bits(new Uint16Array(...place)) },
  bfloat16: { sizeBytes: 2, view: (...place) => fromBfloat16Bits(new Uint16Array(...place)) },
  int64: storage(8, BigInt64Array),
  uint64: storage(8, BigUint64Array),
  int32: storage(4, Int32Array),
  uint32: storage(4, Uint32Array),
  int16: storage(2, Int16Array),
  uint16: storage(2, Uint16Array),
  int8: storage(1, Int8Array),
  uint8: storage(1, Uint8Array),
  bool: storage(1, Uint8Array),
};

/** Bytes per element in a file. */
export const elementSizeBytes = (dtype: WeightType): number => STORAGES[dtype].sizeBytes;

/** Number of elements of a shape; Infinity on overflow. */
export const elementCount = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

/**
 * Reads little-endian elements: a view of the bytes if they are aligned, otherwise a copy of these bytes only.
 * @throws InvalidArgumentError before anything is allocated, if the byte count does not fit the shape.
 */
export function decodeElements(
  path: string,
  bytes: Uint8Array,
  dtype: WeightType,
  shape: readonly number[],
): WeightData {
  const { sizeBytes, view } = STORAGES[dtype];
  const count = elementCount(shape);
  if (count * sizeBytes !== bytes.byteLength) {
    const needs = `the ${count * sizeBytes} bytes that [${shape.slice(0, 8).join(', ')}] of ${dtype} takes`;
    throw new InvalidArgumentError(path, bytes.byteLength, needs);
  }
  const { buffer, byteOffset } = bytes.byteOffset % sizeBytes === 0 ? bytes : bytes.slice();
  return view(buffer, byteOffset, count);
}

/** Converts to float32, the type in which weights are uploaded. Float32 data is returned as it is. */
export function toFloat32(data: WeightData): Float32Array {
  if (data instanceof Float32Array) return data;
  const values = new Float32Array(data.length);
  for (let index = 0; index < data.length; index++) values[index] = Number(data[index]);
  return values;
}

function storage(sizeBytes: number, Elements: Constructor): Storage {
  return { sizeBytes, view: (buffer, offset, count) => new Elements(buffer, offset, count) };
}

/** bfloat16 is the upper half of a float32. */
function fromBfloat16Bits(bits: Uint16Array): Float32Array {
  const words = new Uint32Array(bits.length);
  for (let index = 0; index < bits.length; index++) words[index] = bits[index] << 16;
  return new Float32Array(words.buffer);
}
