import { DeviceLostError } from '../errors.ts';
import { capabilitiesOf } from '../gpu/device.ts';
import { checkNotLost } from '../gpu/device_state.ts';
import type { Tiles } from '../kernels/kernel.ts';
import { resolveActivation } from '../problem/activation.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import { type Conv2dProblem, deriveProblem } from '../problem/problem.ts';
import { loadTable, type MemoryOptions, noteRecord, saveTable, tableOf } from './memory.ts';
import { shortlist } from './shortlist.ts';
import { isTuned, type TuningRecord, tuningDeviceKey, tuningTraits } from './table.ts';
import { createTrial, createTrialTensors, type Trial, type TrialTensors } from './trial.ts';

/** Options of {@link tuneConv2d}. */
export interface TuneOptions extends MemoryOptions {
  /** Milliseconds after which a problem's remaining candidates are left untried. Default 3000. */
  readonly budgetMs?: number;
  /** Candidates to try a problem, the default among them. Default 12, which is also the most. */
  readonly maxCandidates?: number;
}

/** What became of one candidate. */
export interface TriedCandidate {
  readonly kernel: string;
  readonly tiles: Tiles;
  /** Milliseconds of one run; absent where it was rejected. */
  readonly timeMs?: number;
  /** Why it was rejected: it did not compile, did not run, or was wrong. */
  readonly rejected?: string;
}

/** What {@link tuneConv2d} found for one problem. */
export interface TuneResult {
  readonly problemKey: string;
  readonly record: TuningRecord;
  /** In the order tried; the first is the default. Empty where an earlier result was found. */
  readonly tried: readonly TriedCandidate[];
}

/** Compiled together while nothing is timed. */
const PARALLEL_COMPILES = 4;
const BATCH_MS = 10;
const BATCHES = 3;
/** A candidate this much slower than the best so far is not measured again. */
const GIVE_UP_RATIO = 1.3;
/** A candidate replaces the default only if it takes less than this much of its time: measurements are noisy. */
const WORTH_IT = 0.95;

/**
 * Finds the quickest kernel and tiles for each problem by trying at most a dozen on the GPU. A candidate is
 * timed only after its output agrees with the default kernel's; one that fails to compile or run is passed over.
 * Results are remembered, stored, and used by every later `createConv2d` of these or similar shapes on this kind
 * of device. A problem that is already tuned is not tuned again.
 * @param problems as `createConv2dProblem` makes them; with none, what is stored is read and no more
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
  const isKnown = (problem: Conv2dProblem) => isTuned(tableOf(device), deviceKey, problem);
  if (problems.length > 0 && problems.every(isKnown)) return [];
  await loadTable(device, options);
  const results: TuneResult[] = [];
  for (const problem of problems) {
    if (isKnown(problem)) continue;
    const result = await tuneProblem(device, withoutEpilogue(problem), capabilities, options);
    noteRecord(device, deviceKey, result.record);
    results.push({ ...result, problemKey: problem.key });
  }
  if (results.length > 0) await saveTable(device, options);
  return results;
}

async function tuneProblem(
  device: GPUDevice,
  problem: Conv2dProblem,
  capabilities: Capabilities,
  { budgetMs = 3000, maxCandidates }: TuneOptions,
): Promise<TuneResult> {
  const end = performance.now() + budgetMs;
  const [usual, ...others] = shortlist(problem, capabilities, maxCandidates);
  const tensors = await createTrialTensors(device, problem);
  try {
    const trial = await createTrial(device, usual, tensors);
    const expected = { data: await trial.output(), algorithm: usual.algorithm };
    const defaultTimeMs = await timeTrial(trial, Number.POSITIVE_INFINITY);
    trial.destroy();
    let best = { plan: usual, timeMs: defaultTimeMs };
    const tried: TriedCandidate[] = [{ kernel: usual.kernel, tiles: usual.tiles, timeMs: defaultTimeMs }];
    for (let at = 0; at < others.length && performance.now() < end; at += PARALLEL_COMPILES) {
      const wave = others.slice(at, at + PARALLEL_COMPILES);
      const trials = await Promise.allSettled(wave.map((plan) => createTrial(device, plan, tensors)));
      for (const [index, { kernel, tiles }] of wave.entries()) {
        if (performance.now() >= end) {
          discard(trials[index]);
          continue;
        }
        const outcome = await attempt(trials[index], tensors, expected, best.timeMs);
        checkNotLost(device);
        tried.push({ kernel, tiles, ...outcome });
        const limit = best.plan === usual ? WORTH_IT * best.timeMs : best.timeMs;
        if (outcome.timeMs !== undefined && outcome.timeMs < limit)
          best = { plan: wave[index], timeMs: outcome.timeMs };
      }
    }
    const { kernel, tiles } = best.plan;
    const record = { ...tuningTraits(problem), kernel, tiles, timeMs: best.timeMs, defaultTimeMs };
    return { problemKey: problem.key, record, tried };
  } finally {
    tensors.destroy();
  }
}

async function attempt(
  compiled: PromiseSettledResult<Trial>,
  { judge }: TrialTensors,
  expected: Parameters<TrialTensors['judge']>[0],
  bestMs: number,
): Promise<Pick<TriedCandidate, 'timeMs' | 'rejected'>> {
  if (compiled.status === 'rejected') return { rejected: messageOf(compiled.reason) };
  const trial = compiled.value;
  try {
    const data = await trial.output();
    if (!judge({ data, algorithm: trial.plan.algorithm }, expected))
      return { rejected: 'its output is wrong' };
    return { timeMs: await timeTrial(trial, bestMs) };
  } catch (error) {
    if (error instanceof DeviceLostError) throw error;
    return { rejected: messageOf(error) };
  } finally {
    trial.destroy();
  }
}

function discard(compiled: PromiseSettledResult<Trial>): void {
  if (compiled.status === 'fulfilled') compiled.value.destroy();
}

/** Milliseconds of one run: the best of some batches of at least 10 ms, or of fewer once it has no hope. */
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

/** Activation and residual cost every kernel alike, and bounds are simplest without them. */
function withoutEpilogue(problem: Conv2dProblem): Conv2dProblem {
  return deriveProblem(problem, { hasResidual: false, activation: resolveActivation(undefined) });
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
