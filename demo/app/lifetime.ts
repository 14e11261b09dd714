/** Ends a view's listeners, loops and GPU objects together. */
export class Lifetime {
  readonly #controller = new AbortController();

  /** Aborts when the lifetime ends; fits `addEventListener(…, { signal })`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.signal.aborted;
  }

  /** Calls `cleanUp` at the end, or now if the lifetime is over. */
  onEnd(cleanUp: () => void): void {
    if (this.isOver) cleanUp();
    else this.signal.addEventListener('abort', cleanUp, { once: true });
  }

  end(): void {
    this.#controller.abort();
  }
}

/** A value that calls its listeners when it changes. */
export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set value(value: T) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }

  /** Calls `listener` now and at each change, until the lifetime ends. */
  watch(lifetime: Lifetime, listener: (value: T) => void): void {
    this.#listeners.add(listener);
    lifetime.onEnd(() => this.#listeners.delete(listener));
    listener(this.#value);
  }
}
