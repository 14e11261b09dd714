import { tensor } from '../../../src/index.ts';
import { createModel, graphOf, readTfjsLayersModel, runTiled } from '../../../src/nn/index.ts';
import { sharedDevice } from './device.ts';
import type { PlainTensor } from './nn.ts';
import { register } from './registry.ts';

/** A tfjs model's files as JSON carries them. */
export interface PlainModel {
  model: unknown;
  weightsBase64: string;
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** A picture through a super-resolution model, whole or in tiles. */
async function superResolve(
  { model, weightsBase64 }: PlainModel,
  picture: PlainTensor,
  tile?: { size: [number, number]; margin?: number },
): Promise<PlainTensor> {
  const device = await sharedDevice();
  const shape = tile ? [1, ...tile.size, 3] : picture.shape;
  const init = graphOf(readTfjsLayersModel(model, bytesOf(weightsBase64)), {
    inputShapes: { LR: shape },
    accuracy: tile ? 'strict' : 'default',
  });
  const compiled = await createModel(device, init);
  const input = tensor(device, picture.data, picture.shape);
  const output = tile
    ? runTiled(compiled, input, { inputLayout: 'nhwc', margin: tile.margin })
    : Object.values(compiled.run({ LR: input }))[0];
  const data = Array.from(await output.read());
  compiled.destroy();
  for (const made of [input, output]) made.destroy();
  return { data, shape: [...output.shape] };
}

register({ superResolve });
