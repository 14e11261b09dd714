import type { GraphCall } from './graph_call.ts';
import { JsonPath } from './json_path.ts';
import { missing } from './model_writer.ts';

/** A node of an ONNX graph. */
export interface OnnxCall extends GraphCall {
  /** Version of the operator set that the model is written for. */
  readonly opset: number;
  readonly attributes: ReadonlyMap<string, JsonPath>;
}

/** Values that encoders may leave out of a present attribute: zeros (protobuf 3). */
const ZEROS = { i: 0, f: 0, s: '', ints: [], floats: [] } as const;

/** A field of an attribute; absent if the attribute is. */
export function fieldOf(call: OnnxCall, name: string, kind: keyof typeof ZEROS): JsonPath {
  const attribute = call.attributes.get(name);
  if (!attribute) return call.place.get(`attribute.${name}`);
  const own = attribute.get(kind);
  return own.isAbsent ? new JsonPath(own.path, ZEROS[kind]) : own;
}

export const hasAttribute = ({ attributes }: OnnxCall, name: string): boolean => attributes.has(name);

export function integer(call: OnnxCall, name: string, absent: number, min = 0): number {
  const place = fieldOf(call, name, 'i');
  return place.isAbsent ? absent : place.integer(min);
}

export const flag = (call: OnnxCall, name: string, absent = false): boolean =>
  integer(call, name, absent ? 1 : 0) !== 0;

export const real = (call: OnnxCall, name: string, absent: number): number =>
  fieldOf(call, name, 'f').number(absent);

export function text(call: OnnxCall, name: string, absent: string): string {
  const place = fieldOf(call, name, 's');
  return place.isAbsent ? absent : place.string();
}

/** A list of whole numbers; undefined if the attribute is absent. */
export function integers(call: OnnxCall, name: string, min: number, count?: number): number[] | undefined {
  const place = fieldOf(call, name, 'ints');
  if (place.isAbsent) return undefined;
  const numbers = place.integers(min);
  return count === undefined || numbers.length === count ? numbers : place.fail(`${count} numbers`);
}

export function reals(call: OnnxCall, name: string): number[] | undefined {
  const place = fieldOf(call, name, 'floats');
  return place.isAbsent ? undefined : place.items().map((item) => item.number());
}

/** An attribute's numbers for rows and columns. Default: 1 each. */
export function pair(call: OnnxCall, name: string): [number, number] {
  const [rows, columns] = integers(call, name, 1, 2) ?? [1, 1];
  return [rows, columns];
}

/** `pads` or `auto_pad`: `[begin, end]` axis by axis, or a rule. */
export function padding(call: OnnxCall, axisCount: number): number[] | 'same' | 'same-lower' | 'valid' {
  const rule = text(call, 'auto_pad', 'NOTSET');
  if (rule === 'SAME_UPPER') return 'same';
  if (rule === 'SAME_LOWER') return 'same-lower';
  if (rule === 'VALID') return 'valid';
  if (rule !== 'NOTSET') return missing(`${call.operator} with auto_pad '${rule}'`);
  const pads = integers(call, 'pads', 0, 2 * axisCount) ?? Array(2 * axisCount).fill(0);
  return Array.from({ length: 2 * axisCount }, (_, index) => pads[(index >> 1) + (index % 2) * axisCount]);
}

/** {@link padding} of two axes: `[top, bottom, left, right]`, or a rule. */
export function padding2d(call: OnnxCall) {
  const sides = padding(call, 2);
  return typeof sides === 'string' ? sides : ([sides[0], sides[1], sides[2], sides[3]] as const);
}
