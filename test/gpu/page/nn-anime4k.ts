import { tensor } from '../../../src/index.ts';
import { anime4k, createModel } from '../../../src/nn/index.ts';
import { startWebsr, websrWeights } from '../../nn/websr.ts';
import { sharedDevice } from './device.ts';
import type { PlainTensor } from './nn.ts';
import { register } from './registry.ts';

/** A picture, `[1, 3, height, width]` from 0 to 1, doubled by our layers. */
async function doublePicture(weights: unknown, picture: PlainTensor): Promise<PlainTensor> {
  const device = await sharedDevice();
  const [, , height, width] = picture.shape;
  const model = await createModel(device, anime4k(weights, { height, width }, { accuracy: 'strict' }));
  const input = tensor(device, picture.data, picture.shape);
  const { picture2x } = model.run({ picture: input });
  const result = { data: Array.from(await picture2x.read()), shape: [...picture2x.shape] };
  model.destroy();
  for (const made of [input, picture2x]) made.destroy();
  return result;
}

/** A photograph's first pixels, doubled by our layers and by websr's shaders: bytes, `[height, width, 3]`. */
async function doubleBoth(file: string, photo: string, size: number) {
  const weights = await websrWeights(file);
  const blob = await (await fetch(photo)).blob();
  const bitmap = await createImageBitmap(blob, 200, 100, size, size);
  const context = new OffscreenCanvas(size, size).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const bytes = context.getImageData(0, 0, size, size).data;
  const area = size * size;
  const data = Array.from(
    { length: 3 * area },
    (_, index) => bytes[(index % area) * 4 + Math.floor(index / area)] / 255,
  );
  const doubled = await doublePicture(weights, { data, shape: [1, 3, size, size] });
  const ours = Array.from({ length: 12 * area }, (_, index) => {
    const value = doubled.data[(index % 3) * 4 * area + Math.floor(index / 3)];
    return Math.round(255 * Math.min(1, Math.max(0, value)));
  });
  const websr = await startWebsr(weights, bitmap);
  const theirs = Array.from((await websr.pixels()).filter((_, index) => index % 4 !== 3));
  websr.destroy();
  return { ours, theirs };
}

register({ doublePicture, doubleBoth });
