import { LimitExceededError } from '../../errors.ts';
import type { Capabilities } from '../../problem/capabilities.ts';
import type { ImageFilterPlan } from './passes.ts';

/** Bytes of the largest buffer that can be bound whole, and the limit that sets them. */
export function largestBinding({ limits }: Capabilities) {
  const { maxStorageBufferBindingSize: binding, maxBufferSize: buffer } = limits;
  return binding <= buffer
    ? { limit: 'maxStorageBufferBindingSize', sizeBytes: binding }
    : { limit: 'maxBufferSize', sizeBytes: buffer };
}

/** Bytes of the largest buffer of a plan. */
export const largestBuffer = ({ buffers }: ImageFilterPlan) =>
  Math.max(...Object.values(buffers).map(({ sizeBytes }) => sizeBytes));

/** @throws LimitExceededError if the device cannot bind a buffer of the plan */
export function checkFits(plan: ImageFilterPlan, capabilities: Capabilities): void {
  const { limit, sizeBytes } = largestBinding(capabilities);
  const asked = largestBuffer(plan);
  if (asked <= sizeBytes) return;
  const what = `a picture of ${plan.size.width}×${plan.size.height} (bytes of its largest buffer)`;
  const advice = 'pass its pixels to filterPixels(), which cuts it into tiles';
  throw new LimitExceededError(what, limit, sizeBytes, asked, advice);
}
