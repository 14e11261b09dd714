const BAR_WIDTH = 24;
const CLEAR_LINE = '\r\x1b[K';

/** A progress bar, on terminals only. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #isShown: boolean;
  #text = '';

  constructor(stream: NodeJS.WriteStream, isQuiet: boolean) {
    this.#stream = stream;
    this.#isShown = stream.isTTY && !isQuiet;
  }

  /** @param part of the current picture that is done, 0 to 1 */
  show(doneCount: number, allCount: number, part: number, name: string): void {
    const full = Math.round(((doneCount + part) / allCount) * BAR_WIDTH);
    const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
    const count = allCount > 1 ? ` ${doneCount + 1} of ${allCount}` : '';
    const text = `${bar}${count}  ${name}`.slice(0, (this.#stream.columns || 80) - 1);
    if (this.#isShown && text !== this.#text) this.#stream.write(CLEAR_LINE + text);
    this.#text = text;
  }

  /** Removes the line, before a message or at the end. */
  clear(): void {
    if (this.#isShown && this.#text) this.#stream.write(CLEAR_LINE);
    this.#text = '';
  }
}
