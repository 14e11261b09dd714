import { describe, expect, test } from 'vitest';
import { InvalidArgumentError, UnsupportedError } from '../../src/errors.ts';
import { readOnnx } from '../../src/readers/onnx.ts';
import { randomGenerator } from '../random.ts';
import { FUZZ_TIMEOUT_MS, mutateBytes, readSafely } from './nn-readers-fuzz.ts';
import {
  floats,
  image,
  integers,
  list,
  type NodeInit,
  onnxFile,
  tensor,
  zeros,
} from './nn-readers-onnx-file.ts';

const relu = (input: string, output: string): NodeInit => ({
  op: 'Relu',
  inputs: [input],
  outputs: [output],
});
const file = (nodes: NodeInit[], weights: Record<string, Uint8Array> = {}) =>
  onnxFile({ nodes, weights, inputs: image, outputs: ['y'] });
const add = { op: 'Add', inputs: ['x', 'w'], outputs: ['y'] };
const raw = (shape: number[], ...bytes: number[]) =>
  tensor(1, shape, (writer) => writer.tag(9, 2).bytes(Uint8Array.from(bytes)));

describe('numbers in ONNX files', () => {
  const stored: [string, Uint8Array, number[]][] = [
    [
      'float_data',
      tensor(1, [2], (w) => w.tag(4, 2).bytes(new Uint8Array(Float32Array.of(1, -2).buffer))),
      [1, -2],
    ],
    ['float_data, unpacked', tensor(1, [2], (w) => w.tag(4, 5).float(1).tag(4, 5).float(-2)), [1, -2]],
    [
      'float16 as int32_data',
      tensor(10, [2], (w) => w.tag(5, 0).int32(0x3c00).tag(5, 0).int32(0xc000)),
      [1, -2],
    ],
    ['float16 bytes', tensor(10, [2], (w) => w.tag(9, 2).bytes(Uint8Array.of(0, 0x3c, 0, 0xc0))), [1, -2]],
    [
      'bfloat16 as int32_data',
      tensor(16, [2], (w) => w.tag(5, 0).int32(0x3f80).tag(5, 0).int32(0xc000)),
      [1, -2],
    ],
    ['double_data', tensor(11, [2], (w) => w.tag(10, 1).double(1).tag(10, 1).double(-2)), [1, -2]],
    ['int64_data', integers(1, -2), [1, -2]],
    ['int8 bytes', tensor(3, [2], (w) => w.tag(9, 2).bytes(Uint8Array.of(1, 254))), [1, -2]],
  ];
  test.each(stored)('reads weights kept as %s', (_, weight, numbers) => {
    const { weights } = readOnnx(file([add], { w: weight }));
    expect(weights.map(({ name, data }) => [name, ...data])).toEqual([['w', ...numbers]]);
  });
});

describe('hostile ONNX files', () => {
  const wrong: [string, Uint8Array, RegExp][] = [
    ['no bytes', new Uint8Array(), /model\.graph: got undefined/],
    [
      'text',
      new TextEncoder().encode('<!DOCTYPE html>'),
      /model, byte \d+: got '.*', needs a protobuf message/,
    ],
    ['a length past the end', Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f), /premature EOF/],
    ['an endless number', Uint8Array.of(0x3a, ...Array(20).fill(0xff)), /invalid varint/],
    ['groups in groups', new Uint8Array(100_000).fill(0x0b), /groups/],
    ['a circle', file([relu('y', 'a'), relu('a', 'y')]), /graph: got '.', needs nodes that do not/],
    ['an unknown operand', file([relu('?', 'y')]), /node\[0\]\.input: got '\?'/],
    ['no operand', file([relu('', 'y')]), /node\[0\]: got Object, needs an operand 0/],
    ['an output that nothing makes', file([relu('x', 'a')]), /outputs: got 'y'/],
    ['one name twice', file([relu('x', 'y'), relu('x', 'y')]), /node\[1\]\.output: got 'y'/],
    ['too few bytes', file([add], { w: raw([2], 1, 2, 3, 4) }), /raw_data: got 4, needs the 8 bytes/],
    ['a negative size', file([add], { w: raw([-1], 1, 2, 3, 4) }), /dims\[0\]: got -1/],
    ['a huge shape', file([add], { w: raw(Array(30).fill(2 ** 50), 1, 2, 3, 4) }), /raw_data: got 4/],
    [
      'numbers that are not there',
      file([add], { w: tensor(1, [2 ** 40], () => {}) }),
      /float_data: got undefined/,
    ],
    [
      'pads of a wrong count',
      file([
        { ...add, op: 'MaxPool', inputs: ['x'], attributes: { kernel_shape: list(2, 2), pads: list(1) } },
      ]),
      /ints: got \[1\], needs 4 numbers/,
    ],
    [
      'strides of 0',
      file([
        {
          ...add,
          op: 'MaxPool',
          inputs: ['x'],
          attributes: { kernel_shape: list(2, 2), strides: list(0, 1) },
        },
      ]),
      /ints\[0\]: got 0/,
    ],
    [
      'NaN as epsilon',
      file(
        [
          {
            op: 'InstanceNormalization',
            inputs: ['x', 'w', 'w'],
            outputs: ['y'],
            attributes: { epsilon: { f: Number.NaN } },
          },
        ],
        { w: zeros(4) },
      ),
      /f: got NaN/,
    ],
    [
      'a scale of NaN',
      file([{ op: 'Resize', inputs: ['x', '', 'w'], outputs: ['y'] }], {
        w: floats([4], [1, 1, Number.NaN, 1]),
      }),
      /above 0/,
    ],
  ];
  test.each(wrong)('refuses %s, naming the place', (_, bytes, message) => {
    expect(() => readOnnx(bytes)).toThrow(InvalidArgumentError);
    expect(() => readOnnx(bytes)).toThrow(message);
  });

  test.each([
    ['an unknown element type', tensor(8, [1], () => {}), /element type 8/],
    ['numbers in another file', tensor(1, [1], (w) => w.tag(14, 0).int32(1)), /in another file/],
  ])('says that it cannot read %s', (_, w, message) => {
    expect(() => readOnnx(file([add], { w }))).toThrow(UnsupportedError);
    expect(() => readOnnx(file([add], { w }))).toThrow(message);
  });

  const valid = onnxFile({
    nodes: [
      { op: 'Conv', inputs: ['x', 'w', 'b'], outputs: ['a'], attributes: { pads: list(1, 1, 1, 1) } },
      { op: 'Relu', inputs: ['a'], outputs: ['c'] },
      { op: 'Add', inputs: ['a', 'c'], outputs: ['d'] },
      { op: 'Reshape', inputs: ['d', 'to'], outputs: ['e'] },
      { op: 'Gemm', inputs: ['e', 'g'], outputs: ['y'], attributes: { transB: { i: 1 } } },
    ],
    weights: { w: zeros(2, 4, 3, 3), b: zeros(2), to: integers(0, -1), g: zeros(3, 144) },
    inputs: image,
    outputs: ['y'],
  });

  test(
    'are refused when cut at any byte',
    () => {
      expect(readSafely(valid.length, () => readOnnx(valid), 'whole')).toBe('read');
      for (let length = 0; length < valid.length; length++) {
        const outcome = readSafely(
          valid.length,
          () => readOnnx(valid.subarray(0, length)),
          `cut at ${length}`,
        );
        expect(outcome, `cut at ${length}`).toBe('refused');
      }
    },
    FUZZ_TIMEOUT_MS,
  );

  test(
    'are read or refused, 4000 mutations',
    () => {
      const random = randomGenerator(5);
      const outcomes = { read: 0, refused: 0 };
      for (let count = 0; count < 4000; count++) {
        const mutant = mutateBytes(random, valid);
        outcomes[readSafely(mutant.length, () => readOnnx(mutant), `mutation ${count}`)]++;
      }
      expect(outcomes.read).toBeGreaterThan(100);
      expect(outcomes.refused).toBeGreaterThan(1000);
    },
    FUZZ_TIMEOUT_MS,
  );
});
