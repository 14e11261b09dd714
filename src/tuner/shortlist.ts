import { type Conv2dPlan, planConv2d, rankCandidates } from '../plan/plan.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import type { Conv2dProblem } from '../problem/problem.ts';
import { sameTiles } from './table.ts';

const MAX_CANDIDATES = 12;

/** Times the best candidate's estimate up to which another is worth its compilation and a run. */
const WORST_RATIO = 32;

/** The default plan, then the best of each other kernel, then whatever the model ranks highest: at most a dozen, none hopeless. */
export function shortlist(
  problem: Conv2dProblem,
  capabilities: Capabilities,
  most = MAX_CANDIDATES,
): Conv2dPlan[] {
  const count = Math.min(most, MAX_CANDIDATES);
  const usual = planConv2d(problem, capabilities);
  const all = rankCandidates(problem, capabilities);
  const ranked = all.filter(({ cost }) => cost <= WORST_RATIO * all[0].cost);
  const leaders = ranked.filter(
    ({ kernel }, index) => ranked.findIndex((other) => other.kernel === kernel) === index,
  );
  const plans = [usual];
  for (const { kernel, tiles } of [...leaders, ...ranked]) {
    if (plans.length >= count) break;
    if (plans.some((plan) => plan.kernel === kernel.name && sameTiles(plan.tiles, tiles))) continue;
    const plan = tryPlan(() => planConv2d(problem, capabilities, { kernel: kernel.name, tiles }));
    if (plan) plans.push(plan);
  }
  return plans;
}

/** Undefined where the candidate's buffers are too large to bind. */
function tryPlan(plan: () => Conv2dPlan): Conv2dPlan | undefined {
  try {
    return plan();
  } catch {
    return undefined;
  }
}
