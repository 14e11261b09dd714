import { conv2d, createConv2d, emptyTensor, tensor } from '../../../src/index.ts';
import { spyOnDevice } from '../spy.ts';
import { newDevice } from './device.ts';
import { register } from './registry.ts';

/** From now on, every allocation within an error scope for memory fails, as far as the scope tells. */
function exhaustMemory(device: GPUDevice): void {
  const open: GPUErrorFilter[] = [];
  const { pushErrorScope, popErrorScope } = device;
  const push = (filter: GPUErrorFilter) => {
    open.push(filter);
    pushErrorScope.call(device, filter);
  };
  const pop = async () => {
    const filter = open.pop();
    const error = await popErrorScope.call(device);
    return filter === 'out-of-memory' ? ({ message: 'none left' } as GPUError) : error;
  };
  Object.defineProperty(device, 'pushErrorScope', { value: push });
  Object.defineProperty(device, 'popErrorScope', { value: pop });
}

/** Errors of everything that allocates, and what is left of a preparation that failed. */
async function withoutMemory(kernel: string): Promise<{ errors: Record<string, string>; left: string[] }> {
  const device = await newDevice('without memory');
  const [inputShape, filterShape] = [
    [1, 4, 8, 12],
    [8, 4, 3, 3],
  ];
  const [input, filter] = [emptyTensor(device, inputShape), emptyTensor(device, filterShape)];
  exhaustMemory(device);
  const spy = spyOnDevice(device);
  const calls = {
    'createConv2d, its own buffers': () => createConv2d(device, { inputShape, filter, choice: { kernel } }),
    'createConv2d, its filter': () =>
      createConv2d(device, { inputShape, filter: tensor(device, new Float32Array(288), filterShape) }),
    conv2d: () => conv2d(input, filter, { padding: 1 }),
    'a read': () => tensor(device, [1, 2], [2]).read(),
  };
  const errors: Record<string, string> = {};
  for (const [name, call] of Object.entries(calls)) {
    errors[name] = await Promise.resolve(call()).then(
      () => 'none',
      (error: Error) => `${error.name}: ${error.message}`,
    );
  }
  const left = spy.liveBuffers().filter((label) => !label.startsWith('tensor') && !/placeholder/.test(label));
  device.destroy();
  return { errors, left };
}

register({ withoutMemory });
