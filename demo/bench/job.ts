import type { BenchCase, Ceilings, SessionOptions } from './harness.ts';

/** How rows are measured. */
export type Effort = Required<Pick<SessionOptions, 'quick' | 'dtype'>>;

/** A worker's job: the ceilings, or one row. */
export interface Job {
  readonly effort: Effort;
  readonly row?: { readonly suite: string; readonly name: string; readonly ceilings: Ceilings };
}

/** A worker's answer. */
export type Answer =
  | { readonly kind: 'ceilings'; readonly adapter: string; readonly ceilings: Ceilings }
  | { readonly kind: 'case'; readonly adapter: string; readonly row: BenchCase }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Does a job in a worker of its own, as the command line measures each row in a page of its own. The page stays
 * responsive, rows do not warm each other up, and ending the worker stops the job.
 * @throws what the worker threw, or the signal's reason once it aborts
 */
export function doInWorker(job: Job, signal: AbortSignal): Promise<Exclude<Answer, { kind: 'failed' }>> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Exclude<Answer, { kind: 'failed' }>>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      if (data.kind === 'failed') reject(new Error(data.reason));
      else resolve(data);
    });
    signal.throwIfAborted();
    worker.postMessage(job);
  }).finally(() => worker.terminate());
}
