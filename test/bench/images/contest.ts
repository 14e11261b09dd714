import { createImageFilter, type ImageFilter } from 'webgpu-conv/image';
import { conv2dReference } from '../../../src/index.ts';
import { timeMs } from '../clock.ts';
import type { Entry, OwnEntry } from '../contestant.ts';
import type { Contest } from '../race.ts';
import type { ImageRow } from './rows.ts';
import { createPicture, type PictureTexture, readTexture, textureOf } from './textures.ts';

/** Someone who filters pictures. */
export interface ImagePeer {
  /** @throws where it can't run the row. */
  enter(row: ImageRow, picture: ImageData): Promise<Entry>;
}

/**
 * How far a right picture may be from the exact one, in 255ths: half a step where it is rounded to 8 bits, and one step
 * for half floats between passes.
 */
const ALLOWED = 1.5;

/** A picture through a matrix, by this library and by what browsers and other libraries offer. */
export function imageContest(
  row: ImageRow,
  device: GPUDevice,
  peers: Readonly<Record<string, ImagePeer>>,
): Contest {
  const picture = createPicture(row.width, row.height);
  const taps = row.matrix.length * row.matrix[0].length;
  const pixels = row.width * row.height;
  let expected: Float64Array[] | undefined;
  return {
    key: `${row.name.split(' on ')[0].replaceAll(' ', '-')}-${row.width}x${row.height}-rgba8`,
    name: row.name,
    flops: 2 * taps * 3 * pixels,
    bytes: 2 * 4 * pixels,
    ours: () => enterOurselves(row, picture, device),
    peers: Object.fromEntries(
      Object.entries(peers).map(([name, peer]) => [name, () => peer.enter(row, picture)]),
    ),
    check(output) {
      expected ??= referenceOf(row, picture);
      return largestError(row, output, expected) / ALLOWED;
    },
  };
}

async function enterOurselves(row: ImageRow, picture: ImageData, device: GPUDevice): Promise<OwnEntry> {
  const source = textureOf(device, picture);
  const target: PictureTexture = textureOf(device, picture);
  await device.queue.onSubmittedWorkDone();
  const { width, height } = row;
  const create = () =>
    createImageFilter(device, { type: 'matrix', matrix: row.matrix }, { size: { width, height } });
  let filter: ImageFilter | undefined;
  const run = async (count: number) => {
    for (let index = 0; index < count; index++) await filter!.apply(source, target);
    await device.queue.onSubmittedWorkDone();
  };
  return {
    get choice() {
      const shaders = filter?.plan?.steps.map(({ shader }) => shader) ?? [];
      return {
        kernel: [...new Set(shaders)].join(' + '),
        tiles: { passes: shaders.length },
        algorithm: 'direct',
      } as const;
    },
    async first() {
      filter = await create();
      await run(1);
    },
    run,
    read: () => readTexture(device, target),
    async secondCreateMs() {
      let second: ImageFilter | undefined;
      const elapsedMs = await timeMs(async () => {
        second = await create();
      });
      second?.destroy();
      return elapsedMs;
    },
    gpuMs: async () => filter?.gpuMs,
    dispose() {
      filter?.destroy();
      source.destroy();
      target.destroy();
    },
  };
}

/** Red, green and blue, 0 to 255, by the float64 reference; clamped, not rounded. */
function referenceOf({ matrix, width, height }: ImageRow, { data }: ImageData): Float64Array[] {
  const [rows, columns] = [matrix.length, matrix[0].length];
  const filter = { data: matrix.flat(), shape: [1, 1, rows, columns] };
  return [0, 1, 2].map((channel) => {
    const plane = Float64Array.from({ length: width * height }, (_, index) => data[index * 4 + channel]);
    const options = { padding: [rows >> 1, columns >> 1], paddingMode: 'reflect' } as const;
    const output = conv2dReference({ data: plane, shape: [1, 1, height, width] }, filter, options);
    return output.data.map((value) => Math.min(255, Math.max(0, value)));
  });
}

/** In 255ths; away from the edges, where those who take part read different things beyond them. */
function largestError(row: ImageRow, output: ArrayLike<number>, expected: readonly Float64Array[]): number {
  const { width, height, matrix } = row;
  if (output.length !== width * height * 4) return Number.POSITIVE_INFINITY;
  const inset = matrix.length;
  let largest = 0;
  for (let y = inset; y < height - inset; y++) {
    for (let x = inset; x < width - inset; x++) {
      const at = y * width + x;
      expected.forEach((plane, channel) => {
        largest = Math.max(largest, Math.abs(output[at * 4 + channel] - plane[at]));
      });
    }
  }
  return largest;
}
