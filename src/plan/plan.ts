import { InvalidArgumentError, type LimitExceededError } from '../errors.ts';
import type { Kernel, Tiles } from '../kernels/kernel.ts';
import { KERNELS } from '../kernels/registry.ts';
import type { Algorithm } from '../problem/algorithm.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import type { Conv2dProblem } from '../problem/problem.ts';
import { type FoldedStep, foldSteps, type KernelProgram, type OwnedBuffer } from '../wgsl/step.ts';
import { oversizedBuffer } from './limits.ts';
import { sliceBatch, sliceSteps } from './slices.ts';

/** How a problem will be computed. Pure data: print it with `JSON.stringify`. */
export interface Conv2dPlan {
  readonly problemKey: string;
  readonly kernel: string;
  readonly algorithm: Algorithm;
  readonly tiles: Tiles;
  /** Why this kernel, in a few words. */
  readonly reason: string;
  readonly prepare: readonly FoldedStep[];
  readonly steps: readonly FoldedStep[];
  readonly buffers: Readonly<Record<string, OwnedBuffer>>;
}

/** A kernel with one choice of tiles and what the model thinks it costs. */
export interface Candidate {
  readonly kernel: Kernel;
  readonly tiles: Tiles;
  readonly cost: number;
}

/** What a caller may fix instead of leaving it to the model. */
export interface PlanChoice {
  readonly kernel?: string;
  readonly tiles?: Tiles;
  /** Shown as the plan's reason. */
  readonly reason?: string;
}

/**
 * Chooses how to compute `problem` on a device with these capabilities.
 * @throws InvalidArgumentError where `choice` names no kernel that can; LimitExceededError where nothing can.
 */
export function planConv2d(
  problem: Conv2dProblem,
  capabilities: Capabilities,
  choice: PlanChoice = {},
): Conv2dPlan {
  const slices = sliceBatch(problem, capabilities.limits);
  const ranked = rankCandidates(slices[0].problem, capabilities, choice);
  const { kernel, tiles, program } = firstThatFits(ranked, slices[0].problem, capabilities);
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

/** Every candidate that can compute `problem`, cheapest first. */
export function rankCandidates(
  problem: Conv2dProblem,
  capabilities: Capabilities,
  choice: PlanChoice = {},
): Candidate[] {
  const candidates = KERNELS.filter((kernel) => choice.kernel === undefined || kernel.name === choice.kernel)
    .filter((kernel) => kernel.refusal(problem, capabilities) === undefined)
    .flatMap((kernel) =>
      (choice.tiles ? [choice.tiles] : kernel.candidates(problem, capabilities)).map((tiles) => ({
        kernel,
        tiles,
        cost: kernel.cost(problem, capabilities, tiles),
      })),
    );
  if (candidates.length === 0) throw unsupportedChoice(problem, capabilities, choice);
  return candidates.sort((a, b) => a.cost - b.cost);
}

/** The cheapest candidate whose buffers can all be bound, built. @throws LimitExceededError where there is none. */
function firstThatFits(
  ranked: readonly Candidate[],
  problem: Conv2dProblem,
  capabilities: Capabilities,
): Candidate & { readonly program: KernelProgram } {
  let failure: LimitExceededError | undefined;
  for (const candidate of ranked) {
    const program = candidate.kernel.build(problem, capabilities, candidate.tiles);
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

function unsupportedChoice(problem: Conv2dProblem, capabilities: Capabilities, choice: PlanChoice) {
  const kernel = KERNELS.find(({ name }) => name === choice.kernel);
  const why = kernel?.refusal(problem, capabilities);
  return new InvalidArgumentError(
    'plan.kernel',
    choice.kernel,
    kernel
      ? `a kernel that can compute ${problem.key}; this one cannot: ${why}`
      : `one of ${KERNELS.map(({ name }) => name).join(', ')}`,
  );
}
