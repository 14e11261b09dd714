import { InvalidArgumentError, UnsupportedError } from '../errors.ts';
import { type Bytes, bytesOf } from './bytes.ts';
import {
  decodeElements,
  elementCount,
  elementSizeBytes,
  type WeightData,
  type WeightTensor,
  type WeightType,
} from './elements.ts';
import { type JsonPath, parseJson } from './json_path.ts';

const TYPES: readonly WeightType[] = ['float32', 'int32', 'bool'];
const QUANTIZED_TYPES: readonly WeightType[] = ['uint8', 'uint16', 'float16'];

/** A checked entry of the manifest. Nothing is allocated yet. */
interface StoredWeight {
  readonly name: string;
  readonly path: string;
  readonly shape: readonly number[];
  readonly dtype: WeightType;
  readonly stored: WeightType;
  /** The value of a stored number q is `q · scale + min`. */
  readonly scale: number;
  readonly min: number;
}

/**
 * Paths of a model's weight files, relative to its manifest, in the order in which the readers take their bytes.
 * @param json a `model.json` or `*-weights_manifest.json`, parsed or as text
 * @throws InvalidArgumentError if the manifest is wrong or a path leaves its folder.
 */
export function tfjsWeightPaths(json: unknown): string[] {
  return manifestGroups(parseJson('json', json)).flatMap((group) =>
    group
      .get('paths')
      .items()
      .map((path) => {
        const parts = path.string().split(/[\\/]/);
        const isInside = !parts.includes('..') && parts[0] !== '' && !parts[0].includes(':');
        return isInside ? path.string() : path.fail('a path inside the folder of the manifest');
      }),
  );
}

/**
 * Reads the weights of a TensorFlow.js model by name, dequantized
 * (https://github.com/tensorflow/tfjs/blob/master/tfjs-converter/docs/format.md).
 * @param json a `model.json` or `*-weights_manifest.json`, parsed or as text
 * @param weightBytes the files that {@link tfjsWeightPaths} names, in that order, or all as one
 * @throws InvalidArgumentError if manifest and bytes do not fit; UnsupportedError naming every weight of a type that
 * this library lacks
 */
export function readTfjsWeights(
  json: unknown,
  weightBytes: Bytes | readonly Bytes[],
): Map<string, WeightTensor> {
  const groups = manifestGroups(parseJson('json', json));
  const places = groups.flatMap((group) => group.get('weights').items());
  checkTypes(places);
  const weights = places.map(storedWeightOf);
  const bytes = joinShards(weightBytes);
  const tensors = new Map<string, WeightTensor>();
  let position = 0;
  for (const weight of weights) {
    const { name, path, shape, dtype } = weight;
    if (tensors.has(name)) throw new InvalidArgumentError(`${path}.name`, name, 'a unique name');
    const end = position + elementCount(shape) * elementSizeBytes(weight.stored);
    if (!(end <= bytes.length))
      throw new InvalidArgumentError(path, end, `at most ${bytes.length} bytes of weights`);
    tensors.set(name, { dtype, shape, data: decode(weight, bytes.subarray(position, end)) });
    position = end;
  }
  if (position !== bytes.length) {
    throw new InvalidArgumentError(
      'weightBytes',
      bytes.length,
      `the ${position} bytes that the manifest names`,
    );
  }
  return tensors;
}

function manifestGroups(json: JsonPath): JsonPath[] {
  const groups = json.isArray ? json : json.get('weightsManifest');
  return groups.isArray ? groups.items() : groups.fail('an array of { paths, weights }');
}

function checkTypes(places: readonly JsonPath[]): void {
  const unknown = places.flatMap((place) => {
    const dtype = place.get('dtype').string();
    return (TYPES as readonly string[]).includes(dtype) ? [] : [`${place.get('name').string()} (${dtype})`];
  });
  if (unknown.length === 0) return;
  throw new UnsupportedError(`element types that this library cannot read: ${unknown.join(', ')}`);
}

function storedWeightOf(place: JsonPath): StoredWeight {
  const weight = {
    name: place.get('name').string(),
    path: place.path,
    shape: place.get('shape').integers(0),
    dtype: place.get('dtype').oneOf(TYPES),
  };
  const quantization = place.get('quantization');
  if (quantization.isAbsent) return { ...weight, stored: weight.dtype, scale: 1, min: 0 };
  const stored = quantization.get('dtype').oneOf(QUANTIZED_TYPES);
  const quantized: readonly WeightType[] = stored === 'float16' ? ['float32'] : ['float32', 'int32'];
  place.get('dtype').oneOf(quantized);
  if (stored === 'float16') return { ...weight, stored, scale: 1, min: 0 };
  return {
    ...weight,
    stored,
    scale: quantization.get('scale').number(),
    min: quantization.get('min').number(),
  };
}

function decode({ path, shape, dtype, stored, scale, min }: StoredWeight, bytes: Uint8Array): WeightData {
  const elements = decodeElements(path, bytes, stored, shape);
  if (stored === dtype || stored === 'float16') return elements;
  const isWhole = dtype === 'int32';
  const values = isWhole ? new Int32Array(elements.length) : new Float32Array(elements.length);
  for (let index = 0; index < values.length; index++) {
    const value = Number(elements[index]) * scale + min;
    values[index] = isWhole ? Math.round(value) : value;
  }
  return values;
}

/** Joins shards into one array. A single shard is not copied. */
function joinShards(shards: Bytes | readonly Bytes[]): Uint8Array {
  if (!Array.isArray(shards)) return bytesOf('weightBytes', shards as Bytes);
  const parts = shards.map((shard, index) => bytesOf(`weightBytes[${index}]`, shard));
  if (parts.length === 1) return parts[0];
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}
