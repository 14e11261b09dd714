import type { Timed } from './contestant.ts';

/** Clocks in browsers are coarse, and word of finished work takes a millisecond to come; in a batch of this length neither shows. */
const BATCH_MS = 50;
const MAX_BATCH = 4096;

/** How long to go on measuring. */
export interface Effort {
  readonly minSamples: number;
  readonly maxSamples: number;
  /** After this long, one contestant's `minSamples` are enough. */
  readonly budgetMs: number;
  /** A peer whose first run takes longer than this is not run again: that run is its time. */
  readonly patienceMs: number;
}

export const THOROUGH: Effort = { minSamples: 3, maxSamples: 11, budgetMs: 2000, patienceMs: Infinity };
export const QUICK: Effort = { minSamples: 1, maxSamples: 3, budgetMs: 300, patienceMs: 15_000 };

/** Samples of one contestant, in milliseconds a run. */
export interface Samples {
  readonly medianMs: number;
  readonly minMs: number;
  readonly spread: number;
}

/** Wall-clock milliseconds of `work`. */
export async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Times each in turn, A B C A B C …, in batches of at least 50 ms, so that what disturbs the machine
 * disturbs all alike.
 */
export async function timeInterleaved(entries: readonly Timed[], effort: Effort): Promise<Samples[]> {
  const lanes: Lane[] = [];
  for (const entry of entries) lanes.push(await openLane(entry));
  for (;;) {
    const open = lanes.filter((lane) => wantsMore(lane, effort));
    if (open.length === 0) return lanes.map(({ samples }) => summarize(samples));
    for (const lane of open) sample(lane, await timeMs(() => lane.entry.run(lane.count)));
  }
}

interface Lane {
  readonly entry: Timed;
  readonly count: number;
  readonly samples: number[];
  spentMs: number;
}

/** Finds how many runs fill a batch; the batch that does is the first sample, the shorter ones warm up. */
async function openLane(entry: Timed): Promise<Lane> {
  for (let count = 1; ; ) {
    const batchMs = await timeMs(() => entry.run(count));
    if (batchMs >= BATCH_MS || count >= MAX_BATCH) {
      return { entry, count, samples: [batchMs / count], spentMs: batchMs };
    }
    const wanted = Math.ceil((count * 1.3 * BATCH_MS) / Math.max(batchMs, BATCH_MS / 16));
    count = Math.min(MAX_BATCH, Math.max(count + 1, wanted));
  }
}

function sample(lane: Lane, batchMs: number): void {
  lane.samples.push(batchMs / lane.count);
  lane.spentMs += batchMs;
}

function wantsMore({ samples, spentMs }: Lane, effort: Effort): boolean {
  if (samples.length < effort.minSamples) return true;
  return samples.length < effort.maxSamples && spentMs < effort.budgetMs;
}

function summarize(samples: readonly number[]): Samples {
  const sorted = [...samples].sort((a, b) => a - b);
  const medianMs = quantile(sorted, 0.5);
  return { medianMs, minMs: sorted[0], spread: (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / medianMs };
}

function quantile(sorted: readonly number[], fraction: number): number {
  const at = fraction * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
