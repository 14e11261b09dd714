import { capabilitiesOf } from '../gpu/device.ts';
import { type Conv2dPlan, planConv2d } from '../plan/plan.ts';
import type { Conv2dProblem } from '../problem/problem.ts';
import { tableOf } from './memory.ts';
import { planTuned, type TuningTable } from './table.ts';

/** Plans kept a device; those made first are let go. */
const KEPT_PLANS = 256;

const kept = new WeakMap<
  GPUDevice,
  { readonly table: TuningTable; readonly plans: Map<string, Conv2dPlan> }
>();

/**
 * How `problem` is best computed on `device`: as tuning found for it or a neighbor, else as the model estimates.
 * Made once for each problem, and again when tuning has found something new.
 * @throws as `planConv2d`.
 */
export function planOn(device: GPUDevice, problem: Conv2dProblem): Conv2dPlan {
  const table = tableOf(device);
  let known = kept.get(device);
  if (known?.table !== table) {
    known = { table, plans: new Map() };
    kept.set(device, known);
  }
  const { plans } = known;
  let plan = plans.get(problem.key);
  if (!plan) {
    const capabilities = capabilitiesOf(device);
    plan = planTuned(problem, capabilities, table) ?? planConv2d(problem, capabilities);
    plans.set(problem.key, plan);
    if (plans.size > KEPT_PLANS) plans.delete(plans.keys().next().value!);
  }
  return plan;
}
