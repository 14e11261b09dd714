import { fill, h, svg } from '../app/dom.ts';
import type { Text } from '../text/index.ts';
import type { Inspection } from './inspection.ts';

const STEPS: Readonly<Record<string, readonly [number, number] | undefined>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The picture with its border, pixel by pixel, with the taps of the selected window. */
export class Magnifier {
  readonly element: HTMLElement;
  readonly #canvas = h('canvas');
  readonly #overlay = svg('svg', { 'aria-hidden': 'true' });
  #inspection: Inspection | undefined;
  #place: readonly [row: number, column: number];

  /** @param onMove called with each output pixel that the user selects */
  constructor(
    text: Text,
    place: readonly [row: number, column: number],
    onMove: (row: number, column: number) => void,
  ) {
    this.#place = place;
    const label = text.inside.magnifier;
    const attributes = { class: 'magnifier', tabindex: 0, role: 'application', 'aria-label': label };
    this.element = h('div', attributes, this.#canvas, this.#overlay);
    const move = (row: number, column: number) => {
      this.#place = this.#clamp(row, column);
      this.#drawWindow();
      onMove(...this.#place);
    };
    this.element.addEventListener('pointermove', (event) => {
      const place = this.#placeAt(event);
      if (place) move(...place);
    });
    this.element.addEventListener('pointerdown', (event) => {
      const place = this.#placeAt(event);
      if (place) move(...place);
    });
    this.element.addEventListener('keydown', (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      move(this.#place[0] + step[0], this.#place[1] + step[1]);
    });
  }

  /** The selected output pixel. */
  get place(): readonly [row: number, column: number] {
    return this.#place;
  }

  show(inspection: Inspection): void {
    this.#inspection = inspection;
    const [red, green, blue] = inspection.bordered;
    const [height, width] = [red.length, red[0].length];
    const image = new ImageData(width, height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const color = [red, green, blue].map((plane) => plane[y][x] * 255);
        image.data.set([...color, 255], (y * width + x) * 4);
      }
    }
    Object.assign(this.#canvas, { width, height });
    this.#canvas.getContext('2d')?.putImageData(image, 0, 0);
    this.#place = this.#clamp(...this.#place);
    this.#drawWindow();
  }

  #clamp(row: number, column: number): readonly [number, number] {
    const [output] = this.#inspection?.outputs ?? [];
    if (!output) return [row, column];
    const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
    return [within(row, output.length), within(column, output[0].length)];
  }

  #placeAt({ clientX, clientY }: PointerEvent): readonly [number, number] | undefined {
    if (!this.#inspection) return undefined;
    const { margin, question } = this.#inspection;
    const box = this.#canvas.getBoundingClientRect();
    const x = ((clientX - box.left) / box.width) * this.#canvas.width - margin.x;
    const y = ((clientY - box.top) / box.height) * this.#canvas.height - margin.y;
    return [Math.floor(y / question.stride), Math.floor(x / question.stride)];
  }

  #drawWindow(): void {
    if (!this.#inspection) return;
    const { margin, question } = this.#inspection;
    const { filter, stride, dilation } = question;
    const { width, height } = this.#canvas;
    const [top, left] = [this.#place[0] * stride, this.#place[1] * stride];
    const cell = (y: number, x: number) =>
      svg('rect', { class: 'tap', x: left + x * dilation, y: top + y * dilation, width: 1, height: 1 });
    this.#overlay.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const [innerWidth, innerHeight] = [width - 2 * margin.x, height - 2 * margin.y];
    fill(
      this.#overlay,
      svg('path', {
        class: 'border',
        'fill-rule': 'evenodd',
        d: `M0 0H${width}V${height}H0Z M${margin.x} ${margin.y}h${innerWidth}v${innerHeight}h${-innerWidth}Z`,
      }),
      stride > 1 && svg('path', { class: 'stop', d: stops(this.#inspection) }),
      ...filter.flatMap((row, y) => row.map((_, x) => cell(y, x))),
      svg('rect', { class: 'center', x: left + margin.x, y: top + margin.y, width: 1, height: 1 }),
    );
  }
}

/** A dot on each pixel where a window is centered. Drawn if the stride skips pixels. */
function stops({ margin, question: { stride }, outputs: [output] }: Inspection): string {
  const dots = output.flatMap((row, y) =>
    row.map((_, x) => `M${margin.x + x * stride + 0.35} ${margin.y + y * stride + 0.35}h.3v.3h-.3z`),
  );
  return dots.join('');
}
