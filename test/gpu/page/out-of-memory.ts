import { conv2d, createConv2d, emptyTensor, tensor } from '../../../src/index.ts';
import { createModel, GraphBuilder, operators, prepare } from '../../../src/nn/index.ts';
import { spyOnDevice } from '../spy.ts';
import { newDevice } from './device.ts';
import { register } from './registry.ts';

/**
 * From now on, each allocation within an error scope for memory fails after `left` more, as far as the scope tells.
 * Gives what ends that.
 */
function exhaustMemory(device: GPUDevice, left = 0): () => void {
  const open: GPUErrorFilter[] = [];
  const { pushErrorScope, popErrorScope } = device;
  const push = (filter: GPUErrorFilter) => {
    open.push(filter);
    pushErrorScope.call(device, filter);
  };
  const pop = async () => {
    const filter = open.pop();
    const error = await popErrorScope.call(device);
    const fails = filter === 'out-of-memory' && left-- <= 0;
    return fails ? ({ message: 'none left' } as GPUError) : error;
  };
  Object.defineProperty(device, 'pushErrorScope', { value: push, configurable: true });
  Object.defineProperty(device, 'popErrorScope', { value: pop, configurable: true });
  return () => {
    for (const name of ['pushErrorScope', 'popErrorScope']) Reflect.deleteProperty(device, name);
  };
}

/** A tensor that there was no memory for, on a device that has some for everything else. */
function tensorWithoutMemory(device: GPUDevice, shape: readonly number[]) {
  const refill = exhaustMemory(device);
  const made = emptyTensor(device, shape);
  refill();
  return made;
}

/** A model with a weight, a packed filter and intermediates. */
function makeModel(device: GPUDevice) {
  const graph = new GraphBuilder();
  const filter = graph.constant(new Float32Array(288), [8, 4, 3, 3], 'weight');
  const pooled = graph.maxPool2d(graph.input('x', [1, 4, 8, 12]), { windowDimensions: 2 });
  return createModel(device, { nodes: graph.nodes, outputs: { y: graph.conv2d(pooled, filter) } });
}

/** Errors of everything that allocates, and what is left of a preparation that failed. */
async function withoutMemory(kernel: string): Promise<{ errors: Record<string, string>; left: string[] }> {
  const device = await newDevice('without memory');
  const [inputShape, filterShape] = [
    [1, 4, 8, 12],
    [8, 4, 3, 3],
  ];
  const [input, filter, output] = [inputShape, filterShape, [1, 8, 6, 10]].map((shape) =>
    emptyTensor(device, shape),
  );
  exhaustMemory(device);
  const spy = spyOnDevice(device);
  const create = () => createConv2d(device, { inputShape, filter, choice: { kernel } });
  const calls: Record<string, () => Promise<unknown>> = {
    'its own buffers': async () => (await create()).ready,
    'its filter': async () => {
      const late = tensor(device, new Float32Array(288), filterShape);
      return (await createConv2d(device, { inputShape, filter: late })).ready;
    },
    // compiled by now, so nothing is known yet when it runs
    'a read of its output': async () => (await create()).run(input, { output }).read(),
    'a later run': async () => {
      const conv = await create();
      await conv.ready.catch(() => {});
      conv.run(input, { output });
    },
    conv2d: () => conv2d(input, filter, { padding: 1 }),
    'a read': () => tensor(device, [1, 2], [2]).read(),
  };
  const errors: Record<string, string> = {};
  for (const [name, call] of Object.entries(calls)) {
    errors[name] = await call().then(
      () => 'none',
      (error: Error) => `${error.name}: ${error.message}`,
    );
  }
  const buffers = spy
    .liveBuffers()
    .filter((label) => !label.startsWith('tensor') && !/placeholder/.test(label));
  const left = [...buffers, ...Array<string>(spy.live().textures).fill('a texture')];
  device.destroy();
  return { errors, left };
}

/** For each allocation of a model in turn: its error if that one and all later ones fail, and the buffers left. */
async function modelsWithoutMemory(): Promise<{ errors: string[]; left: string[] }> {
  const errors: string[] = [];
  const left: string[] = [];
  for (let allocations = 0; errors.at(-1) !== 'none'; allocations++) {
    const device = await newDevice('model without memory');
    exhaustMemory(device, allocations);
    const spy = spyOnDevice(device);
    const result = await makeModel(device).catch((error: Error) => error);
    errors.push(result instanceof Error ? `${result.name}: ${result.message}` : 'none');
    if (result instanceof Error)
      left.push(...spy.liveBuffers().filter((label) => !/placeholder/.test(label)));
    device.destroy();
  }
  return { errors, left };
}

/** The error of a model one of whose shaders does not compile, and the buffers left. */
async function modelThatDoesNotCompile(): Promise<{ error: string; left: string[] }> {
  const device = await newDevice('model that does not compile');
  const spy = spyOnDevice(device);
  const compile = device.createComputePipelineAsync.bind(device);
  const value = (descriptor: GPUComputePipelineDescriptor) =>
    descriptor.label === 'nn_pool2d' ? Promise.reject(new Error('broken')) : compile(descriptor);
  Object.defineProperty(device, 'createComputePipelineAsync', { value });
  const error = await makeModel(device).then(() => 'none', String);
  const left = spy.liveBuffers();
  device.destroy();
  return { error, left };
}

/** Reads of results whose inputs found no memory, and of tensors destroyed before the promise resolves. */
async function readLate(): Promise<{ errors: string[]; values: number[] }> {
  const device = await newDevice('reads');
  const filter = tensor(device, [1], [1, 1, 1, 1]);
  const bias = tensor(device, [5], [1]);
  const conv = await createConv2d(device, { inputShape: [1, 1, 2, 2], filter, bias });
  await conv.ready;
  const kept = tensor(device, [1, 2, 3], [3]);
  const reading = kept.read();
  kept.destroy();
  const values = Array.from(await reading);
  const lacking = tensorWithoutMemory(device, [1, 1, 2, 2]);
  const relu = await prepare(device, operators.activation({ inputShape: [1, 1, 2, 2], activation: 'relu' }));
  const results = [
    () => conv.run(lacking).read(),
    () => conv.run(conv.run(lacking)).read(),
    () => relu.run({ input: lacking }).output.read(),
  ];
  const errors: string[] = [];
  for (const result of results) {
    errors.push(
      await result().then(
        (numbers) => numbers.join(),
        (error: Error) => error.name,
      ),
    );
  }
  device.destroy();
  return { errors, values };
}

/** Reads of a weight after a step of training on a gradient without memory, and after one more on a good gradient. */
async function trainWithoutMemory(): Promise<string[]> {
  const device = await newDevice('training');
  const graph = new GraphBuilder();
  const parameter = graph.variable([1, 2], [2], 'parameter');
  const gradient = graph.input('gradient', [2]);
  const settings = graph.variable([0.5, 0], [2], 'settings');
  const velocity = graph.variable([0, 0], [2], 'velocity');
  graph.addNode('sgd', { shape: [2] }, { gradient, settings, parameter, velocity });
  const model = await createModel(device, { nodes: graph.nodes, outputs: {} });
  const good = tensor(device, [1, 1], [2]);
  const read = () =>
    model.weights.parameter.read().then(
      (values) => values.join(),
      (error: Error) => error.name,
    );
  model.run({ gradient: good });
  const reads = [await read()];
  model.run({ gradient: tensorWithoutMemory(device, [2]) });
  reads.push(await read());
  model.run({ gradient: good });
  reads.push(await read());
  device.destroy();
  return reads;
}

register({ modelThatDoesNotCompile, readLate, trainWithoutMemory, withoutMemory, modelsWithoutMemory });
