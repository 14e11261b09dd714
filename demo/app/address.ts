const DELAY_MS = 200;

/** Writes the page's hash. Each write waits a moment, because browsers refuse frequent rewrites. */
export class Address {
  #shown = '';
  #pending: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Whether the hash differs from the one that the app last wrote or saw. */
  get hasMoved(): boolean {
    return location.hash !== this.#shown;
  }

  /** Replaces the hash soon, without a new entry in the history. */
  write(hash: string): void {
    this.#pending = hash;
    this.#timer ??= setTimeout(() => !this.hasMoved && this.settle(), DELAY_MS);
  }

  /** Writes the waiting hash now, unless the user has navigated. The current hash counts as seen. */
  settle(): void {
    if (this.#pending !== undefined && !this.hasMoved) history.replaceState(null, '', this.#pending);
    this.forget();
    this.#shown = location.hash;
  }

  /** Drops the waiting hash, because the user has navigated. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = undefined;
  }
}
