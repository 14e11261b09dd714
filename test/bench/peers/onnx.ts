import type { Conv2dProblem } from '../../../src/problem/problem.ts';
import type { CaseTensor } from '../../data.ts';

/** A protocol-buffers field: its number, and a whole number, a text, bytes, or a message of fields. */
type Field = readonly [number: number, value: number | string | Uint8Array | readonly Field[]];

const FLOAT = 1;
const INTS = 7;
const INT = 2;
const IR_VERSION = 8;
const OPSET = 17;

/**
 * An ONNX model of one Conv node `x → y`, filter and bias inside; field numbers are those of
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 */
export function convModel(problem: Conv2dProblem, filter: CaseTensor, bias?: CaseTensor): Uint8Array {
  const { padTop, padLeft, padBottom, padRight } = problem;
  const node: Field[] = [
    ...['x', 'filter', ...(bias ? ['bias'] : [])].map((name): Field => [1, name]),
    [2, 'y'],
    [4, 'Conv'],
    [5, ints('kernel_shape', [problem.filterHeight, problem.filterWidth])],
    [5, ints('strides', [problem.strideHeight, problem.strideWidth])],
    [5, ints('dilations', [problem.dilationHeight, problem.dilationWidth])],
    [5, ints('pads', [padTop, padLeft, padBottom, padRight])],
    [
      5,
      [
        [1, 'group'],
        [3, problem.groups],
        [20, INT],
      ],
    ],
  ];
  const initializers = [initializer('filter', filter), ...(bias ? [initializer('bias', bias)] : [])];
  const { batch, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth } = problem;
  return model([
    [1, node],
    [2, 'conv'],
    ...initializers.map((each): Field => [5, each]),
    [11, valueInfo('x', [batch, inChannels, inHeight, inWidth])],
    [12, valueInfo('y', [batch, outChannels, outHeight, outWidth])],
  ]);
}

/** A model of one Relu on a single number: wakes the runtime up without compiling any convolution. */
export function tinyModel(): Uint8Array {
  return model([
    [
      1,
      [
        [1, 'x'],
        [2, 'y'],
        [4, 'Relu'],
      ],
    ],
    [2, 'tiny'],
    [11, valueInfo('x', [1])],
    [12, valueInfo('y', [1])],
  ]);
}

function model(graph: readonly Field[]): Uint8Array {
  return encode([
    [1, IR_VERSION],
    [7, graph],
    [8, [[2, OPSET]]],
  ]);
}

function ints(name: string, values: readonly number[]): Field[] {
  return [[1, name], ...values.map((value): Field => [8, value]), [20, INTS]];
}

function initializer(name: string, { data, shape }: CaseTensor): Field[] {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return [...shape.map((size): Field => [1, size]), [2, FLOAT], [8, name], [9, bytes]];
}

function valueInfo(name: string, shape: readonly number[]): Field[] {
  const dimensions = shape.map((size): Field => [1, [[1, size]]]);
  return [
    [1, name],
    [
      2,
      [
        [
          1,
          [
            [1, FLOAT],
            [2, dimensions],
          ],
        ],
      ],
    ],
  ];
}

function encode(fields: readonly Field[]): Uint8Array {
  const parts = fields.flatMap(([number, value]) => {
    if (typeof value === 'number') return [varint(number * 8), varint(value)];
    const bytes = contents(value);
    return [varint(number * 8 + 2), varint(bytes.length), bytes];
  });
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function contents(value: string | Uint8Array | readonly Field[]): Uint8Array {
  if (typeof value === 'string') return new TextEncoder().encode(value);
  return value instanceof Uint8Array ? value : encode(value);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}
