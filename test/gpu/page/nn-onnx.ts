import { tensor } from '../../../src/index.ts';
import { createModel, graphOf, readOnnx } from '../../../src/nn/index.ts';
import { sharedDevice } from './device.ts';
import type { PlainTensor } from './nn.ts';
import { register } from './registry.ts';

/** What a model file gives, from its input `x` to its output `y`. */
async function runOnnx(fileBase64: string, x: PlainTensor): Promise<PlainTensor> {
  const device = await sharedDevice();
  const bytes = Uint8Array.from(atob(fileBase64), (character) => character.charCodeAt(0));
  const model = await createModel(device, graphOf(readOnnx(bytes), { accuracy: 'strict' }));
  const input = tensor(device, x.data, x.shape);
  const { y } = model.run({ x: input });
  const result = { data: Array.from(await y.read()), shape: [...y.shape] };
  model.destroy();
  for (const made of [input, y]) made.destroy();
  return result;
}

register({ runOnnx });
