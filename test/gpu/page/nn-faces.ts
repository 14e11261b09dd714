import { tensor } from '../../../src/index.ts';
import {
  createModel,
  decodeFaces,
  type Face,
  readTfjsWeights,
  tinyFaceDetector,
} from '../../../src/nn/index.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

/** What we use of face-api, which brings a TensorFlow.js of its own. */
interface FaceApi {
  tf: {
    setBackend(name: string): Promise<boolean>;
    tensor4d(data: Float32Array, shape: number[]): unknown;
  };
  nets: {
    tinyFaceDetector: {
      loadFromUri(uri: string): Promise<void>;
      locateFaces(
        input: unknown,
        options: { inputSize: number; scoreThreshold: number },
      ): Promise<
        { score: number; relativeBox: { left: number; top: number; width: number; height: number } }[]
      >;
    };
  };
}

const root = '/test/peers/node_modules/@vladmandic/face-api';
const threshold = { scoreThreshold: 0.5 };

/** A photograph's top left square, as large as it goes, at `size` pixels: colours from 0 to 255. */
async function squareOf(photo: string, size: number): Promise<Float32Array> {
  const bitmap = await createImageBitmap(await (await fetch(`${root}/demo/${photo}`)).blob());
  const side = Math.min(bitmap.width, bitmap.height);
  const context = new OffscreenCanvas(size, size).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0, side, side, 0, 0, size, size);
  const { data } = context.getImageData(0, 0, size, size);
  return Float32Array.from(data.filter((_, index) => index % 4 !== 3));
}

/** The faces of a photograph by our layers and by face-api on its CPU backend, from the same pixels. */
async function detectFaces(photo: string, inputSize: number): Promise<{ ours: Face[]; theirs: Face[] }> {
  const pixels = await squareOf(photo, inputSize);
  const shape = [1, inputSize, inputSize, 3];
  const device = await sharedDevice();
  const [manifest, bytes] = await Promise.all([
    fetch(`${root}/model/tiny_face_detector_model-weights_manifest.json`).then((file) => file.json()),
    fetch(`${root}/model/tiny_face_detector_model.bin`).then((file) => file.arrayBuffer()),
  ]);
  const model = await createModel(device, tinyFaceDetector(readTfjsWeights(manifest, bytes), inputSize));
  const { cells } = model.run({ picture: tensor(device, pixels, shape) });
  const ours = decodeFaces(await cells.read(), threshold);
  model.destroy();

  const faceApi = (await import(/* @vite-ignore */ `${root}/dist/face-api.esm.js`)) as FaceApi;
  await faceApi.tf.setBackend('cpu');
  const detector = faceApi.nets.tinyFaceDetector;
  await detector.loadFromUri(`${root}/model`);
  const found = await detector.locateFaces(faceApi.tf.tensor4d(pixels, shape), { inputSize, ...threshold });
  const theirs = found.map(({ score, relativeBox: { left, top, width, height } }) => ({
    score,
    left,
    top,
    width,
    height,
  }));
  return { ours, theirs };
}

register({ detectFaces });
