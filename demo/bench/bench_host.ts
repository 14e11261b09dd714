import { Signal } from '../app/lifetime.ts';
import { type BenchReport, summarize } from './harness.ts';
import { doInWorker, type Effort } from './job.ts';
import { titleOf } from './rows.ts';

/** The rows to measure, and how. */
export interface BenchOrder extends Effort {
  readonly suite: string;
  /** Names of rows of the suite. */
  readonly rows: readonly string[];
}

/** Progress of the bench. */
export type BenchProgress =
  | { readonly kind: 'idle' }
  | { readonly kind: 'ceilings'; readonly done: 0; readonly total: number }
  | { readonly kind: 'row'; readonly done: number; readonly total: number; readonly title: string }
  | { readonly kind: 'done' | 'stopped'; readonly done: number; readonly total: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** Runs the bench and keeps its report while the page is open. */
export class BenchHost {
  readonly progress = new Signal<BenchProgress>({ kind: 'idle' });
  readonly report = new Signal<BenchReport | undefined>(undefined);
  #stopping: AbortController | undefined;

  get isRunning(): boolean {
    return this.#stopping !== undefined;
  }

  /** Measures the ceilings, then the rows in turn; the report grows with each. Does nothing while running. */
  async start(order: BenchOrder): Promise<void> {
    if (this.isRunning) return;
    this.#stopping = new AbortController();
    const { signal } = this.#stopping;
    const end = await this.#run(order, signal).catch((error: Error): BenchProgress => {
      if (!signal.aborted) return { kind: 'failed', reason: error.message };
      const done = this.report.value?.cases.length ?? 0;
      return { kind: 'stopped', done, total: order.rows.length };
    });
    this.#stopping = undefined;
    this.progress.value = end;
  }

  /** Aborts the current row. Finished rows stay in the report. */
  stop(): void {
    this.#stopping?.abort();
  }

  async #run({ suite, rows, ...effort }: BenchOrder, signal: AbortSignal): Promise<BenchProgress> {
    const total = rows.length;
    this.report.value = undefined;
    this.progress.value = { kind: 'ceilings', done: 0, total };
    const found = await doInWorker({ effort }, signal);
    if (found.kind !== 'ceilings') throw new TypeError('no ceilings');
    const { adapter, ceilings } = found;
    const run = { host: browserName(navigator.userAgent), adapter, dtype: effort.dtype, ceilings };
    this.report.value = summarize({ ...run, cases: [] });
    for (const [done, name] of rows.entries()) {
      this.progress.value = { kind: 'row', done, total, title: titleOf(name) };
      const raced = await doInWorker({ effort, row: { suite, name, ceilings } }, signal);
      if (raced.kind !== 'case') throw new TypeError('no row');
      this.report.value = summarize({ ...run, cases: [...this.report.value.cases, raced.row] });
    }
    return { kind: 'done', done: total, total };
  }
}

/** Name and version of the browser, such as `Chrome/156.0.0.0`. */
export function browserName(userAgent: string): string {
  const names = [/Edg\/[\d.]+/, /Firefox\/[\d.]+/, /Chrome\/[\d.]+/, /Version\/[\d.]+ (?:\S+ )?Safari/];
  return names.map((name) => userAgent.match(name)?.[0]).find(Boolean) ?? userAgent;
}
