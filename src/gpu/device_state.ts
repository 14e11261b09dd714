import { DeviceLostError, InvalidArgumentError } from '../errors.ts';
import { BUFFER_USAGE } from './flags.ts';

/** Per-device state: whether the device is lost, and what was compiled for it. */
export interface DeviceState {
  lost: GPUDeviceLostInfo | undefined;
  /** Kept alive as long as the device: Dawn in Node crashes if it is collected before. */
  gpu: GPU | undefined;
  /** Called when the device is lost. Handlers of `device.lost` itself could not be removed. */
  readonly lossListeners: Set<() => void>;
  readonly pipelines: Map<string, Promise<GPUComputePipeline>>;
  readonly layouts: Map<string, GPUBindGroupLayout>;
  /** A buffer of zeros for unused bindings. */
  placeholder: GPUBuffer | undefined;
  sampler: GPUSampler | undefined;
}

const states = new WeakMap<GPUDevice, DeviceState>();

/** The state of `device`, created on first use. */
export function deviceState(device: GPUDevice): DeviceState {
  const known = states.get(device);
  if (known) return known;
  if (typeof device?.createBuffer !== 'function') {
    throw new InvalidArgumentError('device', device, 'a GPUDevice, for example from requestDevice()');
  }
  const state: DeviceState = {
    lost: undefined,
    gpu: undefined,
    lossListeners: new Set(),
    pipelines: new Map(),
    layouts: new Map(),
    placeholder: undefined,
    sampler: undefined,
  };
  states.set(device, state);
  device.lost.then((info) => {
    state.lost = info;
    for (const onLoss of state.lossListeners) onLoss();
  });
  return state;
}

/** @throws DeviceLostError if `device` is known to be lost. After a loss WebGPU itself fails silently. */
export function checkNotLost(device: GPUDevice): void {
  const { lost } = deviceState(device);
  if (lost) throw lossError(lost);
}

const lossError = ({ reason, message }: GPUDeviceLostInfo) =>
  new DeviceLostError(reason ?? 'unknown', message);

const LOSS_PATIENCE_MS = 100;

/**
 * Returns DeviceLostError if the device was lost, otherwise the original error. When the GPU process crashes, browsers
 * let calls fail before they report the loss.
 */
export async function causeOf(error: unknown, device: GPUDevice): Promise<unknown> {
  if (error instanceof DeviceLostError || error instanceof InvalidArgumentError) return error;
  await Promise.race([device.lost, new Promise((resolve) => setTimeout(resolve, LOSS_PATIENCE_MS))]);
  const { lost } = deviceState(device);
  return lost ? lossError(lost) : error;
}

/**
 * Waits for `work`, but rejects as soon as the device is lost: when the GPU process crashes, browsers leave some calls
 * without an answer.
 * @throws DeviceLostError
 */
export async function unlessLost<T>(device: GPUDevice, work: Promise<T>): Promise<T> {
  const state = deviceState(device);
  let onLoss = () => {};
  const loss = new Promise<never>((_, reject) => {
    onLoss = () => reject(lossError(state.lost!));
  });
  if (state.lost) onLoss();
  state.lossListeners.add(onLoss);
  try {
    return await Promise.race([work, loss]);
  } finally {
    state.lossListeners.delete(onLoss);
  }
}

/** A small buffer of zeros, one per device. */
export function placeholderBuffer(device: GPUDevice): GPUBuffer {
  const state = deviceState(device);
  state.placeholder ??= device.createBuffer({
    label: 'webgpu-conv placeholder',
    size: 16,
    usage: BUFFER_USAGE.STORAGE,
  });
  return state.placeholder;
}

/** A sampler that returns the nearest texel, one per device. */
export function nearestSampler(device: GPUDevice): GPUSampler {
  const state = deviceState(device);
  state.sampler ??= device.createSampler({ label: 'webgpu-conv nearest' });
  return state.sampler;
}
