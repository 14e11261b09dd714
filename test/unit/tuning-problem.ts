import type { Capabilities } from '../../src/problem/capabilities.ts';
import { type Conv2dProblemInit, createConv2dProblem } from '../../src/problem/create.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

/** A graphics card without optional features. */
export const capabilities: Capabilities = {
  limits: DEFAULT_LIMITS,
  hasF16: false,
  hasSubgroups: false,
  isSoftware: false,
  vendor: 'acme',
  architecture: 'one',
};

/** A 3×3 convolution of as many channels in and out. */
export function problem(channels: number, extent: number, more: Partial<Conv2dProblemInit> = {}) {
  const inputShape = [1, channels, extent, extent];
  return createConv2dProblem({ inputShape, filterShape: [channels, channels, 3, 3], padding: 1, ...more });
}
