import { BinaryWriter } from '@bufbuild/protobuf/wire';

/** An attribute's value: a whole number, a real one, text, lists of either, or a tensor. */
export type Attribute =
  | { i: number }
  | { f: number }
  | { s: string }
  | { ints: number[] }
  | { floats: number[] }
  | { t: Uint8Array };

/** A node as tests write it. */
export interface NodeInit {
  op: string;
  inputs: string[];
  outputs: string[];
  name?: string;
  domain?: string;
  attributes?: Record<string, Attribute>;
}

/** A file as tests write it; inputs are float32 tensors, sizes of text are parameters. */
export interface FileInit {
  nodes: NodeInit[];
  inputs: Record<string, (number | string)[]>;
  outputs: string[];
  weights?: Record<string, Uint8Array>;
  opset?: number;
}

const message = (write: (writer: BinaryWriter) => unknown): Uint8Array => {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
};

const [LENGTH, VARINT, BIT32] = [2, 0, 5];

function put(writer: BinaryWriter, field: number, value: Uint8Array | string | number): BinaryWriter {
  if (typeof value === 'number') return writer.tag(field, VARINT).int64(value);
  const tagged = writer.tag(field, LENGTH);
  return typeof value === 'string' ? tagged.string(value) : tagged.bytes(value);
}

/** A float32 `TensorProto` with raw bytes; its name comes from the file's `weights`. */
export function floats(shape: number[], data: ArrayLike<number>): Uint8Array {
  return tensor(1, shape, (writer) => put(writer, 9, new Uint8Array(Float32Array.from(data).buffer)));
}

/** An int64 `TensorProto` with a packed list, as shapes and axes have. */
export function integers(...numbers: number[]): Uint8Array {
  const packed = message((writer) => {
    for (const number of numbers) writer.int64(number);
  });
  return tensor(7, [numbers.length], (writer) => put(writer, 7, packed));
}

/** Any `TensorProto`. */
export function tensor(type: number, shape: number[], write: (writer: BinaryWriter) => unknown): Uint8Array {
  return message((writer) => {
    for (const size of shape) put(writer, 1, size);
    put(writer, 2, type);
    write(writer);
  });
}

function attribute(name: string, value: Attribute): Uint8Array {
  return message((writer) => {
    put(writer, 1, name);
    if ('f' in value) writer.tag(2, BIT32).float(value.f);
    if ('i' in value) put(writer, 3, value.i);
    if ('s' in value) put(writer, 4, value.s);
    if ('t' in value) put(writer, 5, value.t);
    if ('floats' in value) for (const number of value.floats) writer.tag(7, BIT32).float(number);
    if ('ints' in value) for (const number of value.ints) put(writer, 8, number);
    const types = { f: 1, i: 2, s: 3, t: 4, floats: 6, ints: 7 };
    const [kind] = Object.keys(value);
    put(writer, 20, types[kind as keyof typeof types] ?? 0);
  });
}

function node({ op, inputs, outputs, name, domain, attributes = {} }: NodeInit): Uint8Array {
  return message((writer) => {
    for (const input of inputs) put(writer, 1, input);
    for (const output of outputs) put(writer, 2, output);
    if (name) put(writer, 3, name);
    put(writer, 4, op);
    for (const [key, value] of Object.entries(attributes)) put(writer, 5, attribute(key, value));
    if (domain) put(writer, 7, domain);
  });
}

function valueInfo(name: string, shape?: (number | string)[]): Uint8Array {
  const dims = message((writer) => {
    for (const size of shape ?? []) {
      put(
        writer,
        1,
        message((own) => put(own, typeof size === 'number' ? 1 : 2, size)),
      );
    }
  });
  const tensorType = message((writer) => {
    put(writer, 1, 1);
    if (shape) put(writer, 2, dims);
  });
  return message((writer) => {
    put(writer, 1, name);
    put(
      writer,
      2,
      message((own) => put(own, 1, tensorType)),
    );
  });
}

/** A whole `.onnx` file. */
export function onnxFile({ nodes, inputs, outputs, weights = {}, opset = 17 }: FileInit): Uint8Array {
  const graph = message((writer) => {
    for (const own of nodes) put(writer, 1, node(own));
    put(writer, 2, 'graph');
    for (const [name, own] of Object.entries(weights)) {
      const named = message((end) => put(end, 8, name));
      put(writer, 5, Uint8Array.from([...own, ...named]));
    }
    for (const [name, shape] of Object.entries(inputs)) put(writer, 11, valueInfo(name, shape));
    for (const name of outputs) put(writer, 12, valueInfo(name));
  });
  return message((writer) => {
    put(writer, 1, 8);
    put(writer, 7, graph);
    put(
      writer,
      8,
      message((own) => put(put(own, 1, ''), 2, opset)),
    );
  });
}

/** Zeros of this shape. */
export const zeros = (...shape: number[]) => floats(shape, Array(shape.reduce((a, b) => a * b, 1)).fill(0));

/** An attribute of whole numbers. */
export const list = (...ints: number[]) => ({ ints });

/** Inputs of a file whose model takes images. */
export const image = { x: ['batch', 4, 8, 9] };
