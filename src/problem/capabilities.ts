/** The device limits that a plan depends on, as in `GPUSupportedLimits`. */
export interface PlanLimits {
  /** Dispatch size along each axis. */
  readonly maxComputeWorkgroupsPerDimension: number;
  /** Bytes of one storage binding. */
  readonly maxStorageBufferBindingSize: number;
  /** Bytes of one buffer. */
  readonly maxBufferSize: number;
  /** Product of a workgroup's three sizes. */
  readonly maxComputeInvocationsPerWorkgroup: number;
  /** Bytes of workgroup memory. */
  readonly maxComputeWorkgroupStorageSize: number;
  /** Bytes that a binding's offset must be a multiple of. */
  readonly minStorageBufferOffsetAlignment: number;
}

/** What a device can do, as plain data. The planner sees no device, so tests can inject any. */
export interface Capabilities {
  /** The limits that apply to the device. */
  readonly limits: PlanLimits;
  /** Feature `shader-f16`. */
  readonly hasF16: boolean;
  /** Feature `subgroups`. */
  readonly hasSubgroups: boolean;
  /** Whether the adapter is a CPU implementation (SwiftShader, lavapipe). It runs other kernels than a GPU. */
  readonly isSoftware: boolean;
  /** `GPUAdapterInfo.vendor`, or empty. */
  readonly vendor: string;
  /** `GPUAdapterInfo.architecture`, or empty. */
  readonly architecture: string;
}
