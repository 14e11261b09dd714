import type { Rows } from '../app/convolver.ts';
import { h } from '../app/dom.ts';

/** How a map of numbers becomes a picture. */
export type MapLook =
  /** 0 is paper, positive is amber, negative is indigo: the colors of the matrices. */
  | 'signed'
  /** 0 is black, 1 is white. */
  | 'gray';

/** A map drawn into a canvas of its size, with a caption. */
export class MapPicture {
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;

  constructor(label: string) {
    this.#canvas = h('canvas', { role: 'img', 'aria-label': label });
    this.element = h('figure', {}, this.#canvas, h('figcaption', { class: 'caption' }, label));
  }

  /** Shows a map. `full` is the value with the full color. Default: the largest of the map. */
  show(
    map: Rows,
    look: MapLook,
    full = Math.max(1e-9, ...map.map((row) => Math.max(...row.map(Math.abs)))),
  ): void {
    this.#paint(map[0].length, map.length, (y, x) => {
      const value = map[y][x] / full;
      return look === 'gray' ? gray(value) : signedColor(value);
    });
  }

  /** Shows red, green and blue planes from 0 to 1. */
  showColor([red, green, blue]: readonly Rows[]): void {
    this.#paint(red[0].length, red.length, (y, x) => [red[y][x] * 255, green[y][x] * 255, blue[y][x] * 255]);
  }

  #paint(width: number, height: number, color: (y: number, x: number) => readonly number[]): void {
    const image = new ImageData(width, height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) image.data.set([...color(y, x), 255], (y * width + x) * 4);
    }
    Object.assign(this.#canvas, { width, height });
    this.#canvas.getContext('2d')?.putImageData(image, 0, 0);
  }
}

const PAPER = [250, 250, 248];
const POSITIVE = [214, 130, 0];
const NEGATIVE = [58, 69, 189];

function gray(value: number): number[] {
  return [value * 255, value * 255, value * 255];
}

/** The color of a number from −1 to 1: paper at zero, amber above, indigo below. */
export function signedColor(value: number): number[] {
  const end = value < 0 ? NEGATIVE : POSITIVE;
  const weight = Math.sqrt(Math.min(1, Math.abs(value))); // so that faint edges show
  return PAPER.map((channel, index) => channel + (end[index] - channel) * weight);
}
