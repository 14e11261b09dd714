import { tensor } from 'webgpu-conv';
import type { Size } from 'webgpu-conv/image';
import {
  createModel,
  graphOf,
  type Model,
  planTiles,
  readTfjsLayersModel,
  summarizeNodes,
} from 'webgpu-conv/nn';
import { fetchPublished, fetchPublishedJson } from './published.ts';

type Description = ReturnType<typeof readTfjsLayersModel>;
type Pen = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** Factor between the widths, and the heights, of result and picture. */
export const SCALE = 2;

/** Rows and columns per tile: few enough for a frame's time, many compared with the margin. */
const TILE = 128;

/** The published super-resolution network. @throws PublishedFileError */
export async function fetchEnlarger(): Promise<Description> {
  const [model, weights] = await Promise.all([
    fetchPublishedJson('super-resolution/model.json'),
    fetchPublished('super-resolution/group1-shard1of1.bin'),
  ]);
  return readTfjsLayersModel(model, new Uint8Array(weights));
}

/** Progress of an enlargement, in tiles. */
export interface EnlargerProgress {
  readonly done: number;
  readonly count: number;
}

/** Enlarges pictures of any size, one tile on the GPU at a time. */
export class Enlarger {
  readonly #device: GPUDevice;
  readonly #description: Description;
  readonly #models = new Map<string, Promise<Model>>();

  constructor(device: GPUDevice, description: Description) {
    this.#device = device;
    this.#description = description;
  }

  /** Compiles the network for the tiles of a picture of this size. Compiled networks are kept. */
  prepare({ width, height }: Size): Promise<Model> {
    const shape = [1, Math.min(TILE, height), Math.min(TILE, width), 3];
    const key = shape.join();
    const init = () => graphOf(this.#description, { inputShapes: { LR: shape } });
    const model = this.#models.get(key) ?? createModel(this.#device, init());
    this.#models.set(key, model);
    return model;
  }

  /** Draws the enlarged picture into `to`, tile by tile, until `signal` aborts. */
  async enlarge(
    from: Pen,
    to: Pen,
    signal: AbortSignal,
    onProgress: (progress: EnlargerProgress) => void,
  ): Promise<void> {
    const model = await this.prepare(from.canvas);
    const tiles = planTiles(model, from.canvas, { inputLayout: 'nhwc' });
    const [outputName] = Object.keys(model.outputs);
    for (const [index, { rows, columns }] of tiles.entries()) {
      if (signal.aborted) return;
      const [top, left] = [rows.input.start, columns.input.start];
      const seen = from.getImageData(left, top, columns.input.size, rows.input.size);
      const input = tensor(this.#device, colors(seen), [1, seen.height, seen.width, 3]);
      const output = model.run({ LR: input })[outputName];
      const values = await output.read();
      for (const made of [input, output]) made.destroy();
      const image = picture(values, seen.width * SCALE, seen.height * SCALE);
      const [x, y] = [columns.kept.start - left, rows.kept.start - top].map((start) => start * SCALE);
      const [width, height] = [columns.kept.size * SCALE, rows.kept.size * SCALE];
      to.putImageData(image, left * SCALE, top * SCALE, x, y, width, height);
      onProgress({ done: index + 1, count: tiles.length });
    }
  }

  destroy(): void {
    for (const model of this.#models.values()) {
      model.then(
        (made) => made.destroy(),
        () => undefined, // it could not be made
      );
    }
  }
}

/** Number of the network's parameters, and of its multiply-adds per tile. */
export function describe(model: Model): { parameterCount: number; multiplyAddCount: number } {
  const lines = summarizeNodes(model.nodes);
  const total = (key: 'parameterCount' | 'multiplyAddCount') =>
    lines.reduce((sum, line) => sum + line[key], 0);
  return { parameterCount: total('parameterCount'), multiplyAddCount: total('multiplyAddCount') };
}

function colors({ data }: ImageData): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: (data.length / 4) * 3 },
    (_, i) => data[Math.floor(i / 3) * 4 + (i % 3)],
  );
}

/** The network's output as pixels, rounded down as its authors do. */
function picture(values: Float32Array, width: number, height: number): ImageData {
  const image = new ImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let color = 0; color < 3; color++) {
      image.data[pixel * 4 + color] = Math.floor(values[pixel * 3 + color]);
    }
    image.data[pixel * 4 + 3] = 255;
  }
  return image;
}
