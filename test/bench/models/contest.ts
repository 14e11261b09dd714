import { emptyTensor, type GpuTensor, tensor } from 'webgpu-conv';
import { createModel, graphOf, type Model, readTfjsLayersModel } from 'webgpu-conv/nn';
import { timeMs } from '../clock.ts';
import type { Contestant, Entry, OwnEntry } from '../contestant.ts';
import { PEERS_URL } from '../peers/load.ts';
import { enterTfjsModel } from '../peers/tfjs-model.ts';
import type { Contest } from '../race.ts';
import { cropOf, type Pixels, readPicture } from './pictures.ts';

const FOLDER = `${PEERS_URL}/@upscalerjs/default-model`;
/** Rows and columns of the published picture that go in. */
const EXTENT = 64;
const FIRST = 32;
const SCALE = 2;
/** Results nearer than this to the crop's edge saw less than the published ones did; twice the network's radius of 11. */
const INSET = 2 * 11;

/** A super-resolution network that others trained, on a part of their own picture. Pages only. */
export async function superResolutionContest(
  device: GPUDevice,
  peers: readonly Contestant[],
): Promise<Contest> {
  if (typeof document === 'undefined') throw new Error('models are read by a page');
  const [model, weights, whole, published] = await Promise.all([
    fetch(`${FOLDER}/models/model.json`).then((response) => response.json()),
    fetch(`${FOLDER}/models/group1-shard1of1.bin`).then((response) => response.arrayBuffer()),
    readPicture(`${FOLDER}/assets/fixture.png`),
    readPicture(`${FOLDER}/assets/samples/2x/result.png`),
  ]);
  const input = cropOf(whole, FIRST, EXTENT);
  const expected = cropOf(published, SCALE * FIRST, SCALE * EXTENT);
  const hasTfjs = peers.some(({ name }) => name === 'tfjs');
  return {
    key: 'upscalerjs-default-model-64x64',
    name: 'super-resolution 2× of 64²',
    flops: countFlops(model),
    bytes: weights.byteLength + 4 * 3 * EXTENT * EXTENT * (1 + SCALE * SCALE),
    ours: () => enterOurselves(device, model, new Uint8Array(weights), input),
    peers: hasTfjs ? { tfjs: () => enterTfjsModel(`${FOLDER}/models/model.json`, input) } : {},
    check: (output) => largestDifference(output, expected),
  };
}

async function enterOurselves(
  device: GPUDevice,
  json: unknown,
  weights: Uint8Array,
  { data, shape }: Pixels,
): Promise<OwnEntry> {
  const input = tensor(device, data, shape);
  await device.queue.onSubmittedWorkDone();
  const create = () =>
    createModel(device, graphOf(readTfjsLayersModel(json, weights), { inputShapes: { LR: shape } }));
  let model: Model;
  let output: GpuTensor;
  let name: string;
  const run = async (count: number) => {
    const encoder = device.createCommandEncoder();
    for (let index = 0; index < count; index++) model.encode(encoder, { LR: input, [name]: output });
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  };
  return {
    get choice() {
      return {
        kernel: 'graph',
        tiles: { dispatches: model.plan.steps.length },
        algorithm: 'direct',
      } as const;
    },
    async first() {
      model = await create();
      const [spec] = Object.entries(model.outputs);
      name = spec[0];
      output = emptyTensor(device, spec[1].shape);
      await run(1);
    },
    run,
    read: () => output.read(),
    secondCreateMs: () => timeMs(async () => (await create()).destroy()),
    gpuMs: async () => undefined,
    dispose() {
      model?.destroy();
      input.destroy();
      output?.destroy();
    },
  } satisfies Entry & OwnEntry;
}

/** In 255ths, which is also what is allowed: one. The authors round down. */
function largestDifference(output: ArrayLike<number>, { data, shape }: Pixels): number {
  const [, height, width, channels] = shape;
  if (output.length !== data.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let y = INSET; y < height - INSET; y++) {
    for (let x = INSET; x < width - INSET; x++) {
      for (let channel = 0; channel < channels; channel++) {
        const at = (y * width + x) * channels + channel;
        const byte = Math.min(255, Math.max(0, Math.floor(output[at])));
        largest = Math.max(largest, Math.abs(byte - data[at]));
      }
    }
  }
  return largest;
}

/** Of the network's convolutions, by its weights; the last one works on the enlarged picture. */
function countFlops(model: { weightsManifest: { weights: { name: string; shape: number[] }[] }[] }): number {
  const kernels = model.weightsManifest
    .flatMap(({ weights }) => weights)
    .filter(({ shape }) => shape.length === 4);
  const positions = EXTENT * EXTENT;
  return kernels.reduce((total, { name, shape }) => {
    const count = shape.reduce((product, size) => product * size, 1);
    return total + 2 * count * positions * (name.startsWith('SR') ? SCALE * SCALE : 1);
  }, 0);
}
