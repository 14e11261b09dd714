import { DeviceLostError } from '../errors.ts';
import { capabilitiesOf } from '../gpu/device.ts';
import { checkNotLost } from '../gpu/device_state.ts';
import type { Tiles } from '../kernels/kernel.ts';
import type { Conv2dPlan } from '../plan/plan.ts';
import { resolveActivation } from '../problem/activation.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import { type Conv2dProblem, deriveProblem } from '../problem/problem.ts';
import type { Attempt } from './judge.ts';
import { addRecord, loadTable, type MemoryOptions, saveTable, tableOf } from './memory.ts';
import { shortlist } from './shortlist.ts';
import { findRecord, type TuningRecord, tuningDeviceKey, tuningTraits } from './table.ts';
import { createTrial, createTrialTensors, type Trial, type TrialTensors } from './trial.ts';

/** Options of {@link tuneConv2d}. */
export interface TuneOptions extends MemoryOptions {
  /** Milliseconds per problem after which no further candidate is tried. Default 3000. */
  readonly budgetMs?: number;
  /** Maximum candidates per problem, the default plan included. Default and upper limit: 12. */
  readonly maxCandidates?: number;
}

/** The outcome of one candidate. */
export interface TriedCandidate {
  /** Name of the kernel. */
  readonly kernel: string;
  /** Tile sizes by the names of the shader's constants. */
  readonly tiles: Tiles;
  /** Milliseconds per run; undefined if the candidate was rejected. */
  readonly timeMs?: number;
  /** Why the candidate was rejected: it did not compile, did not run, or gave a wrong output. */
  readonly rejected?: string;
}

/** The outcome of {@link tuneConv2d} for one problem. */
export interface TuneResult {
  /** The problem's `key`. */
  readonly problemKey: string;
  /** The quickest kernel and tiles, with their time and the default's. */
  readonly record: TuningRecord;
  /** In the order tried; the first is the default plan. Empty if `record` was known already. */
  readonly tried: readonly TriedCandidate[];
}

/** Candidates that are compiled in parallel, before any of them is timed. */
const PARALLEL_COMPILES = 4;
/** Minimum milliseconds per timed batch of runs. */
const BATCH_MS = 10;
/** Timed batches per candidate. */
const BATCHES = 3;
/** A candidate this many times slower than the best so far is not timed again. */
const GIVE_UP_RATIO = 1.3;
/** Minimum share of the default plan's time that a candidate must save to replace it: measurements are noisy. */
const MIN_GAIN = 0.05;

/**
 * Finds the quickest kernel and tiles for each problem by trying at most 12 candidates on the GPU. A candidate is
 * timed only if its output agrees with that of the default plan.
 * Results are kept in this session and stored. Every later `createConv2d` of these or similar shapes on this kind of
 * device uses them. A problem with a known result is not tuned again.
 * @param problems from `createConv2dProblem`. An empty list only loads what is stored.
 * @returns one result per problem, in the order of `problems`
 * @throws DeviceLostError, OutOfMemoryError.
 */
export async function tuneConv2d(
  device: GPUDevice,
  problems: readonly Conv2dProblem[],
  options: TuneOptions = {},
): Promise<TuneResult[]> {
  checkNotLost(device);
  const capabilities = capabilitiesOf(device);
  const deviceKey = tuningDeviceKey(capabilities);
  const knownRecord = (problem: Conv2dProblem) => findRecord(tableOf(device), deviceKey, problem);
  if (problems.length === 0 || !problems.every(knownRecord)) await loadTable(device, options);
  const results: TuneResult[] = [];
  for (const problem of problems) {
    const known = knownRecord(problem);
    const { record, tried } = known
      ? { record: known, tried: [] }
      : await tuneProblem(device, withoutEpilogue(problem), capabilities, options);
    if (!known) addRecord(device, deviceKey, record);
    results.push({ problemKey: problem.key, record, tried });
  }
  if (results.some(({ tried }) => tried.length > 0)) await saveTable(device, options);
  return results;
}

async function tuneProblem(
  device: GPUDevice,
  problem: Conv2dProblem,
  capabilities: Capabilities,
  { budgetMs = 3000, maxCandidates }: TuneOptions,
): Promise<Pick<TuneResult, 'record' | 'tried'>> {
  const end = performance.now() + budgetMs;
  const [defaultPlan, ...others] = shortlist(problem, capabilities, maxCandidates);
  const tensors = await createTrialTensors(device, problem);
  try {
    const { expected, timeMs: defaultTimeMs } = await runDefault(device, defaultPlan, tensors);
    let best = { plan: defaultPlan, timeMs: defaultTimeMs };
    const tried = [triedCandidate(defaultPlan, { timeMs: defaultTimeMs })];
    for (let first = 0; first < others.length && performance.now() < end; first += PARALLEL_COMPILES) {
      const plans = others.slice(first, first + PARALLEL_COMPILES);
      const trials = await Promise.allSettled(plans.map((plan) => createTrial(device, plan, tensors)));
      try {
        for (const [index, plan] of plans.entries()) {
          if (performance.now() >= end) break;
          const outcome = await runCandidate(trials[index], tensors, expected, best.timeMs);
          checkNotLost(device);
          tried.push(triedCandidate(plan, outcome));
          const limit = best.plan === defaultPlan ? (1 - MIN_GAIN) * best.timeMs : best.timeMs;
          if (outcome.timeMs !== undefined && outcome.timeMs < limit) best = { plan, timeMs: outcome.timeMs };
        }
      } finally {
        for (const trial of trials) if (trial.status === 'fulfilled') trial.value.destroy();
      }
    }
    const { kernel, tiles } = best.plan;
    const record = { ...tuningTraits(problem), kernel, tiles, timeMs: best.timeMs, defaultTimeMs };
    return { record, tried };
  } finally {
    tensors.destroy();
  }
}

/** Runs the default plan, whose output every candidate's is compared with. @throws InternalError, OutOfMemoryError, DeviceLostError. */
async function runDefault(
  device: GPUDevice,
  plan: Conv2dPlan,
  tensors: TrialTensors,
): Promise<{ expected: Attempt; timeMs: number }> {
  const trial = await createTrial(device, plan, tensors);
  try {
    const expected = { data: await trial.output(), algorithm: plan.algorithm };
    return { expected, timeMs: await timeTrial(trial, Number.POSITIVE_INFINITY) };
  } finally {
    trial.destroy();
  }
}

/** Times a compiled candidate, or says why it is rejected. @throws DeviceLostError. */
async function runCandidate(
  compiled: PromiseSettledResult<Trial>,
  { judge }: TrialTensors,
  expected: Attempt,
  bestMs: number,
): Promise<Pick<TriedCandidate, 'timeMs' | 'rejected'>> {
  if (compiled.status === 'rejected') return { rejected: messageOf(compiled.reason) };
  const trial = compiled.value;
  try {
    const data = await trial.output();
    const isRight = judge({ data, algorithm: trial.plan.algorithm }, expected);
    return isRight ? { timeMs: await timeTrial(trial, bestMs) } : { rejected: 'its output is wrong' };
  } catch (error) {
    if (error instanceof DeviceLostError) throw error;
    return { rejected: messageOf(error) };
  }
}

/** Milliseconds per run: the minimum of some batches, or of fewer once it exceeds `bestMs` by too much. */
async function timeTrial(trial: Trial, bestMs: number): Promise<number> {
  let count = 1;
  let batchMs = await trial.timeMs(count);
  while (batchMs < BATCH_MS && batchMs / count < GIVE_UP_RATIO * bestMs) {
    count = Math.ceil(count * Math.min(16, Math.max(2, (1.2 * BATCH_MS) / batchMs)));
    batchMs = await trial.timeMs(count);
  }
  let minMs = batchMs / count;
  for (let batch = 1; batch < BATCHES && minMs < GIVE_UP_RATIO * bestMs; batch++) {
    minMs = Math.min(minMs, (await trial.timeMs(count)) / count);
  }
  return minMs;
}

/** Residual and activation cost every kernel the same, and error bounds are simplest without them. */
function withoutEpilogue(problem: Conv2dProblem): Conv2dProblem {
  return deriveProblem(problem, { hasResidual: false, activation: resolveActivation(undefined) });
}

function triedCandidate(
  { kernel, tiles }: Conv2dPlan,
  outcome: Pick<TriedCandidate, 'timeMs' | 'rejected'>,
): TriedCandidate {
  return { kernel, tiles, ...outcome };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
