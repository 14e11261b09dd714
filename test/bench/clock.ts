import type { Timed } from './contestant.ts';

/** Clocks in browsers are coarse and noisy; a batch of this length is not. */
const BATCH_MS = 10;
const MAX_BATCH = 4096;

/** How long to go on measuring. */
export interface Effort {
  readonly minSamples: number;
  readonly maxSamples: number;
  /** After this long, one contestant's `minSamples` are enough. */
  readonly budgetMs: number;
}

export const THOROUGH: Effort = { minSamples: 3, maxSamples: 11, budgetMs: 2000 };
export const QUICK: Effort = { minSamples: 1, maxSamples: 3, budgetMs: 300 };

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
 * Times each in turn, A B C A B C …, in batches of at least 10 ms, so that what disturbs the machine
 * disturbs all alike.
 */
export async function timeInterleaved(entries: readonly Timed[], effort: Effort): Promise<Samples[]> {
  const lanes: { entry: Timed; count: number; samples: number[]; spentMs: number }[] = [];
  for (const entry of entries) lanes.push({ entry, count: await batchCount(entry), samples: [], spentMs: 0 });
  for (let open = lanes; open.length > 0; open = open.filter((lane) => wantsMore(lane, effort))) {
    for (const lane of open) {
      const batchMs = await timeMs(() => lane.entry.run(lane.count));
      lane.samples.push(batchMs / lane.count);
      lane.spentMs += batchMs;
    }
  }
  return lanes.map(({ samples }) => summarise(samples));
}

function wantsMore({ samples, spentMs }: { samples: number[]; spentMs: number }, effort: Effort): boolean {
  if (samples.length < effort.minSamples) return true;
  return samples.length < effort.maxSamples && spentMs < effort.budgetMs;
}

/** Runs it takes to fill a batch; also warms up. */
async function batchCount(entry: Timed): Promise<number> {
  let count = 1;
  for (;;) {
    const batchMs = await timeMs(() => entry.run(count));
    if (batchMs >= BATCH_MS || count >= MAX_BATCH) return count;
    const wanted = Math.ceil((count * 1.3 * BATCH_MS) / Math.max(batchMs, BATCH_MS / 16));
    count = Math.min(MAX_BATCH, Math.max(count + 1, wanted));
  }
}

function summarise(samples: readonly number[]): Samples {
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
