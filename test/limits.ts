import type { PlanLimits } from '../src/problem/capabilities.ts';

/** The limits that WebGPU guarantees. */
export const DEFAULT_LIMITS: PlanLimits = {
  maxComputeWorkgroupsPerDimension: 65535,
  maxStorageBufferBindingSize: 128 * 2 ** 20,
  maxBufferSize: 256 * 2 ** 20,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupStorageSize: 16384,
  minStorageBufferOffsetAlignment: 256,
};
