import { sameTiles } from '../plan/choice.ts';
import { type Conv2dPlan, planConv2d, planIfBindable, rankCandidates } from '../plan/plan.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import type { Conv2dProblem } from '../problem/problem.ts';

const MAX_CANDIDATES = 12;

/** A candidate whose estimated cost exceeds the best one's by more than this factor is not tried. */
const MAX_COST_RATIO = 32;

/**
 * The plans to try: the default, then the best of each other kernel, then the rest as the model ranks them. At most
 * `max`, and never more than 12.
 */
export function shortlist(
  problem: Conv2dProblem,
  capabilities: Capabilities,
  max = MAX_CANDIDATES,
): Conv2dPlan[] {
  const count = Math.min(max, MAX_CANDIDATES);
  const all = rankCandidates(problem, capabilities);
  const ranked = all.filter(({ cost }) => cost <= MAX_COST_RATIO * all[0].cost);
  const leaders = ranked.filter(
    ({ kernel }, index) => ranked.findIndex((other) => other.kernel === kernel) === index,
  );
  const plans = [planConv2d(problem, capabilities)];
  for (const { kernel, tiles } of [...leaders, ...ranked]) {
    if (plans.length >= count) break;
    if (plans.some((plan) => plan.kernel === kernel.name && sameTiles(plan.tiles, tiles))) continue;
    const plan = planIfBindable(problem, capabilities, { kernel: kernel.name, tiles });
    if (plan) plans.push(plan);
  }
  return plans;
}
