import { tensor } from 'webgpu-conv';
import {
  createModel,
  decodeFaces,
  type Face,
  intersectionOverUnion,
  readTfjsWeights,
  tinyFaceDetector,
} from 'webgpu-conv/nn';
import { facesByFaceApi, faceWeights, squareOf } from '../../nn/faces.ts';
import type { Contestant } from '../contestant.ts';
import { enterOrtModel } from '../peers/ort-model.ts';
import { enterTfjsFaces } from '../peers/tfjs-faces.ts';
import type { Contest } from '../race.ts';
import { modelEntry } from './entry.ts';
import { onnxModel } from './onnx.ts';
import { type Pixels, peersAmong } from './pictures.ts';

const SIZE = 224;

/** face-api's tiny face detector on its own photograph, held to the faces that face-api finds. */
export async function facesContest(device: GPUDevice, peers: readonly Contestant[]): Promise<Contest> {
  const data = await squareOf('sample1.jpg', SIZE);
  const picture = { data, shape: [1, SIZE, SIZE, 3] } as Pixels;
  const { manifest, bytes } = await faceWeights();
  const weights = readTfjsWeights(manifest, bytes);
  const graph = () => tinyFaceDetector(weights, SIZE);
  const expected = await facesByFaceApi(data, SIZE);
  return {
    key: `tiny-face-detector-${SIZE}`,
    name: `face detector ${SIZE}²`,
    flops: 2 * graph().nodes.reduce((sum, { operator }) => sum + operator.multiplyAddCount, 0),
    bytes: 4 * data.length + bytes.byteLength,
    ours: async () =>
      modelEntry(device, () => createModel(device, graph()), {
        picture: tensor(device, data, picture.shape),
      }),
    peers: peersAmong(peers, {
      tfjs: () => enterTfjsFaces(weights, picture),
      ort: () => {
        const { file, isNhwc } = onnxModel(graph());
        return enterOrtModel(file, picture, isNhwc);
      },
    }),
    check: (output) => largestMiss(decodeFaces(output), expected),
  };
}

/** Allowed are boxes that share 95 % of their union, and scores within 0.01. */
function largestMiss(found: readonly Face[], expected: readonly Face[]): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  const misses = expected.map((face, index) =>
    Math.max(
      (1 - intersectionOverUnion(found[index], face)) / 0.05,
      Math.abs(found[index].score - face.score) / 0.01,
    ),
  );
  return Math.max(...misses);
}
