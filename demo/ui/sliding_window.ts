import type { Convolver, Rows, SmallOptions } from '../app/convolver.ts';
import { fill, h } from '../app/dom.ts';
import { taps } from '../app/filters.ts';
import type { Lifetime } from '../app/lifetime.ts';
import type { Text } from '../text/index.ts';
import { button, sliderField } from './controls.ts';
import { MatrixTable } from './matrix.ts';
import { printNumber } from './number.ts';

/** Contents and interactions of a {@link SlidingWindow}. */
export interface SlidingWindowOptions {
  readonly input: Rows;
  readonly filter: Rows;
  readonly look?: 'signed' | 'gray';
  /** Makes the input's cells buttons. */
  readonly onPressInput?: (row: number, column: number) => void;
  readonly settings?: SmallOptions;
  /** Called with the sum of the shown window. */
  readonly onSum?: (sum: number) => void;
}

const STEP_MS = 700;

/** The filter on one window of the input: the products, their sum, and the map of sums. */
export class SlidingWindow {
  readonly element = h('div', { class: 'sliding' });
  readonly #convolver: Convolver;
  readonly #text: Text['learn']['window'];
  readonly #lifetime: Lifetime;
  readonly #sum = h('output', { class: 'sum' });
  readonly #play: HTMLButtonElement;
  readonly #slider: ReturnType<typeof sliderField>;
  #options: SlidingWindowOptions;
  #maps: number[][][] = [];
  #tables: Record<'input' | 'filter' | 'products' | 'output', MatrixTable> | undefined;
  #position = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #round = 0;

  constructor(
    parts: { convolver: Convolver; text: Text; lifetime: Lifetime },
    options: SlidingWindowOptions,
  ) {
    this.#convolver = parts.convolver;
    this.#text = parts.text.learn.window;
    this.#lifetime = parts.lifetime;
    this.#options = options;
    this.#play = button(this.#text.play, () => (this.#timer ? this.#stop() : this.#start()));
    const range = { min: 0, max: 1, step: 1, value: 0 };
    this.#slider = sliderField(
      this.#text.step,
      range,
      (value) => this.#where(value),
      (value) => {
        this.#stop();
        this.#show(value);
      },
    );
    this.#lifetime.onEnd(() => this.#stop());
    void this.update(options);
  }

  /** Shows and computes another input or filter. */
  async update(options: Partial<SlidingWindowOptions>): Promise<void> {
    this.#options = { ...this.#options, ...options };
    const { input, filter, settings } = this.#options;
    this.#round += 1;
    const round = this.#round;
    // the sums, and one map per tap: the products
    const filters = [filter, ...taps(filter)].map((rows) => [rows]);
    const { activation, ...withoutActivation } = settings ?? {};
    const [products, output] = await Promise.all([
      this.#convolver.planes([input], filters.slice(1), withoutActivation),
      this.#convolver.planes([input], filters.slice(0, 1), { ...withoutActivation, activation }),
    ]);
    if (round !== this.#round || this.#lifetime.isOver) return;
    this.#maps = [...output, ...products];
    this.#draw();
  }

  get #width(): number {
    return this.#maps[0]?.[0].length ?? 1;
  }

  get #count(): number {
    return this.#width * (this.#maps[0]?.length ?? 1);
  }

  #draw(): void {
    const { input, filter, look, onPressInput } = this.#options;
    const [output] = this.#maps;
    const products = this.#productsAt(0);
    if (this.#tables) {
      this.#tables.input.update(input);
      this.#tables.filter.update(filter);
      this.#tables.output.update(output);
    } else {
      const t = this.#text;
      const small = { size: 'small', showsCaption: true, cellLabel: t.cell } as const;
      this.#tables = {
        input: new MatrixTable(input, { ...small, label: t.input, look, onPress: onPressInput }),
        filter: new MatrixTable(filter, {
          ...small,
          label: t.filter,
          onType: (y, x, v) => this.#type(y, x, v),
        }),
        products: new MatrixTable(products, { ...small, label: t.products }),
        output: new MatrixTable(output, { ...small, label: t.output }),
      };
      this.#tables.output.element.dataset.figure = 'output';
      const sign = (text: string) => h('span', { class: 'sign', 'aria-hidden': 'true' }, text);
      const { input: i, filter: f, products: p, output: o } = this.#tables;
      const wrap = (table: MatrixTable) => h('div', { class: 'scroll' }, table.element);
      fill(
        this.element,
        h('div', { class: 'equation' }, wrap(i), sign('⋆'), wrap(f), sign('='), wrap(o)),
        h('div', { class: 'stepper' }, this.#buttons(), this.#slider),
        h('div', { class: 'equation working' }, wrap(p), sign('Σ'), this.#sum),
      );
    }
    this.#show(Math.min(this.#position, this.#count - 1));
  }

  #buttons(): HTMLElement {
    const step = (by: number) => () => {
      this.#stop();
      this.#show((this.#position + by + this.#count) % this.#count);
    };
    return h(
      'div',
      { class: 'row joined' },
      button(this.#text.back, step(-1)),
      this.#play,
      button(this.#text.forward, step(1)),
    );
  }

  #show(position: number): void {
    if (!this.#tables) return;
    this.#position = position;
    const { filter } = this.#options;
    const [top, left] = [Math.floor(position / this.#width), position % this.#width];
    const isInside = (y: number, x: number) =>
      y >= top && y < top + filter.length && x >= left && x < left + filter[0].length;
    this.#tables.input.light(isInside);
    this.#tables.output.light((y, x) => y === top && x === left);
    this.#tables.products.update(this.#productsAt(position));
    this.#slider.set(position, this.#count - 1);
    const sum = this.#maps[0][top][left];
    this.#sum.textContent = this.#text.sum(printNumber(sum));
    this.#options.onSum?.(sum);
  }

  #productsAt(position: number): number[][] {
    const { filter } = this.#options;
    const [top, left] = [Math.floor(position / this.#width), position % this.#width];
    return filter.map((row, y) => row.map((_, x) => this.#maps[1 + y * row.length + x][top][left]));
  }

  #where(position: number): string {
    return this.#text.where(Math.floor(position / this.#width) + 1, (position % this.#width) + 1);
  }

  #type(row: number, column: number, value: number): void {
    const filter = this.#options.filter.map((values, y) =>
      values.map((old, x) => (y === row && x === column ? value : old)),
    );
    void this.update({ filter });
  }

  #start(): void {
    this.#play.textContent = this.#text.pause;
    this.#timer = setInterval(() => this.#show((this.#position + 1) % this.#count), STEP_MS);
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#play.textContent = this.#text.play;
  }
}
