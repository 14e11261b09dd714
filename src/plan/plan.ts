import { LimitExceededError } from '../errors.ts';
import type { Kernel, Tiles } from '../kernels/kernel.ts';
import type { Algorithm } from '../problem/algorithm.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import type { Conv2dProblem } from '../problem/problem.ts';
import { type FoldedStep, foldSteps, type KernelProgram, type OwnedBuffer } from '../wgsl/step.ts';
import { type Offer, offersFor, type PlanChoice } from './choice.ts';
import { oversizedBuffer } from './limits.ts';
import { sliceBatch, sliceSteps } from './slices.ts';

/** How a problem is computed. Plain data: `JSON.stringify` prints it. */
export interface Conv2dPlan {
  /** The problem's `key`. */
  readonly problemKey: string;
  /** Name of the kernel, such as `conv2d_gemm`. */
  readonly kernel: string;
  /** The algorithm, which determines the error bound. */
  readonly algorithm: Algorithm;
  /** Tile sizes by the names of the shader's constants. */
  readonly tiles: Tiles;
  /** Why this kernel was chosen, in a few words. */
  readonly reason: string;
  /** Steps that run once, and again after the filter's contents change. */
  readonly prepare: readonly FoldedStep[];
  /** Steps of each run. */
  readonly steps: readonly FoldedStep[];
  /** The plan's own buffers by name, with their bytes. */
  readonly buffers: Readonly<Record<string, OwnedBuffer>>;
}

/** An offer with its estimated cost. */
export interface Candidate extends Offer {
  readonly cost: number;
}

/**
 * Chooses how to compute `problem` on a device with these capabilities.
 * @param argument how the caller writes `choice`, for errors
 * @throws InvalidArgumentError if the kernel of `choice` cannot compute `problem` or does not offer its tiles;
 * LimitExceededError if nothing can.
 */
export function planConv2d(
  problem: Conv2dProblem,
  capabilities: Capabilities,
  choice: PlanChoice = {},
  argument = 'choice',
): Conv2dPlan {
  const slices = sliceBatch(problem, capabilities.limits);
  const ranked = rankCandidates(problem, capabilities, choice, argument);
  const { kernel, tiles, program } = firstThatFits(ranked, problem, slices[0].problem, capabilities);
  const { prepare, buffers } = program;
  const programs = slices.map((slice, index) =>
    index === 0 ? program : kernel.build(slice.problem, capabilities, tiles),
  );
  const steps = programs.flatMap((program, index) => sliceSteps(program.steps, slices[index]));
  const { maxComputeWorkgroupsPerDimension } = capabilities.limits;
  return {
    problemKey: problem.key,
    kernel: kernel.name,
    algorithm: kernel.algorithm,
    tiles,
    reason: reasonFor(ranked, kernel, choice),
    prepare: foldSteps(prepare, maxComputeWorkgroupsPerDimension),
    steps: foldSteps(steps, maxComputeWorkgroupsPerDimension),
    buffers,
  };
}

/** As {@link planConv2d}; undefined if a buffer of the plan is too large to bind. @throws InvalidArgumentError. */
export function planIfBindable(
  problem: Conv2dProblem,
  capabilities: Capabilities,
  choice: PlanChoice,
): Conv2dPlan | undefined {
  try {
    return planConv2d(problem, capabilities, choice);
  } catch (error) {
    if (error instanceof LimitExceededError) return undefined;
    throw error;
  }
}

/** Every candidate that `choice` leaves for `problem`, cheapest first. @throws as {@link planConv2d}. */
export function rankCandidates(
  problem: Conv2dProblem,
  capabilities: Capabilities,
  choice: PlanChoice = {},
  argument = 'choice',
): Candidate[] {
  const slice = sliceBatch(problem, capabilities.limits)[0].problem;
  return offersFor(slice, capabilities, choice, argument)
    .map(({ kernel, tiles }) => ({ kernel, tiles, cost: kernel.cost(slice, capabilities, tiles) }))
    .sort((a, b) => a.cost - b.cost);
}

/** The cheapest candidate whose buffers can all be bound, built for one slice. @throws LimitExceededError if there is none. */
function firstThatFits(
  ranked: readonly Candidate[],
  problem: Conv2dProblem,
  slice: Conv2dProblem,
  capabilities: Capabilities,
): Candidate & { readonly program: KernelProgram } {
  let failure: LimitExceededError | undefined;
  for (const candidate of ranked) {
    const program = candidate.kernel.build(slice, capabilities, candidate.tiles);
    const oversized = oversizedBuffer(problem, program, capabilities.limits);
    if (!oversized) return { ...candidate, program };
    failure ??= oversized;
  }
  throw failure;
}

function reasonFor(ranked: readonly Candidate[], chosen: Kernel, choice: PlanChoice): string {
  if (choice.kernel !== undefined) return choice.reason ?? 'asked for by name';
  const best = ranked[0];
  if (best.kernel !== chosen) return `the cheapest whose buffers can be bound; ${best.kernel.name}'s cannot`;
  const next = ranked.find(({ kernel }) => kernel !== chosen);
  if (!next) return 'the only kernel that computes this problem';
  return `estimated ${(next.cost / best.cost).toFixed(1)}× cheaper than ${next.kernel.name}`;
}
