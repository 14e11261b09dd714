import type { Size } from '../picture.ts';

/** Parts of the full width and height, best first. */
const SCALES = [1, 0.75, 0.5, 0.375, 0.25] as const;
/** Frames after a change that are not counted: they plan and compile. */
const SETTLING_FRAMES = 2;
/** Frames that a decision rests on: the median is deaf to four of them. */
const WINDOW_FRAMES = 9;
/** A level is taken up only where it is expected to leave this part of the frame's time unused. */
const SPARE = 0.2;
/** Falls to the lowest level that leave more than this part of the time were no help. */
const USELESS = 0.9;
const SHORTEST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60_000;

type Move = 'up' | 'down' | 'undone';

/**
 * Chooses at what part of its size a picture is processed, so that frames take no longer than asked. Goes down as soon as
 * half of the last nine frames were late, up when the next level is expected to fit with a fifth to spare. A rise that had
 * to be taken back doubles the wait before the next one, up to a minute, so that it does not swing. Falls that
 * changed nothing (the time goes elsewhere) are taken back likewise. Pure: it is told the time.
 */
export class QualityController {
  readonly #budgetMs: number;
  #level = 0;
  #changedAtMs = Number.NEGATIVE_INFINITY;
  #waitMs = SHORTEST_WAIT_MS;
  #lastMove: Move | undefined;
  /** Where falls began that have not been seen to help yet, and what frames took there. */
  #fall: { readonly level: number; readonly costMs: number } | undefined;
  #settling = SETTLING_FRAMES;
  #costsMs: number[] = [];

  /** @param frameRate frames a second to hold */
  constructor(frameRate: number) {
    this.#budgetMs = 1000 / frameRate;
  }

  /** The part of the full width and height that the next frame is processed at. */
  get scale(): number {
    return SCALES[this.#level];
  }

  /** What a picture is processed at. */
  sizeOf({ width, height }: Size): Size {
    const part = (extent: number) => Math.max(1, Math.round(extent * this.scale));
    return { width: part(width), height: part(height) };
  }

  /** Forgets the frames measured: what comes is of another size, filter or device. */
  settle(): void {
    this.#settling = SETTLING_FRAMES;
    this.#costsMs = [];
  }

  /** Notes what a frame took. */
  frame(nowMs: number, costMs: number): void {
    if (this.#settling > 0) {
      this.#settling--;
      return;
    }
    this.#costsMs.push(costMs);
    if (this.#costsMs.length > WINDOW_FRAMES) this.#costsMs.shift();
    if (this.#costsMs.length === WINDOW_FRAMES) this.#decide(nowMs, median(this.#costsMs));
  }

  #decide(nowMs: number, costMs: number): void {
    const isRested = nowMs - this.#changedAtMs >= this.#waitMs;
    if (costMs > this.#budgetMs) this.#tooSlow(nowMs, costMs, isRested);
    else this.#inTime(nowMs, costMs, isRested);
  }

  #tooSlow(nowMs: number, costMs: number, isRested: boolean): void {
    if (this.#level < SCALES.length - 1) {
      if (this.#lastMove !== 'undone' || isRested) this.#lower(nowMs, costMs);
      return;
    }
    const fall = this.#fall;
    this.#fall = undefined;
    if (fall && costMs > USELESS * fall.costMs) this.#undo(fall.level, nowMs);
  }

  #inTime(nowMs: number, costMs: number, isRested: boolean): void {
    this.#fall = undefined;
    if (!isRested) return;
    if (this.#level > 0 && this.#expected(this.#level - 1, costMs) <= (1 - SPARE) * this.#budgetMs) {
      this.#move(this.#level - 1, 'up', nowMs);
    } else if (this.#lastMove === 'up') {
      this.#waitMs = SHORTEST_WAIT_MS; // it held for a whole wait: the next rise may come sooner again
    }
  }

  /** To the best level expected to fit, else to the last. */
  #lower(nowMs: number, costMs: number): void {
    if (this.#lastMove === 'up') this.#waitLonger();
    this.#fall ??= { level: this.#level, costMs };
    const fits = SCALES.findIndex(
      (_, level) => level > this.#level && this.#expected(level, costMs) <= this.#budgetMs,
    );
    this.#move(fits < 0 ? SCALES.length - 1 : fits, 'down', nowMs);
  }

  #undo(level: number, nowMs: number): void {
    this.#waitLonger();
    this.#move(level, 'undone', nowMs);
  }

  #waitLonger(): void {
    this.#waitMs = Math.min(2 * this.#waitMs, LONGEST_WAIT_MS);
  }

  #move(level: number, kind: Move, nowMs: number): void {
    this.#level = level;
    this.#lastMove = kind;
    this.#changedAtMs = nowMs;
    this.settle();
  }

  /** As if all of the time went with the number of pixels. */
  #expected(level: number, costMs: number): number {
    return costMs * (SCALES[level] / this.scale) ** 2;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
