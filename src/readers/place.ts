import { InvalidArgumentError } from '../errors.ts';

/** Bytes of a file, as `fetch` or `fs` give them. */
export type Bytes = ArrayBuffer | Uint8Array;

/** A value of a file that somebody else wrote, and where in the file it stands: every look at it is checked. */
export class Place {
  constructor(
    /** As errors name it, such as `json.weightsManifest[0].weights[3].shape`. */
    readonly path: string,
    readonly value: unknown,
  ) {}

  /** What the file leaves out, or states as `null`. */
  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  get isArray(): boolean {
    return Array.isArray(this.value);
  }

  /** @throws InvalidArgumentError naming this place. */
  fail(needs: string): never {
    throw new InvalidArgumentError(this.path, this.value, needs);
  }

  /** An object's own field; absent where there is none, whatever its prototype has by that name. */
  get(key: string): Place {
    const own = this.object();
    return new Place(`${this.path}.${key}`, Object.hasOwn(own, key) ? own[key] : undefined);
  }

  /** An object's own fields, each by its name. */
  entries(): [string, Place][] {
    const own = this.object();
    return Object.keys(own).map((key) => [key, new Place(`${this.path}[${JSON.stringify(key)}]`, own[key])]);
  }

  /** An array's elements; none where the array is absent. */
  items(): Place[] {
    if (this.isAbsent) return [];
    if (!Array.isArray(this.value)) return this.fail('an array');
    return this.value.map((item, index) => new Place(`${this.path}[${index}]`, item));
  }

  string(): string {
    return typeof this.value === 'string' ? this.value : this.fail('a string');
  }

  boolean(absent: boolean): boolean {
    if (this.isAbsent) return absent;
    return typeof this.value === 'boolean' ? this.value : this.fail('true or false');
  }

  number(absent?: number): number {
    if (this.isAbsent && absent !== undefined) return absent;
    return typeof this.value === 'number' && Number.isFinite(this.value)
      ? this.value
      : this.fail('a finite number');
  }

  integer(least: number, most = Number.MAX_SAFE_INTEGER): number {
    const { value } = this;
    if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) {
      return value as number;
    }
    return this.fail(`a whole number from ${least} to ${most}`);
  }

  oneOf<const T extends string>(allowed: readonly T[], absent?: T): T {
    if (this.isAbsent && absent !== undefined) return absent;
    if (allowed.includes(this.value as T)) return this.value as T;
    return this.fail(`one of ${allowed.map((name) => `'${name}'`).join(', ')}`);
  }

  /** An array of whole numbers of at least `least`. */
  integers(least: number): number[] {
    return this.isArray ? this.items().map((item) => item.integer(least)) : this.fail('an array');
  }

  /** One whole number of at least `least` for both axes, or two. */
  pair(least: number, absent?: number): [number, number] {
    if (this.isAbsent && absent !== undefined) return [absent, absent];
    if (!this.isArray) return [this.integer(least), this.integer(least)];
    const [first, second, ...rest] = this.integers(least);
    return second === undefined || rest.length > 0 ? this.fail('two whole numbers') : [first, second];
  }

  private object(): Record<string, unknown> {
    const { value } = this;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
    return this.fail('an object');
  }
}

/** Text or an already parsed value as a place. @throws InvalidArgumentError where the text is no JSON. */
export function jsonPlace(path: string, json: unknown): Place {
  if (typeof json !== 'string') return new Place(path, json);
  try {
    return new Place(path, JSON.parse(json));
  } catch {
    throw new InvalidArgumentError(path, json, 'JSON');
  }
}

/** UTF-8 bytes as text. @throws InvalidArgumentError where they are none. */
export function decodeText(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidArgumentError(path, bytes, 'UTF-8 text');
  }
}

/** The caller's bytes, without a copy. @throws InvalidArgumentError naming the argument. */
export function bytesOf(argument: string, bytes: Bytes): Uint8Array {
  // a plain array even of a Node Buffer, whose slice() would not copy
  if (bytes instanceof Uint8Array) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
  throw new InvalidArgumentError(argument, bytes, 'an ArrayBuffer or Uint8Array');
}
