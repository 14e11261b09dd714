import { h } from '../app/dom.ts';
import { signedColor } from './picture.ts';

/** Maps of one size, one after another: `data` is `[count, height, width]`. */
export interface Maps {
  readonly data: ArrayLike<number>;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/** A place on a {@link MapSheet}. */
export interface MapPlace {
  readonly map: number;
  readonly row: number;
  readonly column: number;
}

/** Many small maps in one canvas, row by row, with a gap between them. */
export class MapSheet {
  readonly element: HTMLElement;
  readonly #frame: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #columns: number;
  #maps: Maps | undefined;

  /** @param options `columns` is the number of maps per row; `onPress` is called with the pressed place */
  constructor(label: string, { columns, onPress }: { columns: number; onPress?: (place: MapPlace) => void }) {
    this.#columns = columns;
    this.#canvas = h('canvas', { role: 'img', 'aria-label': label, width: 1, height: 1 });
    this.#frame = h('div', { class: 'map-frame' }, this.#canvas);
    const caption = h('figcaption', { class: 'caption' }, label);
    this.element = h('figure', { class: 'map-sheet' }, this.#frame, caption);
    if (!onPress) return;
    this.#canvas.classList.add('pressable');
    this.#canvas.addEventListener('click', (event) => {
      const place = this.#placeOf(event);
      if (place) onPress(place);
    });
  }

  /** Shows other maps. The number at `marked` has the color of the lens. */
  show(maps: Maps, marked?: MapPlace): void {
    this.#maps = maps;
    const { data, count, height, width } = maps;
    const lines = Math.ceil(count / this.#columns);
    const image = new ImageData(this.#columns * (width + 1) - 1, lines * (height + 1) - 1);
    const full = Math.max(1e-9, ...Array.from(data, Math.abs));
    for (let index = 0; index < count * height * width; index++) {
      const place = placeAt(index, maps);
      const isMarked =
        marked?.map === place.map && marked.row === place.row && marked.column === place.column;
      const x = (place.map % this.#columns) * (width + 1) + place.column;
      const y = Math.floor(place.map / this.#columns) * (height + 1) + place.row;
      const color = isMarked ? LENS : signedColor(data[index] / full);
      image.data.set([...color, 255], (y * image.width + x) * 4);
    }
    Object.assign(this.#canvas, { width: image.width, height: image.height });
    this.#canvas.getContext('2d')?.putImageData(image, 0, 0);
  }

  /** Lays an element over the maps. */
  cover(element: HTMLElement): void {
    this.#frame.append(element);
  }

  #placeOf(event: MouseEvent): MapPlace | undefined {
    if (!this.#maps) return undefined;
    const { count, height, width } = this.#maps;
    const box = this.#canvas.getBoundingClientRect();
    const x = Math.floor(((event.clientX - box.left) / box.width) * this.#canvas.width);
    const y = Math.floor(((event.clientY - box.top) / box.height) * this.#canvas.height);
    const map = Math.floor(y / (height + 1)) * this.#columns + Math.floor(x / (width + 1));
    const [row, column] = [y % (height + 1), x % (width + 1)];
    return map < count && row < height && column < width ? { map, row, column } : undefined;
  }
}

const LENS = [0, 133, 115];

function placeAt(index: number, { height, width }: Maps): MapPlace {
  const within = index % (height * width);
  return {
    map: Math.floor(index / (height * width)),
    row: Math.floor(within / width),
    column: within % width,
  };
}
