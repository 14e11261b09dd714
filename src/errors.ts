/** Base class of every error of this library: `instanceof ConvError` catches them all. */
export class ConvError extends Error {
  /** The class's name, also in minified code. */
  override readonly name: string = 'ConvError';
}

/** An argument has a wrong type, shape or value. Thrown before the GPU is touched. */
export class InvalidArgumentError extends ConvError {
  override readonly name = 'InvalidArgumentError';
  constructor(
    /** The argument as the caller wrote it, such as `options.strides` or `filter.shape[1]`. */
    readonly argument: string,
    /** The value, or a description of it. */
    readonly got: unknown,
    /** What the argument must be, in words. */
    readonly needs: string,
  ) {
    super(`${argument}: got ${show(got)}, needs ${needs}`);
  }
}

/** The call is valid but this device, adapter or runtime cannot do it. */
export class UnsupportedError extends ConvError {
  override readonly name: string = 'UnsupportedError';
}

/** The call is valid but exceeds a device limit. */
export class LimitExceededError extends UnsupportedError {
  override readonly name = 'LimitExceededError';
  constructor(
    /** The thing that is too large, in words. */
    readonly what: string,
    /** The limit's name in `GPUSupportedLimits`. */
    readonly limit: string,
    /** The device's value of the limit. */
    readonly limitValue: number,
    /** The value that the call needs. */
    readonly asked: number,
    /** A way out, in words. */
    readonly advice: string,
  ) {
    super(`${what} needs ${asked}, but ${limit} of this device is ${limitValue}; ${advice}`);
  }
}

/** The device has no memory left for a buffer or texture. */
export class OutOfMemoryError extends ConvError {
  override readonly name = 'OutOfMemoryError';
}

/** The GPU device was lost (crash, driver reset, `destroy()`). Request a new one and prepare again. */
export class DeviceLostError extends ConvError {
  override readonly name = 'DeviceLostError';
  constructor(
    /** The reason of `GPUDeviceLostInfo`, or `'unknown'`. */
    readonly reason: string,
    detail = '',
  ) {
    super(
      `the GPU device was lost (${reason})${detail && `: ${detail}`}; request a new device and prepare again`,
    );
  }
}

/** A fault of the library itself: a shader that does not compile, a plan that contradicts itself. */
export class InternalError extends ConvError {
  override readonly name = 'InternalError';
}

const SHOWN_CHARACTERS = 80;
const SHOWN_ITEMS = 16;
const SHOWN_DEPTH = 3;

/** A value as error messages print it: short, and distinguishable from a value of another type. */
export function show(value: unknown, depth = 0): string {
  if (typeof value === 'string') return `'${shorten(value)}'`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return depth < SHOWN_DEPTH ? showItems(value, depth) : 'an array';
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  if (value === null || typeof value !== 'object') return String(value);
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' ? shorten(name) : 'an object';
}

function showItems(items: readonly unknown[], depth: number): string {
  const shown = items.slice(0, SHOWN_ITEMS).map((item) => show(item, depth + 1));
  if (items.length > SHOWN_ITEMS) shown.push(`… ${items.length} in all`);
  return `[${shown.join(', ')}]`;
}

function shorten(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
