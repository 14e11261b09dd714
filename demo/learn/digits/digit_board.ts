import { h } from '../../app/dom.ts';
import { penOf } from '../../sources/planes.ts';
import { PIXELS, SIDE } from './digit_data.ts';

const BOARD = 280;
const BRUSH = 22;
/** Pixels that an arrow key moves the pen. */
const KEY_STEP = 10;
/** The training digits fit a square of this many pixels, with their center of mass in the middle of 28×28. */
const FIT = 20;

const ARROWS: Readonly<Record<string, readonly [number, number] | undefined>> = {
  ArrowUp: [0, -KEY_STEP],
  ArrowDown: [0, KEY_STEP],
  ArrowLeft: [-KEY_STEP, 0],
  ArrowRight: [KEY_STEP, 0],
};

/** A board to draw a digit on: with a finger, a mouse, or arrow keys and the space bar. */
export class DigitBoard {
  readonly element: HTMLCanvasElement;
  readonly #pen: CanvasRenderingContext2D;
  readonly #onDraw: (picture: Float32Array<ArrayBuffer>) => void;
  #at: readonly [x: number, y: number] = [BOARD / 2, BOARD / 4];
  #isPenDown = false;

  /** @param onDraw called after each stroke with the drawing in the form of the training digits */
  constructor(label: string, onDraw: (picture: Float32Array<ArrayBuffer>) => void) {
    this.#onDraw = onDraw;
    this.element = h('canvas', {
      width: BOARD,
      height: BOARD,
      class: 'digit-board',
      tabindex: 0,
      role: 'application',
      'aria-label': label,
    });
    this.#pen = this.element.getContext('2d', { willReadFrequently: true })!;
    this.clear();
    this.element.addEventListener('pointerdown', (event) => {
      this.element.setPointerCapture(event.pointerId);
      this.#at = this.#placeOf(event);
      this.#line(this.#at);
    });
    this.element.addEventListener('pointermove', (event) => {
      if (event.buttons !== 0) this.#line(this.#placeOf(event));
    });
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  clear(): void {
    this.#pen.fillStyle = '#fff';
    this.#pen.fillRect(0, 0, BOARD, BOARD);
  }

  #placeOf({ clientX, clientY }: PointerEvent): readonly [number, number] {
    const box = this.element.getBoundingClientRect();
    return [((clientX - box.left) / box.width) * BOARD, ((clientY - box.top) / box.height) * BOARD];
  }

  #key(event: KeyboardEvent): void {
    const move = ARROWS[event.key];
    if (event.key !== ' ' && !move) return;
    event.preventDefault();
    const to = [this.#at[0] + (move?.[0] ?? 0), this.#at[1] + (move?.[1] ?? 0)] as const;
    const inside = [Math.min(BOARD, Math.max(0, to[0])), Math.min(BOARD, Math.max(0, to[1]))] as const;
    if (!move) this.#isPenDown = !this.#isPenDown;
    if (this.#isPenDown) this.#line(inside);
    this.#at = inside;
  }

  #line(to: readonly [number, number]): void {
    this.#pen.lineWidth = BRUSH;
    this.#pen.lineCap = 'round';
    this.#pen.strokeStyle = '#000';
    this.#pen.beginPath();
    this.#pen.moveTo(...this.#at);
    this.#pen.lineTo(...to);
    this.#pen.stroke();
    this.#at = to;
    this.#onDraw(this.#picture());
  }

  /** The drawing, cropped, scaled to fit and centered by its center of mass, as the training digits are. */
  #picture(): Float32Array<ArrayBuffer> {
    const { data } = this.#pen.getImageData(0, 0, BOARD, BOARD);
    const ink = Float32Array.from({ length: BOARD * BOARD }, (_, i) => 1 - data[i * 4] / 255);
    const box = boundsOf(ink);
    if (!box) return new Float32Array(PIXELS);
    const scale = FIT / Math.max(box.width, box.height);
    const pen = penOf(SIDE, SIDE);
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, SIDE, SIDE);
    pen.imageSmoothingQuality = 'high';
    const middle = weightOf(ink);
    const [x, y] = [SIDE / 2 - (middle.x - box.left) * scale, SIDE / 2 - (middle.y - box.top) * scale];
    const size = [box.width * scale, box.height * scale] as const;
    pen.drawImage(this.element, box.left, box.top, box.width, box.height, x, y, ...size);
    const small = pen.getImageData(0, 0, SIDE, SIDE).data;
    return Float32Array.from({ length: PIXELS }, (_, i) => 1 - small[i * 4] / 255);
  }
}

function boundsOf(
  ink: Float32Array,
): { left: number; top: number; width: number; height: number } | undefined {
  let [left, top, right, bottom] = [BOARD, BOARD, -1, -1];
  ink.forEach((value, index) => {
    if (value < 0.1) return;
    const [x, y] = [index % BOARD, Math.floor(index / BOARD)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  });
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

function weightOf(ink: Float32Array): { x: number; y: number } {
  let [x, y, sum] = [0, 0, 0];
  ink.forEach((value, index) => {
    x += value * (index % BOARD);
    y += value * Math.floor(index / BOARD);
    sum += value;
  });
  return { x: x / sum, y: y / sum };
}
