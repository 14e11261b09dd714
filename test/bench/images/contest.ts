import { createImageFilter, type ImageFilter, type Stage } from 'webgpu-conv/image';
import { timeMs } from '../clock.ts';
import type { Entry, OwnEntry } from '../contestant.ts';
import type { Contest } from '../race.ts';
import { hasReference, largestError, type Patch, referencePatches } from './reference.ts';
import { type ImageRow, type PlainStep, tapsOf } from './rows.ts';
import { createPicture, type PictureTexture, readTexture, textureOf } from './textures.ts';

/** Someone who filters pictures. */
export interface ImagePeer {
  /** @throws where it can't run the row. */
  enter(row: ImageRow, picture: ImageData): Promise<Entry>;
}

/**
 * How far a right picture may be from the exact one, in 255ths: half a step where it is rounded to 8 bits, and one step
 * for half floats between passes, or for what a wide Gaussian leaves out.
 */
export const ALLOWED = 1.5;

/** Who takes longer than this at first is not run again: that run is its time. */
const PATIENCE_MS = 2500;
/** Products of one channel beyond which those who take no short cut are not even asked. */
const MAX_PRODUCTS = 8e8;

/** A picture through a filter, by this library and by what browsers and other libraries offer. */
export async function imageContest(
  row: ImageRow,
  device: GPUDevice,
  peers: Readonly<Record<string, ImagePeer>>,
): Promise<Contest> {
  const isGray = row.steps.some(({ type }) => type === 'canny');
  const picture = createPicture(row.width, row.height, isGray);
  const pixels = row.width * row.height;
  const expected = await expectedOf(row, picture, peers.opencv);
  return {
    key: `${row.name.split(' on ')[0].replaceAll(' ', '-')}-${row.width}x${row.height}-rgba8`,
    name: row.name,
    flops: 2 * tapsOf(row) * 3 * pixels,
    bytes: 2 * 4 * pixels,
    patienceMs: PATIENCE_MS,
    ours: () => enterOurselves(row, picture, device),
    peers: Object.fromEntries(
      Object.entries(peers).map(([name, peer]) => [name, () => peer.enter(row, picture)]),
    ),
    check: (output) => largestError(output, row, expected) / ALLOWED,
  };
}

/** For those who multiply by every weight. @throws where that takes longer than anybody waits. */
export function checkPatience(row: ImageRow): void {
  const products = tapsOf(row) * row.width * row.height;
  if (products > MAX_PRODUCTS) throw new Error(`too slow: ${tapsOf(row)} taps a pixel`);
}

/** By the float64 reference; Canny and bilateral, which it lacks, by OpenCV, whose operations they are. */
async function expectedOf(row: ImageRow, picture: ImageData, opencv?: ImagePeer): Promise<Patch[]> {
  const { width, height } = picture;
  if (hasReference(row)) {
    const planes = [0, 1, 2].map(
      (channel) => (x: number, y: number) => picture.data[(y * width + x) * 4 + channel],
    );
    return referencePatches(planes, picture, row.steps);
  }
  if (!opencv) throw new Error('what is right is known from OpenCV only, which is not here');
  const entry = await opencv.enter(row, picture);
  await entry.first();
  const output = await entry.read();
  entry.dispose();
  const inset = 8;
  const inner = { top: inset, left: inset, width: width - 2 * inset, height: height - 2 * inset };
  const planes = [0, 1, 2].map((channel) =>
    Float64Array.from({ length: inner.width * inner.height }, (_, at) => {
      const y = inset + Math.floor(at / inner.width);
      return output[(y * width + inset + (at % inner.width)) * 4 + channel];
    }),
  );
  return [{ ...inner, planes }];
}

/** The library's own stage: by its name, not by the matrix it comes to. */
function stageOf(step: PlainStep): Stage {
  if (step.type !== 'gaussian' && step.type !== 'box') return step;
  const { matrix, ...preset } = step;
  return preset;
}

async function enterOurselves(row: ImageRow, picture: ImageData, device: GPUDevice): Promise<OwnEntry> {
  const source = textureOf(device, picture);
  const target: PictureTexture = textureOf(device, picture);
  await device.queue.onSubmittedWorkDone();
  const { width, height } = row;
  const create = () => createImageFilter(device, row.steps.map(stageOf), { size: { width, height } });
  const own = ownEntry(device, create, (filter) => filter.apply(source, target));
  return {
    ...own,
    read: () => readTexture(device, target),
    dispose() {
      own.dispose();
      source.destroy();
      target.destroy();
    },
  };
}

/** What all entries of the engine have in common; `apply` filters one picture. */
export function ownEntry(
  device: GPUDevice,
  create: () => Promise<ImageFilter>,
  apply: (filter: ImageFilter) => Promise<void>,
): Omit<OwnEntry, 'read'> {
  let filter: ImageFilter | undefined;
  const run = async (count: number) => {
    for (let index = 0; index < count; index++) await apply(filter!);
    await device.queue.onSubmittedWorkDone();
  };
  return {
    choice: {
      get kernel() {
        return [...new Set(shadersOf(filter))].join(' + ') as OwnEntry['choice']['kernel'];
      },
      get tiles() {
        return { passes: shadersOf(filter).length };
      },
      algorithm: 'direct',
    },
    async first() {
      filter = await create();
      await run(1);
    },
    run,
    async secondCreateMs() {
      let second: ImageFilter | undefined;
      const elapsedMs = await timeMs(async () => {
        second = await create();
      });
      second?.destroy();
      return elapsedMs;
    },
    gpuMs: async () => filter?.gpuMs,
    dispose: () => filter?.destroy(),
  };
}

const shadersOf = (filter?: ImageFilter) => filter?.plan?.steps.map(({ shader }) => shader.name) ?? [];
