import { capabilitiesOf } from '../gpu/device.ts';
import { type Conv2dPlan, planConv2d } from '../plan/plan.ts';
import type { Conv2dProblem } from '../problem/problem.ts';
import { tableOf } from './memory.ts';
import { planTuned, type TuningTable } from './table.ts';

/** Maximum plans cached per device. The oldest are dropped first. */
const MAX_CACHED_PLANS = 256;

const caches = new WeakMap<
  GPUDevice,
  { readonly table: TuningTable; readonly plans: Map<string, Conv2dPlan> }
>();

/**
 * The best known plan for `problem` on `device`: from tuning of this or a similar problem, else by the model's estimate.
 * Cached until tuning adds a record.
 * @throws as `planConv2d`.
 */
export function planOn(device: GPUDevice, problem: Conv2dProblem): Conv2dPlan {
  const table = tableOf(device);
  let cache = caches.get(device);
  if (cache?.table !== table) {
    cache = { table, plans: new Map() };
    caches.set(device, cache);
  }
  const { plans } = cache;
  let plan = plans.get(problem.key);
  if (!plan) {
    const capabilities = capabilitiesOf(device);
    plan = planTuned(problem, capabilities, table) ?? planConv2d(problem, capabilities);
    plans.set(problem.key, plan);
    if (plans.size > MAX_CACHED_PLANS) plans.delete(plans.keys().next().value!);
  }
  return plan;
}
