const DELAY_MS = 200;

/** The page's hash as the app writes it: a moment late, since browsers refuse to have it rewritten at every move. */
export class Address {
  #shown = '';
  #pending: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Whether the hash is another one than the app wrote or saw last. */
  get hasMoved(): boolean {
    return location.hash !== this.#shown;
  }

  /** Replaces the hash soon, without a new entry in the history. */
  write(hash: string): void {
    this.#pending = hash;
    this.#timer ??= setTimeout(() => !this.hasMoved && this.settle(), DELAY_MS);
  }

  /** Writes what is waiting, now, unless the reader has gone elsewhere; takes what the hash is then as seen. */
  settle(): void {
    if (this.#pending !== undefined && !this.hasMoved) history.replaceState(null, '', this.#pending);
    this.forget();
    this.#shown = location.hash;
  }

  /** Lets go of what is waiting: the reader went elsewhere. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = undefined;
  }
}
