/** The limits a plan depends on. */
export interface PlanLimits {
  readonly maxComputeWorkgroupsPerDimension: number;
  readonly maxStorageBufferBindingSize: number;
  readonly maxBufferSize: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxComputeWorkgroupStorageSize: number;
  readonly minStorageBufferOffsetAlignment: number;
}

/** What a device can do, as plain data: the planner sees no device, so tests can inject any. */
export interface Capabilities {
  readonly limits: PlanLimits;
  /** Feature `shader-f16`. */
  readonly hasF16: boolean;
  /** Feature `subgroups`. */
  readonly hasSubgroups: boolean;
  /** A CPU behind the WebGPU interface (SwiftShader, lavapipe): it wants other kernels than a GPU. */
  readonly isSoftware: boolean;
  readonly vendor: string;
  readonly architecture: string;
}

/** The limits WebGPU guarantees everywhere. */
export const DEFAULT_LIMITS: PlanLimits = {
  maxComputeWorkgroupsPerDimension: 65535,
  maxStorageBufferBindingSize: 128 * 2 ** 20,
  maxBufferSize: 256 * 2 ** 20,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupStorageSize: 16384,
  minStorageBufferOffsetAlignment: 256,
};
