import { InvalidArgumentError } from '../errors.ts';

/** A value in an untrusted file, with its path there. Every access is checked. */
export class JsonPath {
  constructor(
    /** The path as errors name it, such as `json.weightsManifest[0].weights[3].shape`. */
    readonly path: string,
    readonly value: unknown,
  ) {}

  /** Whether the file leaves it out or states `null`. */
  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  get isArray(): boolean {
    return Array.isArray(this.value);
  }

  /** @throws InvalidArgumentError naming the path. */
  fail(needs: string): never {
    throw new InvalidArgumentError(this.path, this.value, needs);
  }

  /** An object's own field; absent if there is none, even if the prototype has one. */
  get(key: string): JsonPath {
    const own = this.object();
    return new JsonPath(`${this.path}.${key}`, Object.hasOwn(own, key) ? own[key] : undefined);
  }

  /** An object's own fields by name. */
  entries(): [string, JsonPath][] {
    const own = this.object();
    return Object.keys(own).map((key) => [
      key,
      new JsonPath(`${this.path}[${JSON.stringify(key)}]`, own[key]),
    ]);
  }

  /** An array's elements; none if the array is absent. */
  items(): JsonPath[] {
    if (this.isAbsent) return [];
    if (!Array.isArray(this.value)) return this.fail('an array');
    return this.value.map((item, index) => new JsonPath(`${this.path}[${index}]`, item));
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

  integer(min: number, max = Number.MAX_SAFE_INTEGER): number {
    const { value } = this;
    if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) {
      return value as number;
    }
    return this.fail(`a whole number from ${min} to ${max}`);
  }

  oneOf<const T extends string>(allowed: readonly T[], absent?: T): T {
    if (this.isAbsent && absent !== undefined) return absent;
    if (allowed.includes(this.value as T)) return this.value as T;
    return this.fail(`one of ${allowed.map((name) => `'${name}'`).join(', ')}`);
  }

  /** An array of whole numbers, each at least `min`. */
  integers(min: number): number[] {
    return this.isArray ? this.items().map((item) => item.integer(min)) : this.fail('an array');
  }

  /** Two whole numbers of at least `min`, or one for both axes. */
  pair(min: number, absent?: number): [number, number] {
    if (this.isAbsent && absent !== undefined) return [absent, absent];
    if (!this.isArray) return [this.integer(min), this.integer(min)];
    const [first, second, ...rest] = this.integers(min);
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

/** The root of a file, given as text or parsed. @throws InvalidArgumentError if the text is not JSON. */
export function parseJson(path: string, json: unknown): JsonPath {
  if (typeof json !== 'string') return new JsonPath(path, json);
  try {
    return new JsonPath(path, JSON.parse(json));
  } catch {
    throw new InvalidArgumentError(path, json, 'JSON');
  }
}
