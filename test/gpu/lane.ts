import { inject, type TestContext, test } from 'vitest';
import { DRIVER_ADVICE, type LaneInfo } from '../harness/lane-info.ts';
import { inPage } from './browser.ts';
import { inDawn } from './dawn.ts';

/** Where this test file's GPU work runs: a page in Chrome, or this Node process on Dawn. */
export interface Lane extends LaneInfo {
  /**
   * Calls a function registered by `page/*.ts` with arguments that JSON can carry.
   * @throws what it threw, or the WebGPU and console errors it left behind
   */
  call<T>(name: string, ...args: unknown[]): Promise<T>;
}

const info = inject('lane');

/** The lane of this run: the same test file runs in each. */
export const lane: Lane = { ...info, call: info.name === 'dawn' ? inDawn : inPage };

/** Skips a test, saying why, where this lane's adapter lacks one of the features. */
export function requireFeatures(context: TestContext, ...features: GPUFeatureName[]): void {
  for (const feature of features) {
    const advice = lane.name === 'dawn' ? `; ${DRIVER_ADVICE}` : '';
    if (!lane.features.includes(feature))
      context.skip(`${lane.adapter} (${lane.name}) has no ${feature}${advice}`);
  }
}

/**
 * A test that needs shader-f16. Chrome's lane leaves it to Node's, unless its own adapter has the feature; Node's lane says
 * so if its adapter has none.
 */
export function float16Test(name: string, run: () => Promise<void>): void {
  if (lane.name === 'chrome' && !lane.features.includes('shader-f16')) return;
  test(name, (context) => {
    requireFeatures(context, 'shader-f16');
    return run();
  });
}
