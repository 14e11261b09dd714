import { tensor } from 'webgpu-conv';
import { createModel, graphOf, readTfjsLayersModel } from 'webgpu-conv/nn';
import type { Contestant } from '../contestant.ts';
import { PEERS_URL } from '../peers/load.ts';
import { enterOrtModel } from '../peers/ort-model.ts';
import { enterTfjsModel } from '../peers/tfjs-model.ts';
import type { Contest } from '../race.ts';
import { modelEntry } from './entry.ts';
import { onnxModel } from './onnx.ts';
import { cropOf, type Pixels, peersAmong, readPicture } from './pictures.ts';

const FOLDER = `${PEERS_URL}/@upscalerjs/default-model`;
const SCALE = 2;
/** Results nearer than this to the crop's edge saw less than the published ones did; twice the network's radius of 11. */
const INSET = 2 * 11;

/** A super-resolution network that others trained, on the middle `extent` rows and columns of their own 128². */
export async function superResolutionContest(
  device: GPUDevice,
  peers: readonly Contestant[],
  extent: number,
): Promise<Contest> {
  const [model, weights, whole, published] = await Promise.all([
    fetch(`${FOLDER}/models/model.json`).then((response) => response.json()),
    fetch(`${FOLDER}/models/group1-shard1of1.bin`).then((response) => response.arrayBuffer()),
    readPicture(`${FOLDER}/assets/fixture.png`),
    readPicture(`${FOLDER}/assets/samples/2x/result.png`),
  ]);
  const first = (whole.shape[1] - extent) / 2;
  const input = cropOf(whole, first, extent);
  const expected = cropOf(published, SCALE * first, SCALE * extent);
  const { shape, data } = input;
  const graph = () =>
    graphOf(readTfjsLayersModel(model, new Uint8Array(weights)), { inputShapes: { LR: shape } });
  return {
    key: `upscalerjs-default-model-${extent}x${extent}`,
    name: `super-resolution 2× of ${extent}²`,
    flops: 2 * graph().nodes.reduce((sum, { operator }) => sum + operator.multiplyAddCount, 0),
    bytes: weights.byteLength + 4 * data.length * (1 + SCALE * SCALE),
    ours: async () =>
      modelEntry(device, () => createModel(device, graph()), { LR: tensor(device, data, shape) }),
    peers: peersAmong(peers, {
      tfjs: () => enterTfjsModel(`${FOLDER}/models/model.json`, input),
      ort: () => {
        const { file, isNhwc } = onnxModel(graph());
        return enterOrtModel(file, input, isNhwc);
      },
    }),
    check: (output) => largestDifference(output, expected, whole.shape[1] === extent ? 0 : INSET),
  };
}

/** In 255ths, which is also what is allowed: one. The authors round down. */
function largestDifference(output: ArrayLike<number>, { data, shape }: Pixels, inset: number): number {
  const [, height, width, channels] = shape;
  if (output.length !== data.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let y = inset; y < height - inset; y++) {
    for (let x = inset; x < width - inset; x++) {
      for (let channel = 0; channel < channels; channel++) {
        const at = (y * width + x) * channels + channel;
        const byte = Math.min(255, Math.max(0, Math.floor(output[at])));
        largest = Math.max(largest, Math.abs(byte - data[at]));
      }
    }
  }
  return largest;
}
