import { expect } from 'vitest';
import { ConvError } from '../../src/errors.ts';
import { pick, type Random, wholeNumber } from '../random.ts';

/** For a test of thousands of readings: half a second by itself, much more on a busy machine. */
export const FUZZ_TIMEOUT_MS = 60_000;

/** What one reading may take of a processor: a hang or a wild allocation is far beyond, and a busy machine adds nothing. */
const MAX_MS = 2000;
const maxBytes = (sizeBytes: number) => 32 * sizeBytes + 2 ** 20;

/** What a reading came to. */
export type Outcome = 'read' | 'refused';

/** Reads a file that may be anything: it is read, or refused with one of the library's errors, at bounded cost. */
export function readSafely(sizeBytes: number, read: () => unknown, label: string): Outcome {
  const before = process.memoryUsage();
  const start = process.cpuUsage();
  let outcome: Outcome = 'read';
  try {
    read();
  } catch (error) {
    if (!(error instanceof ConvError)) throw new Error(`${label}: ${error}`, { cause: error });
    expect(error.message.length, label).toBeLessThan(4 * sizeBytes + 1000);
    outcome = 'refused';
  }
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000, label).toBeLessThan(MAX_MS);
  const after = process.memoryUsage();
  expect(after.arrayBuffers - before.arrayBuffers, label).toBeLessThan(maxBytes(sizeBytes));
  return outcome;
}

/** Numbers that readers trip over, as bytes of a little-endian integer. */
const EDGES = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0xffffn,
  0x7fffffffn,
  0xffffffffn,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** A copy of `bytes` with one to four changes: bits, bytes, numbers, cuts, repeats, and lengths swapped. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  let mutant: Uint8Array = bytes.slice();
  for (let count = wholeNumber(random, 1, 4); count > 0; count--)
    mutant = pick(random, CHANGES)(random, mutant);
  return mutant;
}

type Change = (random: Random, bytes: Uint8Array) => Uint8Array;

const place = (random: Random, bytes: Uint8Array) => wholeNumber(random, 0, Math.max(0, bytes.length - 1));

const CHANGES: readonly Change[] = [
  (random, bytes) => {
    bytes[place(random, bytes)] ^= 1 << wholeNumber(random, 0, 7);
    return bytes;
  },
  (random, bytes) => {
    bytes[place(random, bytes)] = wholeNumber(random, 0, 255);
    return bytes;
  },
  (random, bytes) => {
    const edge = new Uint8Array(new BigUint64Array([pick(random, EDGES)]).buffer);
    const start = place(random, bytes);
    bytes.set(edge.subarray(0, Math.min(pick(random, [1, 2, 4, 8]), bytes.length - start)), start);
    return bytes;
  },
  (random, bytes) => bytes.slice(0, place(random, bytes)),
  (random, bytes) => splice(bytes, place(random, bytes), wholeNumber(random, 1, 16), new Uint8Array()),
  (random, bytes) => {
    const start = place(random, bytes);
    return splice(bytes, place(random, bytes), 0, bytes.slice(start, start + wholeNumber(random, 1, 64)));
  },
];

function splice(bytes: Uint8Array, start: number, count: number, inserted: Uint8Array): Uint8Array {
  return Uint8Array.from([...bytes.subarray(0, start), ...inserted, ...bytes.subarray(start + count)]);
}

const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  0.5,
  2 ** 31,
  2 ** 53,
  1e300,
  '',
  '__proto__',
  'constructor',
  'toString',
  [],
  {},
  [[[]]],
  [2 ** 31, 2 ** 31, 2 ** 31],
  { __proto__: null, constructor: { name: { toString: 1, valueOf: 1 } } },
];

/** A copy of a JSON value with one to three of its fields changed, removed, renamed or exchanged. */
export function mutateJson(random: Random, json: unknown): unknown {
  const mutant = structuredClone(json);
  const holders = objectsIn(mutant);
  for (let count = wholeNumber(random, 1, 3); count > 0; count--) {
    const holder = pick(random, holders);
    const keys = Object.keys(holder);
    if (keys.length === 0) continue;
    const key = pick(random, keys);
    const other = pick(random, holders);
    const change = wholeNumber(random, 0, 5);
    if (change === 0) remove(holder, key);
    else if (change === 1) repeat(random, holder, key);
    else if (change === 2) holder[key] = structuredClone(other[pick(random, Object.keys(other)) ?? '']);
    else holder[key] = structuredClone(pick(random, VALUES));
  }
  return mutant;
}

function remove(holder: object, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete (holder as Record<string, unknown>)[key];
}

/** Once more, under another name. */
function repeat(random: Random, holder: Record<string, unknown>, key: string): void {
  if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
  else holder[pick(random, ['shape', 'constructor', 'toString', 'name'])] = structuredClone(holder[key]);
}

function objectsIn(json: unknown): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const waiting: unknown[] = [json];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    found.push(next as Record<string, unknown>);
    waiting.push(...Object.values(next).filter((value) => value !== undefined));
  }
  return found;
}
