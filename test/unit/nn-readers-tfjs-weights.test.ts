import { describe, expect, test } from 'vitest';
import { InvalidArgumentError, UnsupportedError } from '../../src/errors.ts';
import { readTfjsWeights, tfjsWeightPaths } from '../../src/readers/tfjs_weights.ts';
import { randomGenerator } from '../random.ts';
import { FUZZ_TIMEOUT_MS, mutateJson, readSafely } from './nn-readers-fuzz.ts';

const bytesOf = (...arrays: ArrayBufferView[]) =>
  Uint8Array.from(arrays.flatMap((a) => [...new Uint8Array(a.buffer, a.byteOffset, a.byteLength)]));

const manifest = [
  {
    paths: ['group1-shard1of2', 'group1-shard2of2'],
    weights: [
      { name: 'mask', shape: [3], dtype: 'bool' },
      { name: 'conv/kernel', shape: [1, 2], dtype: 'float32' },
      { name: 'steps', shape: [], dtype: 'int32' },
    ],
  },
  {
    paths: ['group2'],
    weights: [
      { name: 'q8', shape: [3], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.1, min: -1 } },
      { name: 'q16', shape: [2], dtype: 'float32', quantization: { dtype: 'uint16', scale: 0.5, min: 2 } },
      { name: 'half', shape: [2], dtype: 'float32', quantization: { dtype: 'float16' } },
      { name: 'ints', shape: [2], dtype: 'int32', quantization: { dtype: 'uint8', scale: 1.6, min: -3 } },
    ],
  },
];
const bytes = bytesOf(
  Uint8Array.of(1, 0, 1),
  Float32Array.of(0.25, -7),
  Int32Array.of(-5),
  Uint8Array.of(0, 1, 255),
  Uint16Array.of(1, 65535),
  Uint16Array.of(0x3c00, 0x3800),
  Uint8Array.of(0, 4),
);

describe('readTfjsWeights', () => {
  const expected = {
    mask: Uint8Array.of(1, 0, 1),
    'conv/kernel': Float32Array.of(0.25, -7),
    steps: Int32Array.of(-5),
    q8: Float32Array.of(-1, 1 * 0.1 - 1, 255 * 0.1 - 1),
    q16: Float32Array.of(2.5, 65535 * 0.5 + 2),
    half: Float32Array.of(1, 0.5),
    ints: Int32Array.of(-3, 3), // 4 · 1.6 − 3 = 3.4
  };
  const shards = [bytes.subarray(0, 5), bytes.subarray(5, 15), bytes.subarray(15)];
  const forms = {
    'one buffer': [manifest, bytes],
    'shards cut anywhere': [manifest, shards],
    'a model.json as text': [JSON.stringify({ weightsManifest: manifest }), shards],
  } as const;

  test.each(Object.entries(forms))('reads and dequantizes %s', (_, [json, given]) => {
    const tensors = readTfjsWeights(json, given as Uint8Array[]);
    const data = Object.fromEntries([...tensors].map(([name, tensor]) => [name, tensor.data]));
    expect(data).toEqual(expected);
    expect(tensors.get('conv/kernel')!.shape).toEqual([1, 2]);
  });

  test('names every weight of a type it lacks', () => {
    const weights = [
      { name: 'words', shape: [1], dtype: 'string' },
      { name: 'x', shape: [1], dtype: 'float32' },
      { name: 'waves', shape: [1], dtype: 'complex64' },
    ];
    const read = () => readTfjsWeights([{ paths: [], weights }], new Uint8Array());
    expect(read).toThrow(UnsupportedError);
    expect(read).toThrow(/words \(string\), waves \(complex64\)/);
  });

  const weight = { name: 'w', shape: [2], dtype: 'float32' };
  const quantized = (quantization: unknown) => [{ weights: [{ ...weight, quantization }] }];
  const wrong: [string, unknown, unknown, RegExp][] = [
    ['no JSON', '{', bytes, /json: got '\{'/],
    ['no manifest', {}, bytes, /json\.weightsManifest: got undefined/],
    ['groups that are no objects', [1], bytes, /json\[0\]: got 1, needs an object/],
    ['too few bytes', [{ weights: [weight] }], bytes.subarray(0, 7), /weights\[0\]: got 8, needs at most 7/],
    ['too many bytes', [{ weights: [weight] }], bytes.subarray(0, 9), /weightBytes: got 9/],
    ['no bytes', [{ weights: [weight] }], undefined, /weightBytes: got undefined/],
    ['a shard of numbers', [{ weights: [weight] }], [[1]], /weightBytes\[0\]: got \[1\]/],
    ['a negative size', [{ weights: [{ ...weight, shape: [-1] }] }], bytes, /shape\[0\]: got -1/],
    ['a huge shape', [{ weights: [{ ...weight, shape: Array(50).fill(2 ** 40) }] }], bytes, /got Infinity/],
    ['huge times none', [{ weights: [{ ...weight, shape: [...Array(50).fill(2 ** 40), 0] }] }], bytes, /NaN/],
    ['one name twice', [{ weights: [weight, weight] }], bytes.subarray(0, 16), /weights\[1\]\.name: got 'w'/],
    ['NaN as scale', quantized({ dtype: 'uint8', scale: Number.NaN, min: 0 }), bytes, /scale: got NaN/],
    ['no min', quantized({ dtype: 'uint8', scale: 1 }), bytes, /min: got undefined/],
    ['4 bits', quantized({ dtype: 'uint4', scale: 1, min: 0 }), bytes, /quantization\.dtype: got 'uint4'/],
  ];
  test.each(wrong)('refuses %s, naming the place', (_, json, given, message) => {
    expect(() => readTfjsWeights(json, given as Uint8Array)).toThrow(InvalidArgumentError);
    expect(() => readTfjsWeights(json, given as Uint8Array)).toThrow(message);
  });

  test(
    'is read or refused, 2000 mutations of the manifest',
    () => {
      const random = randomGenerator(2);
      const outcomes = { read: 0, refused: 0 };
      for (let count = 0; count < 2000; count++) {
        const mutant = mutateJson(random, manifest);
        outcomes[
          readSafely(bytes.length + 2000, () => readTfjsWeights(mutant, bytes), `mutation ${count}`)
        ]++;
      }
      expect(outcomes.read).toBeGreaterThan(100);
      expect(outcomes.refused).toBeGreaterThan(500);
    },
    FUZZ_TIMEOUT_MS,
  );
});

describe('tfjsWeightPaths', () => {
  test('gives the files in the order of the groups', () => {
    expect(tfjsWeightPaths(manifest)).toEqual(['group1-shard1of2', 'group1-shard2of2', 'group2']);
  });

  test.each(['../x', 'a/../../x', '/x', '\\x', 'https://x/y', 'c:\\x', 'data:,x'])('refuses %s', (path) => {
    expect(() => tfjsWeightPaths([{ paths: [path] }])).toThrow(/json\[0\]\.paths\[0\]: got .*inside/);
  });
});
