import { isSoftwareAdapter } from '../../src/gpu/device.ts';
import type { Capabilities } from '../../src/problem/capabilities.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { lane } from './lane.ts';

/** The capabilities that the lane's device will have. */
export const capabilities: Capabilities = {
  limits: { ...DEFAULT_LIMITS, ...lane.limits },
  hasF16: lane.features.includes('shader-f16'),
  hasSubgroups: lane.features.includes('subgroups'),
  isSoftware: isSoftwareAdapter({ description: lane.adapter } as GPUAdapterInfo),
  vendor: '',
  architecture: '',
};
