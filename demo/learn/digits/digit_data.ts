import { fetchPublished } from '../../models/published.ts';

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;
export const CLASSES = 10;

/** Handwritten digits: `images` has 28×28 numbers a digit, 0 is paper and 1 is ink. */
export interface Batch {
  readonly images: Float32Array<ArrayBuffer>;
  readonly labels: readonly number[];
}

/** A packed digit: which one it is, and a byte a pixel. */
const RECORD_BYTES = 1 + PIXELS;

/** The `mnist` package's digits in one order, the last 1000 kept from training. */
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

  /** @param bytes a record a digit */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.trainingCount = bytes.length / RECORD_BYTES - this.heldOutCount;
  }

  /** Digits to learn from, going round when they are used up. */
  training(first: number, count: number): Batch {
    return this.#take(count, (row) => (first + row) % this.trainingCount);
  }

  /** Digits that the network has not learnt from, likewise. */
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

/** A row a label: 1 at the label, 0 elsewhere. */
export function oneHot(labels: readonly number[]): Float32Array<ArrayBuffer> {
  const targets = new Float32Array(labels.length * CLASSES);
  labels.forEach((label, row) => {
    targets[row * CLASSES + label] = 1;
  });
  return targets;
}
