import { capabilitiesOf } from '../gpu/device.ts';
import { type Conv2dPlan, planConv2d } from '../plan/plan.ts';
import type { Conv2dProblem } from '../problem/problem.ts';
import { bookOf } from './memory.ts';
import { planTuned, type TuningBook } from './table.ts';

/** Plans kept a device; those made first are let go. */
const KEPT_PLANS = 256;

const kept = new WeakMap<GPUDevice, { readonly book: TuningBook; readonly plans: Map<string, Conv2dPlan> }>();

/**
 * How `problem` is best computed on `device`: as tuning found for it or a neighbour, else as the model estimates.
 * Made once for each problem, and again when tuning has found something new.
 * @throws as `planConv2d`.
 */
export function planOn(device: GPUDevice, problem: Conv2dProblem): Conv2dPlan {
  const book = bookOf(device);
  let known = kept.get(device);
  if (known?.book !== book) {
    known = { book, plans: new Map() };
    kept.set(device, known);
  }
  const { plans } = known;
  let plan = plans.get(problem.key);
  if (!plan) {
    const capabilities = capabilitiesOf(device);
    plan = planTuned(problem, capabilities, book) ?? planConv2d(problem, capabilities);
    plans.set(problem.key, plan);
    if (plans.size > KEPT_PLANS) plans.delete(plans.keys().next().value!);
  }
  return plan;
}
