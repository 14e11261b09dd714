/** face-api's tiny face detector and its sample photographs. Pages only. */
import type { Face } from '../../src/nn/index.ts';

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
const scoreThreshold = 0.5;

/** The weights' manifest and bytes. */
export async function faceWeights(): Promise<{ manifest: unknown; bytes: ArrayBuffer }> {
  const [manifest, bytes] = await Promise.all([
    fetch(`${root}/model/tiny_face_detector_model-weights_manifest.json`).then((file) => file.json()),
    fetch(`${root}/model/tiny_face_detector_model.bin`).then((file) => file.arrayBuffer()),
  ]);
  return { manifest, bytes };
}

/** A photograph's top left square, as large as it goes, at `size` pixels: colors from 0 to 255. */
export async function squareOf(photo: string, size: number): Promise<Float32Array<ArrayBuffer>> {
  const bitmap = await createImageBitmap(await (await fetch(`${root}/demo/${photo}`)).blob());
  const side = Math.min(bitmap.width, bitmap.height);
  const context = new OffscreenCanvas(size, size).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0, side, side, 0, 0, size, size);
  const { data } = context.getImageData(0, 0, size, size);
  return Float32Array.from(data.filter((_, index) => index % 4 !== 3));
}

/** The faces that face-api finds on its CPU backend. */
export async function facesByFaceApi(pixels: Float32Array, inputSize: number): Promise<Face[]> {
  const faceApi = (await import(/* @vite-ignore */ `${root}/dist/face-api.esm.js`)) as FaceApi;
  await faceApi.tf.setBackend('cpu');
  const detector = faceApi.nets.tinyFaceDetector;
  await detector.loadFromUri(`${root}/model`);
  const input = faceApi.tf.tensor4d(pixels, [1, inputSize, inputSize, 3]);
  const found = await detector.locateFaces(input, { inputSize, scoreThreshold });
  return found.map(({ score, relativeBox: { left, top, width, height } }) => ({
    score,
    left,
    top,
    width,
    height,
  }));
}
