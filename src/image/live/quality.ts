import type { Size } from '../picture.ts';

/** Fractions of the full width and height, best first. */
const SCALES = [1, 0.75, 0.5, 0.375, 0.25] as const;
/** Frames ignored after a change: they plan and compile. */
const SETTLING_FRAMES = 2;
/** Frames per decision. Four outliers do not move their median. */
const WINDOW_FRAMES = 9;
/** A higher level must be expected to leave this fraction of the frame time unused. */
const SPARE = 0.2;
/** If dropping to the lowest level still takes this fraction of the frame time, the drop did not help. */
const USELESS = 0.9;
const SHORTEST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60_000;

type Step = 'up' | 'down' | 'undone';

/**
 * Chooses the fraction of its size that a picture is processed at, so that frames hold a rate. Steps down once the median
 * of nine frames is late, and up once the next level is expected to fit with a fifth to spare. A step up that had to be
 * undone doubles the wait before the next one, up to a minute, so that the level does not oscillate. A step down that
 * did not help (the time goes elsewhere) is undone in the same way. The caller passes the time, so the class is pure.
 */
export class QualityController {
  readonly #budgetMs: number;
  #level = 0;
  #changedAtMs = Number.NEGATIVE_INFINITY;
  #waitMs = SHORTEST_WAIT_MS;
  #lastStep: Step | undefined;
  /** Level and frame time before the steps down that are not known to have helped yet. */
  #drop: { readonly level: number; readonly costMs: number } | undefined;
  #settling = SETTLING_FRAMES;
  #costsMs: number[] = [];

  /** @param frameRate frames a second to hold */
  constructor(frameRate: number) {
    this.#budgetMs = 1000 / frameRate;
  }

  /** Fraction of the full width and height for the next frame. */
  get scale(): number {
    return SCALES[this.#level];
  }

  /** Processing size of a picture. */
  sizeOf({ width, height }: Size): Size {
    const scaled = (extent: number) => Math.max(1, Math.round(extent * this.scale));
    return { width: scaled(width), height: scaled(height) };
  }

  /** Discards the measured frames. Call it when size, filter or device change. */
  settle(): void {
    this.#settling = SETTLING_FRAMES;
    this.#costsMs = [];
  }

  /** Records the time of a frame. */
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
      if (this.#lastStep !== 'undone' || isRested) this.#lower(nowMs, costMs);
      return;
    }
    const drop = this.#drop;
    this.#drop = undefined;
    if (drop && costMs > USELESS * drop.costMs) this.#undo(drop.level, nowMs);
  }

  #inTime(nowMs: number, costMs: number, isRested: boolean): void {
    this.#drop = undefined;
    if (!isRested) return;
    if (this.#level > 0 && this.#expected(this.#level - 1, costMs) <= (1 - SPARE) * this.#budgetMs) {
      this.#stepTo(this.#level - 1, 'up', nowMs);
    } else if (this.#lastStep === 'up') {
      this.#waitMs = SHORTEST_WAIT_MS; // the level held for a whole wait: the next step up may come sooner again
    }
  }

  /** Steps down to the best level expected to fit, or to the lowest. */
  #lower(nowMs: number, costMs: number): void {
    if (this.#lastStep === 'up') this.#waitLonger();
    this.#drop ??= { level: this.#level, costMs };
    const fits = SCALES.findIndex(
      (_, level) => level > this.#level && this.#expected(level, costMs) <= this.#budgetMs,
    );
    this.#stepTo(fits < 0 ? SCALES.length - 1 : fits, 'down', nowMs);
  }

  #undo(level: number, nowMs: number): void {
    this.#waitLonger();
    this.#stepTo(level, 'undone', nowMs);
  }

  #waitLonger(): void {
    this.#waitMs = Math.min(2 * this.#waitMs, LONGEST_WAIT_MS);
  }

  #stepTo(level: number, step: Step, nowMs: number): void {
    this.#level = level;
    this.#lastStep = step;
    this.#changedAtMs = nowMs;
    this.settle();
  }

  /** Assumes that the time is proportional to the number of pixels. */
  #expected(level: number, costMs: number): number {
    return costMs * (SCALES[level] / this.scale) ** 2;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
