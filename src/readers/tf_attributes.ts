import type { InputLayout, Padding } from '../problem/options.ts';
import type { GraphCall } from './graph_call.ts';
import type { JsonPath } from './json_path.ts';
import { missing } from './model_writer.ts';

/** A field of a node's attribute in protobuf's JSON, such as `i` of `{ "i": "2" }`. */
function field(call: GraphCall, name: string, kind: string): JsonPath {
  const attributes = call.place.get('attr');
  const attribute = attributes.isAbsent ? attributes : attributes.get(name);
  return attribute.isAbsent ? attribute : attribute.get(kind);
}

/** A whole number; protobuf's JSON may write it as text. */
export function wholeNumber(place: JsonPath, min: number): number {
  const { value } = place;
  if (typeof value === 'number') return place.integer(min);
  if (!/^-?\d{1,16}$/.test(place.string()) || Number(value) < min) place.fail(`a whole number from ${min}`);
  return Number(value);
}

export const flag = (call: GraphCall, name: string): boolean => field(call, name, 'b').boolean(false);

export const real = (call: GraphCall, name: string, absent: number): number =>
  field(call, name, 'f').number(absent);

export function integer(call: GraphCall, name: string, min: number): number {
  return wholeNumber(field(call, name, 'i'), min);
}

/** A list of whole numbers; empty if absent. */
export function integers(call: GraphCall, name: string, min: number): number[] {
  const list = field(call, name, 'list');
  return list.isAbsent
    ? []
    : list
        .get('i')
        .items()
        .map((item) => wholeNumber(item, min));
}

/** Text, stored as base64 or as an array of bytes. */
export function text(call: GraphCall, name: string, absent: string): string {
  const place = field(call, name, 's');
  return place.isAbsent ? absent : decode(place);
}

export function texts(call: GraphCall, name: string): string[] {
  const list = field(call, name, 'list');
  return list.isAbsent ? [] : list.get('s').items().map(decode);
}

function decode(place: JsonPath): string {
  if (place.isArray) return String.fromCharCode(...place.integers(0).slice(0, 64));
  try {
    return atob(place.string());
  } catch {
    return place.fail('base64');
  }
}

/** Sizes of a `TensorShapeProto`; `null` for −1, which means any size. */
export function shapeOf(place: JsonPath): (number | null)[] {
  if (place.get('unknownRank').boolean(false)) place.fail('a shape whose rank is known');
  return place
    .get('dim')
    .items()
    .map((dim) => wholeNumber(dim.get('size'), -1))
    .map((size) => (size === -1 ? null : size));
}

export function layoutOf(call: GraphCall): InputLayout {
  const format = text(call, 'data_format', 'NHWC');
  if (format !== 'NHWC' && format !== 'NCHW') return missing(`${call.operator} with data_format '${format}'`);
  return format === 'NHWC' ? 'nhwc' : 'nchw';
}

/** The numbers for rows and columns, from a list with one number per axis. */
export function spatial(call: GraphCall, name: string, layout: InputLayout): [number, number] {
  const all = integers(call, name, 1);
  if (all.length === 0) return [1, 1];
  if (all.length !== 4) call.place.fail(`${name} with 4 numbers`);
  const [n, c] = [all[0], all[layout.indexOf('c')]];
  if (n !== 1 || c !== 1) missing(`${call.operator} with ${name} along batch or channels`);
  return [all[layout.indexOf('h')], all[layout.indexOf('w')]];
}

export function paddingOf(call: GraphCall, layout: InputLayout): Padding {
  const padding = text(call, 'padding', 'VALID');
  if (padding === 'VALID') return 'valid';
  if (padding === 'SAME') return 'same';
  if (padding !== 'EXPLICIT') return missing(`${call.operator} with padding '${padding}'`);
  const all = integers(call, 'explicit_paddings', 0);
  if (all.length !== 8) call.place.fail('explicit_paddings with 8 numbers');
  const [h, w] = [2 * layout.indexOf('h'), 2 * layout.indexOf('w')];
  return [all[h], all[h + 1], all[w], all[w + 1]];
}
