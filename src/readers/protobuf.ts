/*!
 * Reading protobuf's wire format: @bufbuild/protobuf, Copyright 2021-2026 Buf Technologies, Inc., licensed under the
 * Apache License, Version 2.0 (http://www.apache.org/licenses/LICENSE-2.0), its varints Copyright 2008 Google Inc.,
 * licensed under BSD-3-Clause.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { ConvError, InvalidArgumentError } from '../errors.ts';
import { decodeText } from './bytes.ts';

/** Type of a field. `integer` is any varint; beyond 2⁵³ it loses its lowest bits. */
type ScalarKind = 'integer' | 'float' | 'double' | 'text' | 'bytes';

/** A field of a message: a scalar, or a message of its own. */
export interface Field {
  readonly name: string;
  readonly kind: ScalarKind | MessageSchema;
  /** Whether the value is an array. */
  readonly isRepeated: boolean;
}

/** The fields to read, by number; others are skipped. */
export type MessageSchema = ReadonlyMap<number, Field>;

/** A decoded message by field name; missing fields are absent. */
export type Message = Record<string, unknown>;

const WIRE_TYPES: Record<ScalarKind, WireType> = {
  integer: WireType.Varint,
  float: WireType.Bit32,
  double: WireType.Bit64,
  text: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
};

/** A field for {@link schema}. */
export const field = (name: string, kind: Field['kind']): Field => ({ name, kind, isRepeated: false });

/** A repeated field for {@link schema}. */
export const repeated = (name: string, kind: Field['kind']): Field => ({ name, kind, isRepeated: true });

/** A schema of these fields. */
export const schema = (fields: Readonly<Record<number, Field>>): MessageSchema =>
  new Map(Object.entries(fields).map(([number, own]) => [Number(number), own]));

/**
 * Decodes a binary protobuf message to the depth of the schema. `bytes` fields are views.
 * @throws InvalidArgumentError naming the field and the byte offset.
 */
export function decodeMessage(path: string, bytes: Uint8Array, fields: MessageSchema): Message {
  // the reader's default text decoder registers itself globally
  const reader = new BinaryReader(bytes, (text) => decodeText(path, text));
  const message: Message = {};
  try {
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag();
      const own = fields.get(number);
      if (own) readField(path, reader, message, own, wireType);
      else if (wireType === WireType.StartGroup) throw new Error('groups, which no message here has');
      else reader.skip(wireType, number);
    }
    if (reader.pos > reader.len) throw new RangeError('premature EOF');
  } catch (error) {
    if (error instanceof ConvError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw new InvalidArgumentError(`${path}, byte ${reader.pos}`, problem, 'a protobuf message');
  }
  return message;
}

function readField(
  path: string,
  reader: BinaryReader,
  message: Message,
  own: Field,
  wireType: WireType,
): void {
  const { name, kind, isRepeated } = own;
  const expected = typeof kind === 'string' ? WIRE_TYPES[kind] : WireType.LengthDelimited;
  const values = (isRepeated && (message[name] as unknown[])) || [];
  const place = `${path}.${name}`;
  if (wireType === expected) {
    values.push(readValue(isRepeated ? `${place}[${values.length}]` : place, reader, kind));
  } else if (isRepeated && wireType === WireType.LengthDelimited) {
    const end = reader.uint32() + reader.pos;
    if (end > reader.len) throw new RangeError('premature EOF');
    while (reader.pos < end) values.push(readValue(place, reader, kind));
    if (reader.pos > end) throw new RangeError(`${name} past the end of its list`);
  } else {
    throw new Error(`wire type ${wireType} for ${name}`);
  }
  message[name] = isRepeated ? values : values[0];
}

function readValue(path: string, reader: BinaryReader, kind: Field['kind']): unknown {
  switch (kind) {
    case 'integer':
      return Number(reader.int64());
    case 'float':
      return reader.float();
    case 'double':
      return reader.double();
    case 'text':
      return decodeText(path, reader.bytes());
    case 'bytes':
      return reader.bytes();
    default:
      return decodeMessage(path, reader.bytes(), kind);
  }
}
