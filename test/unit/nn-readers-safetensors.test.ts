import { describe, expect, test } from 'vitest';
import { InvalidArgumentError, UnsupportedError } from '../../src/errors.ts';
import { readSafetensors } from '../../src/readers/safetensors.ts';
import { randomGenerator } from '../random.ts';
import { FUZZ_TIMEOUT_MS, mutateBytes, readSafely } from './nn-readers-fuzz.ts';

/** A file by the format's own words: length, header, data. */
function file(header: unknown, data: Uint8Array | number[] = []): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

const bytesOf = (data: ArrayBufferView) => [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
const entry = (dtype: string, shape: unknown, ...data_offsets: unknown[]) => ({ dtype, shape, data_offsets });

/** One of each element type: bytes, and the numbers that they are. */
const TYPES: [string, ArrayBufferView, number[]][] = [
  ['F64', Float64Array.of(Math.PI, -1), [Math.PI, -1]],
  ['F32', Float32Array.of(0.5, -3), [0.5, -3]],
  ['F16', Uint16Array.of(0x3c00, 0xc100), [1, -2.5]],
  ['BF16', Uint16Array.of(0x3f80, 0xc020), [1, -2.5]],
  ['I64', BigInt64Array.of(-7n, 9n), [-7, 9]],
  ['U64', BigUint64Array.of(7n, 9n), [7, 9]],
  ['I32', Int32Array.of(-7, 9), [-7, 9]],
  ['U32', Uint32Array.of(7, 2 ** 32 - 1), [7, 2 ** 32 - 1]],
  ['I16', Int16Array.of(-7, 9), [-7, 9]],
  ['U16', Uint16Array.of(7, 65535), [7, 65535]],
  ['I8', Int8Array.of(-7, 9), [-7, 9]],
  ['U8', Uint8Array.of(7, 255), [7, 255]],
  ['BOOL', Uint8Array.of(0, 1), [0, 1]],
];

describe('readSafetensors', () => {
  test.each(TYPES)('reads %s, at any alignment', (dtype, stored, numbers) => {
    for (const gap of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const size = stored.byteLength;
      const header = { gap: entry('U8', [gap], 0, gap), w: entry(dtype, [2, 1], gap, gap + size) };
      const tensor = readSafetensors(file(header, [...Array(gap).fill(1), ...bytesOf(stored)])).get('w')!;
      expect(Array.from(tensor.data, Number)).toEqual(numbers);
      expect(tensor.shape).toEqual([2, 1]);
    }
  });

  test('reads scalars, empty tensors, padded headers, and names that objects own', () => {
    const header = `{"__metadata__":{"format":"pt"},"__proto__":{"dtype":"F32","shape":[],"data_offsets":[0,4]},
      "constructor":{"dtype":"I8","shape":[0,5],"data_offsets":[4,4]}}   `;
    const tensors = readSafetensors(file(header, bytesOf(Float32Array.of(3))));
    expect([...tensors.keys()].sort()).toEqual(['__proto__', 'constructor']);
    expect(tensors.get('__proto__')).toEqual({ dtype: 'float32', shape: [], data: Float32Array.of(3) });
    expect(tensors.get('constructor')!.data).toHaveLength(0);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });

  test('takes a Node Buffer and an ArrayBuffer alike', () => {
    const bytes = file({ w: entry('F32', [1], 0, 4) }, bytesOf(Float32Array.of(3)));
    for (const same of [Buffer.from(bytes), bytes.buffer as ArrayBuffer]) {
      expect(readSafetensors(same).get('w')!.data).toEqual(Float32Array.of(3));
    }
  });

  test('names every tensor of a type it lacks', () => {
    const header = { a: entry('F8_E4M3', [1], 0, 1), b: entry('U8', [1], 1, 2), c: entry('X', [1], 2, 3) };
    const read = () => readSafetensors(file(header, [1, 2, 3]));
    expect(read).toThrow(UnsupportedError);
    expect(read).toThrow(/a \(F8_E4M3\), c \(X\)/);
  });

  const wrong: [string, Uint8Array | string, RegExp][] = [
    ['no bytes', new Uint8Array(), /bytes: got Uint8Array of 0 bytes/],
    ['another type', 'text', /bytes: got 'text'/],
    ['a header longer than the file', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255), /header length/],
    ['no JSON', file('{'), /header: got '\{', needs JSON/],
    ['no UTF-8', badText(), /header.*UTF-8/],
    ['a list', file([]), /header: got \[\], needs an object/],
    ['a hole before', file({ a: entry('U8', [1], 1, 2) }, [1, 2]), /header\["a"\]\.data_offsets.*begin of 0/],
    ['a hole after', file({ a: entry('U8', [1], 0, 1) }, [1, 2]), /bytes: got/],
    ['data past the end', file({ a: entry('U8', [9], 0, 9) }, [1, 2]), /bytes: got/],
    ['overlap', file({ a: entry('U8', [2], 0, 2), b: entry('U8', [2], 1, 3) }, [1, 2, 3]), /begin of 2/],
    ['offsets back to front', file({ a: entry('U8', [1], 1, 0) }, [1]), /\[begin, end\]/],
    ['one offset', file({ a: entry('U8', [1], 0) }, [1]), /\[begin, end\]/],
    ['a negative offset', file({ a: entry('U8', [1], -1, 0) }, [1]), /data_offsets\[0\]: got -1/],
    ['no dtype', file({ a: { shape: [1], data_offsets: [0, 1] } }, [1]), /dtype: got undefined/],
    ['a shape of words', file({ a: entry('U8', ['1'], 0, 1) }, [1]), /shape\[0\]: got '1'/],
    ['a negative size', file({ a: entry('U8', [-1], 0, 1) }, [1]), /shape\[0\]: got -1/],
    ['a half size', file({ a: entry('U8', [0.5], 0, 1) }, [1]), /shape\[0\]: got 0.5/],
    ['too few bytes', file({ a: entry('F32', [1], 0, 1) }, [1]), /needs the 4 bytes/],
    ['a huge shape', file({ a: entry('F32', Array(99).fill(2 ** 52), 0, 4) }, [1, 2, 3, 4]), /got 4/],
    ['huge times none', file({ a: entry('F32', [...Array(99).fill(2 ** 52), 0], 0, 0) }), /got 0/],
    ['deep nesting', file('['.repeat(200_000)), /header/],
  ];
  test.each(wrong)('refuses %s, naming the place', (_, bytes, message) => {
    expect(() => readSafetensors(bytes as Uint8Array)).toThrow(InvalidArgumentError);
    expect(() => readSafetensors(bytes as Uint8Array)).toThrow(message);
  });
});

describe('hostile safetensors', () => {
  const header = {
    __metadata__: { format: 'pt' },
    'conv.weight': entry('F32', [2, 1, 3, 3], 0, 72),
    'conv.bias': entry('F16', [2], 72, 76),
    steps: entry('I64', [], 76, 84),
  };
  const valid = file(
    header,
    Uint8Array.from({ length: 84 }, (_, index) => index),
  );

  test(
    'is refused when cut at any byte',
    () => {
      expect(readSafely(valid.length, () => readSafetensors(valid), 'whole')).toBe('read');
      for (let length = 0; length < valid.length; length++) {
        const cut = valid.subarray(0, length);
        expect(readSafely(valid.length, () => readSafetensors(cut), `cut at ${length}`)).toBe('refused');
      }
    },
    FUZZ_TIMEOUT_MS,
  );

  test(
    'is read or refused, 4000 mutations',
    () => {
      const random = randomGenerator(1);
      const outcomes = { read: 0, refused: 0 };
      for (let count = 0; count < 4000; count++) {
        const mutant = mutateBytes(random, valid);
        outcomes[readSafely(mutant.length, () => readSafetensors(mutant), `mutation ${count}`)]++;
      }
      expect(outcomes.read).toBeGreaterThan(100);
      expect(outcomes.refused).toBeGreaterThan(1000);
    },
    FUZZ_TIMEOUT_MS,
  );
});

function badText(): Uint8Array {
  const bytes = file('{}');
  bytes[8] = 0xff;
  return bytes;
}
