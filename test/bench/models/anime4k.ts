import { tensor } from 'webgpu-conv';
import { anime4k, createModel } from 'webgpu-conv/nn';
import { anime4kReference } from '../../nn/anime4k.ts';
import { startWebsr, websrWeights } from '../../nn/websr.ts';
import type { Contestant, Entry } from '../contestant.ts';
import { PEERS_URL } from '../peers/load.ts';
import { enterOrtModel } from '../peers/ort-model.ts';
import type { Contest } from '../race.ts';
import { modelEntry } from './entry.ts';
import { onnxModel } from './onnx.ts';
import { peersAmong } from './pictures.ts';

const PHOTO = `${PEERS_URL}/@vladmandic/face-api/demo/sample1.jpg`;
const EXTENT = 256;
const AREA = EXTENT * EXTENT;
/** websr reads rows past their end, where Anime4K repeats the edge; nine layers carry that as many pixels far. */
const INSET = 2 * 9;

/** Anime4K's CNN, size M, beside websr's shaders for it: by themselves, and as a user calls them. */
export async function anime4kContest(device: GPUDevice, peers: readonly Contestant[]): Promise<Contest> {
  const weights = await websrWeights('cnn-2x-m-rl');
  const blob = await (await fetch(PHOTO)).blob();
  const bitmap = await createImageBitmap(blob, 200, 100, EXTENT, EXTENT);
  const planes = planesOf(bitmap);
  const shape = [1, 3, EXTENT, EXTENT];
  const graph = () => anime4k(weights, { height: EXTENT, width: EXTENT });
  const { data: exact } = anime4kReference(weights as never, planes, EXTENT, EXTENT);
  const expected = bytesOf(exact);
  const websr = async (render: (run: Awaited<ReturnType<typeof startWebsr>>) => unknown): Promise<Entry> => {
    const run = await startWebsr(weights, bitmap);
    return {
      first: async () => {
        await run.render();
        await run.device.queue.onSubmittedWorkDone();
      },
      async run(count) {
        for (let index = 0; index < count; index++) await render(run);
        await run.device.queue.onSubmittedWorkDone();
      },
      read: async () => (await run.pixels()).filter((_, index) => index % 4 !== 3),
      dispose: run.destroy,
    };
  };
  return {
    key: `anime4k-m-${EXTENT}x${EXTENT}`,
    name: `Anime4K M 2× of ${EXTENT}²`,
    flops: 2 * graph().nodes.reduce((sum, { operator }) => sum + operator.multiplyAddCount, 0),
    bytes: 4 * planes.length * 5,
    ours: async () => {
      const entry = modelEntry(device, () => createModel(device, graph()), {
        picture: tensor(device, planes, shape),
      });
      return Object.assign(entry, { read: reading(entry.read) });
    },
    peers: {
      ...peersAmong(peers, {
        ort: async () => {
          const entry = await enterOrtModel(onnxModel(graph()).file, { data: planes, shape }, false);
          return Object.assign(entry, { read: reading(entry.read) });
        },
      }),
      ...(peers.length > 0 && {
        websr: () => websr((run) => run.runShaders()),
        'websr whole': () => websr((run) => run.render()),
      }),
    },
    check: (output) => largestDifference(output, expected),
  };
}

/** Reads planes as bytes. */
function reading(read: () => Promise<ArrayLike<number>>) {
  return async () => bytesOf(await read());
}

function planesOf(bitmap: ImageBitmap): Float32Array<ArrayBuffer> {
  const context = new OffscreenCanvas(EXTENT, EXTENT).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, EXTENT, EXTENT);
  return Float32Array.from(
    { length: 3 * AREA },
    (_, index) => data[(index % AREA) * 4 + Math.floor(index / AREA)] / 255,
  );
}

/** `[3, height, width]` from 0 to 1 as bytes, `[height, width, 3]`. */
function bytesOf(planes: ArrayLike<number>): Uint8Array {
  const area = planes.length / 3;
  return Uint8Array.from({ length: planes.length }, (_, index) =>
    Math.round(255 * Math.min(1, Math.max(0, planes[(index % 3) * area + Math.floor(index / 3)]))),
  );
}

/** In 255ths, which is also what is allowed: one. */
function largestDifference(output: ArrayLike<number>, expected: Uint8Array): number {
  if (output.length !== expected.length) return Number.POSITIVE_INFINITY;
  const isInside = (place: number) => place >= INSET && place < 2 * EXTENT - INSET;
  let largest = 0;
  for (let index = 0; index < output.length; index++) {
    const pixel = Math.floor(index / 3);
    if (isInside(pixel % (2 * EXTENT)) && isInside(Math.floor(pixel / 2 / EXTENT)))
      largest = Math.max(largest, Math.abs(output[index] - expected[index]));
  }
  return largest;
}
