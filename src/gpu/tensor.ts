import { InvalidArgumentError, LimitExceededError, OutOfMemoryError, UnsupportedError } from '../errors.ts';
import { ELEMENT_BYTES, elementCount } from '../problem/layouts.ts';
import type { Dtype } from '../problem/options.ts';
import { checkInteger, checkOneOf, checkSameShape, checkShape } from '../problem/validate.ts';
import { checkNotLost, deviceState } from './device_state.ts';
import { BUFFER_USAGE } from './flags.ts';
import { fromFloat16Bits, toFloat16Bits } from './float16.ts';
import { readBytes } from './read.ts';

/** Options of {@link tensor} and {@link emptyTensor}. */
export interface TensorOptions {
  /** Stored element type. Default `'float32'`; `'float16'` needs the device feature `shader-f16`. */
  readonly dtype?: Dtype;
  /** The buffer's label in GPU tools and errors. Default: the shape. */
  readonly label?: string;
}

/** Options of {@link tensorFromBuffer}. */
export interface TensorViewOptions extends TensorOptions {
  /** Start of the tensor in the buffer, in bytes: a multiple of `minStorageBufferOffsetAlignment`. Default 0. */
  readonly offsetBytes?: number;
}

interface TensorParts {
  readonly device: GPUDevice;
  readonly buffer: GPUBuffer;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly offsetBytes: number;
  readonly ownsBuffer: boolean;
  readonly allocation?: Promise<GPUError | null>;
}

/** A dense tensor in a storage buffer, row-major in the axis order of its shape. */
export class GpuTensor {
  /** The device of the buffer. */
  readonly device: GPUDevice;
  /** The storage buffer. The tensor covers `sizeBytes` from `offsetBytes` on. */
  readonly buffer: GPUBuffer;
  /** Axis sizes, outermost first; frozen. */
  readonly shape: readonly number[];
  /** Stored element type. */
  readonly dtype: Dtype;
  /** Start of the tensor in its buffer, in bytes. */
  readonly offsetBytes: number;
  readonly #ownsBuffer: boolean;
  /** Undefined once confirmed. */
  #allocation: Promise<GPUError | null> | undefined;
  /** Rejects if the contents could not be computed. */
  #settled: Promise<unknown> | undefined;
  #destroyed = false;

  /** @internal Use {@link tensor}, {@link emptyTensor} or {@link tensorFromBuffer}. */
  constructor(parts: TensorParts) {
    this.device = parts.device;
    this.buffer = parts.buffer;
    this.shape = Object.freeze([...parts.shape]);
    this.dtype = parts.dtype;
    this.offsetBytes = parts.offsetBytes;
    this.#ownsBuffer = parts.ownsBuffer;
    this.#allocation = parts.allocation;
  }

  /** Number of elements, the product of the shape. */
  get elementCount(): number {
    return elementCount(this.shape);
  }

  /** Size in the buffer in bytes, a multiple of 4. */
  get sizeBytes(): number {
    return sizeBytesOf(this.shape, this.dtype);
  }

  /** Whether {@link destroy} was called. */
  get destroyed(): boolean {
    return this.#destroyed;
  }

  /**
   * Copies the values to the CPU in row-major order; float16 is widened to float32. Waits for GPU work submitted
   * before.
   * @throws OutOfMemoryError if the tensor's buffer, or one its contents were computed with, could not be allocated;
   * InvalidArgumentError if the tensor is destroyed; DeviceLostError.
   */
  async read(): Promise<Float32Array> {
    checkUsable('tensor', this);
    const reading = readBytes(this.device, this.buffer, this.offsetBytes, this.sizeBytes);
    // waits for both, so a failed read leaves nothing pending; the error of the contents explains more
    const [contents] = await Promise.allSettled([this.settled, reading]);
    if (contents.status === 'rejected') throw contents.reason;
    const bytes = await reading;
    const values =
      this.dtype === 'float16' ? fromFloat16Bits(new Uint16Array(bytes)) : new Float32Array(bytes);
    return values.subarray(0, this.elementCount);
  }

  /**
   * Uploads new contents; values are rounded to the dtype.
   * @throws InvalidArgumentError if `data` has another length or the tensor is destroyed; DeviceLostError.
   */
  write(data: ArrayLike<number>): void {
    checkUsable('tensor', this);
    if (data.length !== this.elementCount) {
      throw new InvalidArgumentError(
        'data',
        `${data.length} values`,
        `${this.elementCount} for ${show(this.shape)}`,
      );
    }
    const bytes = encodeElements(data, this.dtype);
    this.#settled = undefined;
    this.device.queue.writeBuffer(this.buffer, this.offsetBytes, bytes);
  }

  /** Resolves once the buffer's allocation is confirmed. @throws OutOfMemoryError if it failed. */
  async checkAllocated(): Promise<void> {
    const error = await this.#allocation;
    if (!error) this.#allocation = undefined;
    else throw new OutOfMemoryError(`no GPU memory for a tensor of ${show(this.shape)}: ${error.message}`);
  }

  /** @internal Resolves once memory for the contents is confirmed, or rejects; undefined if it is confirmed. */
  get settled(): Promise<unknown> | undefined {
    if (!this.#settled) return this.#allocation && this.checkAllocated();
    return this.#allocation ? Promise.all([this.checkAllocated(), this.#settled]) : this.#settled;
  }

  /** @internal The contents depend on `settled`. If it rejects, reads throw its error. */
  dependsOn(settled: Promise<unknown> | undefined): void {
    const own = settled?.then(() => {
      if (this.#settled === own) this.#settled = undefined;
    });
    own?.catch(() => {}); // reported by a read
    this.#settled = own;
  }

  /** Frees the buffer if the library created it. Submitted work still completes. Safe to call twice. */
  destroy(): void {
    if (this.#ownsBuffer && !this.#destroyed) this.buffer.destroy();
    this.#destroyed = true;
  }

  /** Calls {@link destroy} at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.destroy();
  }
}

/**
 * Uploads a new tensor.
 * @param data values in row-major order; rounded to the dtype
 * @param shape axis sizes, outermost first, such as `[n, c, h, w]`
 * @throws InvalidArgumentError, LimitExceededError, UnsupportedError (float16 without `shader-f16`), DeviceLostError
 * before anything is allocated. A failed allocation is reported as OutOfMemoryError when the tensor is read or
 * convolved.
 */
export function tensor(
  device: GPUDevice,
  data: ArrayLike<number>,
  shape: readonly number[],
  options: TensorOptions = {},
): GpuTensor {
  checkShape('shape', shape);
  if (typeof data?.length !== 'number' || data.length !== elementCount(shape)) {
    throw new InvalidArgumentError(
      'data',
      `${data?.length} values`,
      `${elementCount(shape)} for shape ${show(shape)}`,
    );
  }
  const made = emptyTensor(device, shape, options);
  made.write(data);
  return made;
}

/** Allocates a tensor of zeros. @throws like {@link tensor}. */
export function emptyTensor(
  device: GPUDevice,
  shape: readonly number[],
  options: TensorOptions = {},
): GpuTensor {
  checkNotLost(device);
  checkShape('shape', shape);
  const dtype = checkDataType(device, options.dtype ?? 'float32');
  const sizeBytes = sizeBytesOf(shape, dtype);
  if (sizeBytes > device.limits.maxBufferSize) {
    throw new LimitExceededError(
      `a ${dtype} tensor of ${show(shape)}`,
      'maxBufferSize',
      device.limits.maxBufferSize,
      sizeBytes,
      'split it along its first axis',
    );
  }
  device.pushErrorScope('out-of-memory');
  const { STORAGE, COPY_SRC, COPY_DST } = BUFFER_USAGE;
  const buffer = device.createBuffer({
    label: options.label ?? `tensor ${show(shape)}`,
    size: sizeBytes,
    usage: STORAGE | COPY_SRC | COPY_DST,
  });
  const allocation = device.popErrorScope().catch(() => null);
  return new GpuTensor({ device, buffer, shape, dtype, offsetBytes: 0, ownsBuffer: true, allocation });
}

/**
 * Views part of a caller's buffer as a tensor, without a copy. The buffer needs usage STORAGE, and COPY_SRC and
 * COPY_DST to be read and written from the CPU.
 * @throws InvalidArgumentError if the buffer lacks STORAGE or is too small, or the offset is not aligned;
 * UnsupportedError for float16 without `shader-f16`.
 */
export function tensorFromBuffer(
  device: GPUDevice,
  buffer: GPUBuffer,
  shape: readonly number[],
  options: TensorViewOptions = {},
): GpuTensor {
  deviceState(device);
  checkShape('shape', shape);
  const dtype = checkDataType(device, options.dtype ?? 'float32');
  const offsetBytes = checkInteger('options.offsetBytes', options.offsetBytes ?? 0, 0);
  const alignment = device.limits.minStorageBufferOffsetAlignment;
  if (offsetBytes % alignment !== 0) {
    throw new InvalidArgumentError('options.offsetBytes', offsetBytes, `a multiple of ${alignment}`);
  }
  if (!(buffer?.usage & BUFFER_USAGE.STORAGE)) {
    throw new InvalidArgumentError('buffer', buffer?.usage, 'a GPUBuffer with usage STORAGE');
  }
  const end = offsetBytes + sizeBytesOf(shape, dtype);
  if (buffer.size < end) {
    throw new InvalidArgumentError(
      'buffer',
      `${buffer.size} bytes`,
      `${end} for shape ${show(shape)} and its offset`,
    );
  }
  return new GpuTensor({ device, buffer, shape, dtype, offsetBytes, ownsBuffer: false });
}

/** @throws InvalidArgumentError if `value` is not a tensor, is destroyed, or is not on `device`; DeviceLostError. */
export function checkUsable(argument: string, value: GpuTensor, device?: GPUDevice): void {
  if (!(value instanceof GpuTensor)) throw new InvalidArgumentError(argument, value, 'a GpuTensor');
  if (value.destroyed) throw new InvalidArgumentError(argument, 'a destroyed tensor', 'a live one');
  if (device && value.device !== device) {
    throw new InvalidArgumentError(argument, 'a tensor of another GPUDevice', 'one made on this device');
  }
  checkNotLost(value.device);
}

/** @throws like {@link checkUsable}; InvalidArgumentError if shape or dtype differ. */
export function checkTensor(
  argument: string,
  value: GpuTensor,
  device: GPUDevice,
  { shape, dtype }: { readonly shape: readonly number[]; readonly dtype: Dtype },
): void {
  checkUsable(argument, value, device);
  checkSameShape(`${argument}.shape`, value.shape, shape);
  checkDtype(argument, value, dtype);
}

/** @throws InvalidArgumentError if `value` has another dtype. */
export function checkDtype(argument: string, { dtype }: GpuTensor, needed: Dtype): void {
  if (dtype !== needed) throw new InvalidArgumentError(`${argument}.dtype`, dtype, `'${needed}'`);
}

/** Size of a dense tensor in bytes, rounded up to 4: WebGPU copies and binds in units of 4. */
export function sizeBytesOf(shape: readonly number[], dtype: Dtype): number {
  return Math.ceil((elementCount(shape) * ELEMENT_BYTES[dtype]) / 4) * 4;
}

function checkDataType(device: GPUDevice, dtype: Dtype): Dtype {
  checkOneOf('options.dtype', dtype, ['float32', 'float16']);
  if (dtype === 'float16' && !device.features.has('shader-f16')) {
    throw new UnsupportedError(
      "dtype 'float16' needs the device feature 'shader-f16', which this device lacks",
    );
  }
  return dtype;
}

function encodeElements(
  data: ArrayLike<number>,
  dtype: Dtype,
): Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  if (dtype === 'float32') {
    return data instanceof Float32Array && data.buffer instanceof ArrayBuffer
      ? (data as Float32Array<ArrayBuffer>)
      : Float32Array.from(data);
  }
  const padded = new Uint16Array(Math.ceil(data.length / 2) * 2);
  padded.set(toFloat16Bits(data));
  return padded;
}

const show = (shape: readonly number[]) => `[${shape.join(', ')}]`;
