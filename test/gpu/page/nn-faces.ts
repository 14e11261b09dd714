import { tensor } from '../../../src/index.ts';
import {
  createModel,
  decodeFaces,
  type Face,
  readTfjsWeights,
  tinyFaceDetector,
} from '../../../src/nn/index.ts';
import { facesByFaceApi, faceWeights, squareOf } from '../../nn/faces.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

/** The faces of a photograph by our layers and by face-api on its CPU backend, from the same pixels. */
async function detectFaces(photo: string, inputSize: number): Promise<{ ours: Face[]; theirs: Face[] }> {
  const pixels = await squareOf(photo, inputSize);
  const device = await sharedDevice();
  const { manifest, bytes } = await faceWeights();
  const model = await createModel(device, tinyFaceDetector(readTfjsWeights(manifest, bytes), inputSize));
  const { cells } = model.run({ picture: tensor(device, pixels, [1, inputSize, inputSize, 3]) });
  const ours = decodeFaces(await cells.read());
  model.destroy();
  return { ours, theirs: await facesByFaceApi(pixels, inputSize) };
}

register({ detectFaces });
