import type { Prepared } from './prepared.ts';

/**
 * Plans that were replaced while recorded commands may still use their buffers. The caller submits such commands before
 * the next run, and before an encoder records that has recorded nothing yet. After that the buffers are freed, once
 * submitted work is done with them.
 */
export class ReplacedPlans {
  readonly #queue: GPUQueue;
  /** The caller's encoders that have recorded something. */
  readonly #encoders = new WeakSet<GPUCommandEncoder>();
  #hasRecorded = false;
  #waiting: Prepared[] = [];

  constructor(queue: GPUQueue) {
    this.#queue = queue;
  }

  add(prepared: Prepared): void {
    this.#waiting.push(prepared);
    if (!this.#hasRecorded) this.freeWhenDone();
  }

  /** Call before the caller's `encoder` records. */
  noteEncoder(encoder: GPUCommandEncoder): void {
    if (this.#encoders.has(encoder)) return;
    this.#encoders.add(encoder);
    this.#hasRecorded = true;
    this.freeWhenDone();
  }

  /** Frees the plans after the work submitted so far. */
  freeWhenDone(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    const free = () => {
      for (const prepared of waiting) prepared.destroy();
    };
    this.#queue.onSubmittedWorkDone().then(free, free); // it rejects if the device is lost
  }

  /** Frees the plans at once. Work already submitted still completes. */
  destroy(): void {
    for (const prepared of this.#waiting) prepared.destroy();
    this.#waiting = [];
  }
}
