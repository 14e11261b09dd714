import { flopsOf } from '../../src/problem/problem.ts';
import { type Conv2dCase, problemOf } from '../case.ts';
import { type CaseTensors, tensorsOf } from '../data.ts';
import { createChecker } from './check.ts';
import { type Effort, timeInterleaved, timeMs } from './clock.ts';
import type { Contestant, Entry } from './contestant.ts';
import { type OwnEntry, ourselves } from './ours.ts';
import { type BenchCase, type Ceilings, type Failure, isLap, type Lap, type OwnLap } from './report.ts';
import { titleOf } from './rows.ts';

/** What rows are raced with. */
export interface Race {
  readonly suite: string;
  readonly device: GPUDevice;
  readonly peers: readonly Contestant[];
  readonly ceilings: Ceilings;
  readonly effort: Effort;
}

/** What a row costs at least, whatever computes it. */
interface Work {
  readonly flops: number;
  readonly bytes: number;
}

/** A contestant that has finished its first run, and rightly. */
interface Runner<T extends Entry> {
  readonly entry: T;
  readonly firstRunMs: number;
  readonly errorFraction: number;
}

/**
 * Lets every contestant run `row` once, holds each result to the reference, and times those that are right,
 * in turn.
 */
export async function raceRow(row: Conv2dCase, race: Race): Promise<BenchCase> {
  const problem = problemOf(row);
  const tensors = tensorsOf(row);
  const check = createChecker(row, tensors);
  const own = await start(
    () => ourselves(race.device).enter(row, tensors),
    (output, entry) => check(output, entry.plan.algorithm),
  );
  const others: [string, Runner<Entry> | Failure][] = [];
  for (const peer of race.peers) {
    others.push([
      peer.name,
      await start(
        () => peer.enter(row, tensors),
        (output) => check(output),
      ),
    ]);
  }
  const work = { flops: flopsOf(problem), bytes: bytesOf(tensors, problem) };
  const laps = await run([own, ...others.map(([, runner]) => runner)], race.effort, work.flops);
  const peers = Object.fromEntries(others.map(([name], index) => [name, laps[index + 1]]));
  const ours =
    isRunner(own) && isLap(laps[0]) ? await ownLap(own.entry, laps[0], work, race.ceilings) : laps[0];
  for (const runner of [own, ...others.map(([, each]) => each)]) if (isRunner(runner)) runner.entry.dispose();
  return {
    suite: race.suite,
    key: problem.key,
    name: titleOf(row),
    ...work,
    ours: ours as OwnLap | Failure,
    peers,
    ratioToBestPeer: ratioToBest(ours, Object.values(peers)),
  };
}

/** Enters a contestant, times its first run and checks what came out. */
async function start<T extends Entry>(
  enter: () => Promise<T>,
  check: (output: ArrayLike<number>, entry: T) => number,
): Promise<Runner<T> | Failure> {
  let entry: T | undefined;
  try {
    const entered = await enter();
    entry = entered;
    const firstRunMs = await timeMs(() => entered.first());
    const errorFraction = check(await entered.read(), entered);
    if (errorFraction <= 1) return { entry, firstRunMs, errorFraction };
    entry.dispose();
    return { error: `wrong: ${errorFraction.toPrecision(2)}× the allowed error` };
  } catch (error) {
    entry?.dispose();
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

async function run(
  runners: readonly (Runner<Entry> | Failure)[],
  effort: Effort,
  flops: number,
): Promise<(Lap | Failure)[]> {
  const right = runners.filter(isRunner);
  const samples = await timeInterleaved(
    right.map(({ entry }) => entry),
    effort,
  );
  return runners.map((runner) => {
    if (!isRunner(runner)) return runner;
    const { firstRunMs, errorFraction } = runner;
    const times = samples[right.indexOf(runner)];
    return { ...times, gflops: flops / times.medianMs / 1e6, errorFraction, firstRunMs };
  });
}

async function ownLap(entry: OwnEntry, lap: Lap, work: Work, ceilings: Ceilings): Promise<OwnLap> {
  const arithmeticMs = work.flops / ceilings.fmaGflops / 1e6;
  const memoryMs = work.bytes / ceilings.copyGBs / 1e6;
  return {
    ...lap,
    kernel: entry.plan.kernel,
    tiles: entry.plan.tiles,
    gpuMs: await entry.gpuMs(),
    secondCreateMs: await entry.secondCreateMs(),
    percentOfCeiling: (100 * Math.max(arithmeticMs, memoryMs)) / lap.medianMs,
    boundBy: arithmeticMs >= memoryMs ? 'arithmetic' : 'memory',
  };
}

function ratioToBest(ours: Lap | Failure, peers: readonly (Lap | Failure)[]): number | undefined {
  const times = peers.filter(isLap).map(({ medianMs }) => medianMs);
  return isLap(ours) && times.length > 0 ? Math.min(...times) / ours.medianMs : undefined;
}

/** Input, filter, bias and output, each moved once. */
function bytesOf({ input, filter, bias }: CaseTensors, problem: ReturnType<typeof problemOf>): number {
  const outputs = problem.batch * problem.outChannels * problem.outHeight * problem.outWidth;
  const elements = input.data.length + filter.data.length + (bias?.data.length ?? 0) + outputs;
  return elements * (problem.dataType === 'float16' ? 2 : 4);
}

function isRunner<T extends Entry>(runner: Runner<T> | Failure): runner is Runner<T> {
  return 'entry' in runner;
}
