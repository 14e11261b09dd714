import { InvalidArgumentError } from '../errors.ts';
import type { Pair } from './options.ts';

/** Maximum element count: shaders index with u32. */
export const MAX_ELEMENTS = 2 ** 32 - 1;

/** Maximum size, padding, stride and dilation: shaders hold coordinates as i32. */
export const MAX_EXTENT = 2 ** 31 - 1;

/** Checks that `value` is a whole number from `min` to {@link MAX_EXTENT}. */
export function checkInteger(argument: string, value: unknown, min: number): number {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > MAX_EXTENT) {
    throw new InvalidArgumentError(argument, value, `a whole number from ${min} to ${MAX_EXTENT}`);
  }
  return value as number;
}

/** Checks that `value` is a finite number. */
export function checkFinite(argument: string, value: unknown): number {
  if (!Number.isFinite(value)) throw new InvalidArgumentError(argument, value, 'a finite number');
  return value as number;
}

/** Checks an axis of a tensor of `rank` axes, -1 being the last, and gives it counted from the first. */
export function checkAxis(argument: string, axis: number, rank: number): number {
  const fromFirst = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(axis) && fromFirst >= 0 && fromFirst < rank) return fromFirst;
  throw new InvalidArgumentError(argument, axis, `a whole number from ${-rank} to ${rank - 1}`);
}

/** Checks that `value` is a boolean. */
export function checkBoolean(argument: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new InvalidArgumentError(argument, value, 'true or false');
  return value;
}

/** Checks that `value` is one of `allowed`. */
export function checkOneOf<T extends string>(argument: string, value: T, allowed: readonly T[]): T {
  if (!allowed.includes(value)) {
    throw new InvalidArgumentError(
      argument,
      value,
      `one of ${allowed.map((name) => `'${name}'`).join(', ')}`,
    );
  }
  return value;
}

/** Checks one or two positive whole numbers and returns `[height, width]`. */
export function checkPair(argument: string, value: Pair): [number, number] {
  if (typeof value === 'number') {
    checkInteger(argument, value, 1);
    return [value, value];
  }
  if (!Array.isArray(value) || value.length !== 2) {
    throw new InvalidArgumentError(argument, value, 'a number or [height, width]');
  }
  return [checkInteger(`${argument}[0]`, value[0], 1), checkInteger(`${argument}[1]`, value[1], 1)];
}

/** Checks that `shape` is `rank` positive whole numbers whose product a shader can index. */
export function checkShape(argument: string, shape: readonly number[], rank?: number): readonly number[] {
  if (!Array.isArray(shape) || (rank !== undefined && shape.length !== rank)) {
    throw new InvalidArgumentError(
      argument,
      shape,
      rank === undefined ? 'an array of sizes' : `an array of ${rank} sizes`,
    );
  }
  for (const [axis, size] of shape.entries()) checkInteger(`${argument}[${axis}]`, size, 1);
  const elementCount = shape.reduce((product, size) => product * size, 1);
  if (elementCount > MAX_ELEMENTS) {
    throw new InvalidArgumentError(
      argument,
      shape,
      `at most ${MAX_ELEMENTS} elements: shaders index with u32`,
    );
  }
  return shape;
}

/** Checks that `shape` is exactly `expected`. */
export function checkSameShape(
  argument: string,
  shape: readonly number[],
  expected: readonly number[],
): void {
  if (shape.length !== expected.length || shape.some((size, axis) => size !== expected[axis])) {
    throw new InvalidArgumentError(argument, shape, `[${expected.join(', ')}]`);
  }
}
