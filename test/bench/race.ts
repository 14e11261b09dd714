import { type Effort, timeInterleaved, timeMs } from './clock.ts';
import { type Entry, isOwn, type OwnEntry } from './contestant.ts';
import { watchMemory } from './memory.ts';
import { type BenchCase, type Ceilings, type Failure, isLap, type Lap, type OwnLap } from './report.ts';

/** One row: what is computed, by whom, and how it is checked. */
export interface Contest {
  readonly key: string;
  readonly name: string;
  /** Of the direct algorithm. */
  readonly flops: number;
  /** Input, filter and output, each moved once. */
  readonly bytes: number;
  /** As that of an {@link Effort}, where it is shorter. */
  readonly patienceMs?: number;
  ours(): Promise<OwnEntry>;
  /** By name; one that can't run the row throws, saying why. */
  readonly peers: Readonly<Record<string, () => Promise<Entry>>>;
  /** The largest error of an output as a fraction of what is allowed to `entry`. */
  check(output: ArrayLike<number>, entry: Entry | OwnEntry): number;
}

/** An entry that has finished its first run, and rightly. */
interface Runner<T extends Entry> {
  readonly entry: T;
  readonly firstRunMs: number;
  readonly errorFraction: number;
  readonly peakBytes?: number;
}

/** Lets everybody run once, holds each result to the reference, and times those that are right, in turn. */
export async function race(
  contest: Contest,
  suite: string,
  ceilings: Ceilings,
  effort: Effort,
): Promise<BenchCase> {
  const { key, name, flops, bytes } = contest;
  const own = await start(contest.ours, contest.check);
  const others: (Runner<Entry> | Failure)[] = [];
  for (const enter of Object.values(contest.peers)) others.push(await start(enter, contest.check));
  const patienceMs = Math.min(effort.patienceMs, contest.patienceMs ?? Infinity);
  const [ownLapOnly, ...theirs] = await run([own, ...others], { ...effort, patienceMs }, flops);
  const ours =
    isRunner(own) && isLap(ownLapOnly) ? await ownLap(own.entry, ownLapOnly, contest, ceilings) : ownLapOnly;
  for (const runner of [own, ...others]) if (isRunner(runner)) runner.entry.dispose();
  return {
    suite,
    key,
    name,
    flops,
    bytes,
    ours: ours as OwnLap | Failure,
    peers: Object.fromEntries(Object.keys(contest.peers).map((peer, index) => [peer, theirs[index]])),
    ratioToBestPeer: ratioToBest(ours, theirs),
  };
}

/** Enters a contestant, times its first run and checks what came out. */
async function start<T extends Entry>(
  enter: () => Promise<T>,
  check: (output: ArrayLike<number>, entry: T) => number,
): Promise<Runner<T> | Failure> {
  let entry: T | undefined;
  const peakBytes = watchMemory();
  try {
    const entered = await enter();
    entry = entered;
    const firstRunMs = await timeMs(() => entered.first());
    const errorFraction = check(await entered.read(), entered);
    if (errorFraction <= 1) return { entry, firstRunMs, errorFraction, peakBytes: peakBytes() };
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
  // one's own first run is worth waiting for: on lavapipe nearly all of it is compilation
  const right = runners
    .filter(isRunner)
    .filter(({ entry, firstRunMs }) => isOwn(entry) || firstRunMs <= effort.patienceMs);
  const samples = await timeInterleaved(
    right.map(({ entry }) => entry),
    effort,
  );
  return runners.map((runner) => {
    if (!isRunner(runner)) return runner;
    const { firstRunMs, errorFraction, peakBytes } = runner;
    const times = samples[right.indexOf(runner)] ?? { medianMs: firstRunMs, minMs: firstRunMs, spread: 0 };
    return { ...times, gflops: flops / times.medianMs / 1e6, errorFraction, firstRunMs, peakBytes };
  });
}

async function ownLap(entry: OwnEntry, lap: Lap, work: Contest, ceilings: Ceilings): Promise<OwnLap> {
  const arithmeticMs = work.flops / ceilings.fmaGflops / 1e6;
  const memoryMs = work.bytes / ceilings.copyGBs / 1e6;
  return {
    ...lap,
    kernel: entry.choice.kernel,
    tiles: entry.choice.tiles,
    gpuMs: await entry.gpuMs(),
    secondCreateMs: await entry.secondCreateMs(),
    planMs: entry.planMs?.(),
    percentOfCeiling: (100 * Math.max(arithmeticMs, memoryMs)) / lap.medianMs,
    boundBy: arithmeticMs >= memoryMs ? 'arithmetic' : 'memory',
  };
}

function ratioToBest(ours: Lap | Failure, peers: readonly (Lap | Failure)[]): number | undefined {
  const times = peers.filter(isLap).map(({ medianMs }) => medianMs);
  return isLap(ours) && times.length > 0 ? Math.min(...times) / ours.medianMs : undefined;
}

function isRunner<T extends Entry>(runner: Runner<T> | Failure): runner is Runner<T> {
  return 'entry' in runner;
}
