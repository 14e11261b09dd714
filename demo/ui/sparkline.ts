import { svg } from '../app/dom.ts';

const [WIDTH, HEIGHT, LENGTH] = [96, 24, 60];

/** The last sixty values as a line, from zero up to the largest. */
export class Sparkline {
  readonly element: SVGElement;
  readonly #line = svg('polyline');
  #values: number[] = [];

  constructor() {
    const viewBox = `0 0 ${WIDTH} ${HEIGHT}`;
    const attributes = { viewBox, class: 'sparkline', 'aria-hidden': 'true', preserveAspectRatio: 'none' };
    this.element = svg('svg', attributes, this.#line);
  }

  add(value: number): void {
    this.#values = [...this.#values, value].slice(-LENGTH);
    const largest = Math.max(1e-9, ...this.#values);
    const points = this.#values.map((one, index) => {
      const x = (index / (LENGTH - 1)) * WIDTH;
      const y = HEIGHT - 1 - (one / largest) * (HEIGHT - 3);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    });
    this.#line.setAttribute('points', points.join(' '));
  }
}
