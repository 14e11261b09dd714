import { InvalidArgumentError, UnsupportedError } from '../errors.ts';
import { type Bytes, bytesOf, decodeText } from './bytes.ts';
import { decodeElements, type WeightTensor, type WeightType } from './elements.ts';
import { type JsonPath, parseJson } from './json_path.ts';

const TYPES: ReadonlyMap<string, WeightType> = new Map([
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['I64', 'int64'],
  ['U64', 'uint64'],
  ['I32', 'int32'],
  ['U32', 'uint32'],
  ['I16', 'int16'],
  ['U16', 'uint16'],
  ['I8', 'int8'],
  ['U8', 'uint8'],
  ['BOOL', 'bool'],
]);

const PREFIX_BYTES = 8;

/**
 * Reads the tensors of a safetensors file by name, https://github.com/huggingface/safetensors#format
 * @returns tensors in the order of their data; `data` is a view of `bytes` if it is aligned
 * @throws InvalidArgumentError if the header is not JSON, a shape does not fit its bytes, or the tensors overlap, leave
 * a gap or reach past the end; UnsupportedError naming every tensor of a type that this library lacks
 */
export function readSafetensors(bytes: Bytes): Map<string, WeightTensor> {
  const file = bytesOf('bytes', bytes);
  const { header, data } = splitFile(file);
  const entries = header.entries().filter(([name]) => name !== '__metadata__');
  const tensors = entries.map(([name, entry]) => ({ name, entry, ...rangeOf(entry) }));
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let position = 0;
  for (const { entry, begin, end } of tensors) {
    if (begin !== position)
      entry.get('data_offsets').fail(`a begin of ${position}, the end of the tensor before`);
    position = end;
  }
  if (position !== data.length) {
    throw new InvalidArgumentError('bytes', file.length, `${file.length - data.length + position} bytes`);
  }
  checkTypes(entries);
  return new Map(
    tensors.map(({ name, entry, begin, end }) => [name, readTensor(entry, data.subarray(begin, end))]),
  );
}

function splitFile(file: Uint8Array): { header: JsonPath; data: Uint8Array } {
  const max = file.length - PREFIX_BYTES;
  if (max < 0)
    throw new InvalidArgumentError('bytes', file, `the ${PREFIX_BYTES} bytes of the header's length`);
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (length > max)
    throw new InvalidArgumentError('bytes[0..8], the header length', length, `at most ${max}`);
  const end = PREFIX_BYTES + Number(length);
  const header = parseJson('header', decodeText('header', file.subarray(PREFIX_BYTES, end)));
  return { header, data: file.subarray(end) };
}

function rangeOf(entry: JsonPath): { begin: number; end: number } {
  const offsets = entry.get('data_offsets');
  const [begin, end, ...rest] = offsets.integers(0);
  if (end === undefined || rest.length > 0 || end < begin) offsets.fail('[begin, end]');
  return { begin, end };
}

function checkTypes(entries: readonly [string, JsonPath][]): void {
  const unknown = entries.filter(([, entry]) => !TYPES.has(entry.get('dtype').string()));
  if (unknown.length === 0) return;
  const names = unknown.map(([name, entry]) => `${name} (${entry.get('dtype').string()})`);
  throw new UnsupportedError(`element types that this library cannot read: ${names.join(', ')}`);
}

function readTensor(entry: JsonPath, bytes: Uint8Array): WeightTensor {
  const dtype = TYPES.get(entry.get('dtype').string())!;
  const shape = entry.get('shape').integers(0);
  return { dtype, shape, data: decodeElements(entry.path, bytes, dtype, shape) };
}
