import { UnsupportedError } from '../errors.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import { deviceState } from './device_state.ts';

/** Options of {@link requestDevice}. */
export interface RequestDeviceOptions {
  /** Source of adapters. Default `navigator.gpu`. In Node: the result of `create([])` of the npm package `webgpu`. */
  readonly gpu?: GPU;
  /** Passed to `requestAdapter`. Default `'high-performance'`. */
  readonly powerPreference?: GPUPowerPreference;
  /** Called with a sentence for the user if only a software adapter was found. Default `console.warn`. */
  readonly onSoftwareAdapter?: (message: string) => void;
  /** The device's label in GPU tools and errors. Default `'webgpu-conv'`. */
  readonly label?: string;
}

const OPTIONAL_FEATURES = ['shader-f16', 'subgroups', 'timestamp-query'] as const;
const RAISED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBuffersPerShaderStage',
  'maxTextureDimension2D',
] as const;

/**
 * Requests a device with the adapter's highest limits, and with `shader-f16`, `subgroups` and `timestamp-query` if the
 * adapter has them.
 * @throws UnsupportedError, worded for the user, if there is no WebGPU or no adapter.
 */
export async function requestDevice(options: RequestDeviceOptions = {}): Promise<GPUDevice> {
  const gpu = options.gpu ?? globalThis.navigator?.gpu;
  if (!gpu) throw new UnsupportedError(withoutWebGpu());
  const adapter = await gpu.requestAdapter({
    powerPreference: options.powerPreference ?? 'high-performance',
  });
  if (!adapter) {
    throw new UnsupportedError(
      'WebGPU found no graphics adapter: update the graphics driver, turn on hardware acceleration in the ' +
        'browser settings, or try another browser',
    );
  }
  const device = await adapter.requestDevice({
    label: options.label ?? 'webgpu-conv',
    requiredFeatures: OPTIONAL_FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(RAISED_LIMITS.map((name) => [name, adapter.limits[name]])),
  });
  deviceState(device).gpu = gpu;
  if (isSoftwareAdapter(adapter.info)) {
    const report = options.onSoftwareAdapter ?? console.warn;
    report(
      `WebGPU runs on the CPU (${describeAdapter(adapter.info)}), not on a GPU: results are correct but slow`,
    );
  }
  return device;
}

/** Whether the adapter is a CPU implementation of WebGPU. */
export function isSoftwareAdapter(info: GPUAdapterInfo | undefined): boolean {
  if (!info) return false;
  const words = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`;
  // Mesa's driver for Apple GPUs names its architecture 'software'
  if (/honeykrisp/i.test(words)) return false;
  return (
    info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|software|warp|basic render/i.test(words)
  );
}

/** An adapter in a few words for people: its description, otherwise its vendor, architecture and device. */
export function describeAdapter(info: GPUAdapterInfo | undefined): string {
  if (!info) return 'unknown adapter';
  return (
    info.description ||
    [info.vendor, info.architecture, info.device].filter(Boolean).join(' ') ||
    'unnamed adapter'
  );
}

/**
 * The limits and features of `device` that the planner depends on.
 * @throws InvalidArgumentError if `device` is not a GPUDevice.
 */
export function capabilitiesOf(device: GPUDevice): Capabilities {
  deviceState(device);
  const { limits, features, adapterInfo } = device;
  return {
    limits: {
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      minStorageBufferOffsetAlignment: limits.minStorageBufferOffsetAlignment,
    },
    hasF16: features.has('shader-f16'),
    hasSubgroups: features.has('subgroups'),
    isSoftware: isSoftwareAdapter(adapterInfo),
    vendor: adapterInfo?.vendor ?? '',
    architecture: adapterInfo?.architecture ?? '',
  };
}

function withoutWebGpu(): string {
  if (globalThis.isSecureContext === false) {
    return 'WebGPU needs a secure page: open this one over https or from localhost';
  }
  return typeof globalThis.document === 'undefined'
    ? "navigator.gpu is missing: pass { gpu }, for example from create() of the npm package 'webgpu'"
    : 'this browser has no WebGPU: use a current Chrome, Edge, Firefox or Safari';
}
