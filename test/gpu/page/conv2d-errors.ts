import {
  type Conv2d,
  type Conv2dInit,
  conv2d,
  createConv2d,
  emptyTensor,
  GpuTensor,
  InvalidArgumentError,
  tensor,
  tensorFromBuffer,
} from '../../../src/index.ts';
import { limitedDevice } from '../limited-device.ts';
import { spyOnDevice } from '../spy.ts';
import { newDevice, sharedDevice } from './device.ts';
import { register } from './registry.ts';

/** What the bad calls are made with: a valid convolution [1, 4, 5, 6] ⋆ [4, 4, 3, 3], and what doesn't fit it. */
interface World {
  device: GPUDevice;
  other: GPUDevice;
  init: Conv2dInit;
  conv: Conv2d;
  withResidual: Conv2d;
  input: GpuTensor;
  output: GpuTensor;
  foreign: GpuTensor;
  foreignFilter: GpuTensor;
  destroyed: GpuTensor;
  destroyedFilter: GpuTensor;
  /** Two tensors side by side in one buffer. */
  left: GpuTensor;
  right: GpuTensor;
  storage: GPUBuffer;
  readOnly: GPUBuffer;
}

const SHAPE = [1, 4, 5, 6];
const FILTER_SHAPE = [4, 4, 3, 3];

/** Values that the types forbid. */
// biome-ignore lint/suspicious/noExplicitAny: bad calls are the point
const wrong = (value: unknown): any => value;

const badCalls: Record<string, (world: World) => unknown> = {
  'input of another device': ({ conv, foreign }) => conv.run(foreign),
  'output of another device': ({ conv, input, foreign }) => conv.run(input, { output: foreign }),
  'residual of another device': ({ withResidual, input, foreign }) =>
    withResidual.run(input, { residual: foreign }),
  'filter of another device': ({ device, init, foreignFilter }) =>
    createConv2d(device, { ...init, filter: foreignFilter }),
  'filter of another device in one call': ({ input, foreignFilter }) => conv2d(input, foreignFilter),
  'bias of another device': ({ device, init, foreign }) => createConv2d(device, { ...init, bias: foreign }),
  'destroyed input': ({ conv, destroyed }) => conv.run(destroyed),
  'destroyed output': ({ conv, input, destroyed }) => conv.run(input, { output: destroyed }),
  'destroyed residual': ({ withResidual, input, destroyed }) =>
    withResidual.run(input, { residual: destroyed }),
  'destroyed filter': ({ device, init, destroyedFilter }) =>
    createConv2d(device, { ...init, filter: destroyedFilter }),
  'destroyed input in one call': ({ init, destroyed }) => conv2d(destroyed, init.filter),
  'destroyed tensor read': ({ destroyed }) => destroyed.read(),
  'destroyed tensor written': ({ destroyed }) => destroyed.write(new Float32Array(120)),
  'input that is no tensor': ({ conv }) => conv.run(wrong({ shape: SHAPE })),
  'no filter': ({ device }) => createConv2d(device, wrong({ inputShape: SHAPE })),
  'no device': ({ init }) => createConv2d(wrong(undefined), init),
  'input of another shape': ({ conv, init }) => conv.run(init.filter),
  'output of another shape': ({ conv, input, init }) => conv.run(input, { output: init.filter }),
  'residual of another shape': ({ withResidual, input, init }) =>
    withResidual.run(input, { residual: init.filter }),
  'residual left out': ({ withResidual, input }) => withResidual.run(input),
  'residual not asked for': ({ conv, input, output }) => conv.run(input, { residual: output }),
  'bias of wrong length': ({ device, init }) =>
    createConv2d(device, { ...init, bias: new GpuTensor({ ...wrong(init.filter), shape: [3] }) }),
  'bias of wrong length in one call': ({ input, init }) =>
    conv2d(input, init.filter, { bias: new GpuTensor({ ...wrong(init.filter), shape: [3] }) }),
  'residual of another shape in one call': ({ input, init }) =>
    conv2d(input, init.filter, { padding: 1, residual: init.filter }),
  'a wrong setting': ({ device, init }) => createConv2d(device, { ...init, strides: [1, 0] }),
  'a wrong setting in one call': ({ input, init }) => conv2d(input, init.filter, { strides: [1, 0] }),
  'output that is the input': ({ conv, input }) => conv.run(input, { output: input }),
  'output that is the residual': ({ withResidual, input, output }) =>
    withResidual.run(input, { output, residual: output }),
  'output in the buffer of the input': ({ conv, left, right }) => conv.run(left, { output: right }),
  'unknown kernel': ({ device, init }) => createConv2d(device, { ...init, choice: { kernel: 'conv3d' } }),
  'unknown tiles': ({ device, init }) =>
    createConv2d(device, { ...init, choice: { kernel: 'conv2d_gemm', tiles: { THREADS_M: 3.5 } } }),
  'data that does not fill the shape': ({ device }) => tensor(device, [1, 2, 3], [2, 2]),
  'no data': ({ device }) => tensor(device, wrong(undefined), [2, 2]),
  'written data of another length': ({ input }) => input.write([1, 2, 3]),
  'an empty shape': ({ device }) => tensor(device, [], [0]),
  'a NaN size': ({ device }) => emptyTensor(device, [2, Number.NaN]),
  'an unknown dtype': ({ device }) => emptyTensor(device, [2], { dtype: wrong('int8') }),
  'a misaligned offset': ({ device, storage }) => tensorFromBuffer(device, storage, [2], { offsetBytes: 4 }),
  'a buffer too small': ({ device, storage }) => tensorFromBuffer(device, storage, [1000]),
  'a buffer without STORAGE': ({ device, readOnly }) => tensorFromBuffer(device, readOnly, [2]),
  'no buffer': ({ device }) => tensorFromBuffer(device, wrong(undefined), [2]),
  'a tensor beyond maxBufferSize': ({ device }) =>
    emptyTensor(limitedDevice(device, { maxBufferSize: 1024 }), [257]),
};

/** How a bad call ended, and what it did to the device before it did. */
export interface Refusal {
  error: string;
  argument?: string;
  message: string;
  touched: string[];
}

async function badCallNames(): Promise<string[]> {
  return Object.keys(badCalls);
}

async function makeBadCall(name: string): Promise<Refusal> {
  const world = await makeWorld();
  const spies = [spyOnDevice(world.device), spyOnDevice(world.other)];
  try {
    await badCalls[name](world);
    return { error: 'none', message: 'nothing was thrown', touched: [] };
  } catch (error) {
    const { name: kind, message } = error as Error;
    const argument = error instanceof InvalidArgumentError ? error.argument : undefined;
    return { error: kind, argument, message, touched: spies.flatMap(({ calls }) => calls) };
  } finally {
    for (const spy of spies) spy.stop();
    world.other.destroy();
  }
}

async function makeWorld(): Promise<World> {
  const device = await sharedDevice();
  const other = await newDevice('another device');
  const filter = emptyTensor(device, FILTER_SHAPE);
  const init = { inputShape: SHAPE, filter, padding: 1 };
  const gone = (shape: number[]) => {
    const made = emptyTensor(device, shape);
    made.destroy();
    return made;
  };
  const storage = device.createBuffer({ size: 2048, usage: GPUBufferUsage.STORAGE });
  return {
    device,
    other,
    init,
    conv: await createConv2d(device, init),
    withResidual: await createConv2d(device, { ...init, hasResidual: true }),
    input: emptyTensor(device, SHAPE),
    output: emptyTensor(device, SHAPE),
    foreign: emptyTensor(other, SHAPE),
    foreignFilter: emptyTensor(other, FILTER_SHAPE),
    destroyed: gone(SHAPE),
    destroyedFilter: gone(FILTER_SHAPE),
    left: tensorFromBuffer(device, storage, SHAPE),
    right: tensorFromBuffer(device, storage, SHAPE, { offsetBytes: 1024 }),
    storage,
    readOnly: device.createBuffer({ size: 64, usage: GPUBufferUsage.COPY_SRC }),
  };
}

/** The errors of each kind of call after the device is gone. */
async function callsAfterLoss(): Promise<Record<string, string>> {
  const device = await newDevice('to be destroyed');
  const filter = emptyTensor(device, FILTER_SHAPE);
  const input = emptyTensor(device, SHAPE);
  const conv = await createConv2d(device, { inputShape: SHAPE, filter, padding: 1 });
  const pending = input.read();
  device.destroy();
  const errors: Record<string, string> = { 'a read under way': await nameOfError(() => pending) };
  await device.lost;
  const calls = {
    tensor: () => tensor(device, [1], [1]),
    createConv2d: () => createConv2d(device, { inputShape: SHAPE, filter }),
    conv2d: () => conv2d(input, filter),
    run: () => conv.run(input),
    read: () => input.read(),
    write: () => input.write(new Float32Array(120)),
  };
  for (const [name, call] of Object.entries(calls)) errors[name] = await nameOfError(call);
  return errors;
}

/** The error of a preparation that the loss of its device overtakes. */
async function lossWhilePreparing(): Promise<string> {
  const device = await newDevice('to be destroyed');
  const filter = emptyTensor(device, FILTER_SHAPE);
  const preparing = createConv2d(device, { inputShape: SHAPE, filter });
  device.destroy();
  return nameOfError(() => preparing);
}

/** What calls on a destroyed convolution throw. */
async function callsAfterDestroy(): Promise<string[]> {
  const { device, conv, input, output } = await makeWorld();
  conv.destroy();
  conv.destroy();
  const encoder = device.createCommandEncoder();
  const calls = [
    () => conv.run(input),
    () => conv.encode(encoder, { input, output }),
    () => conv.encodePrepare(encoder),
  ];
  return Promise.all(calls.map(messageOfError));
}

async function float16WithoutFeature(): Promise<string> {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter!.requestDevice({ label: 'without features' });
  const message = await messageOfError(() => emptyTensor(device, [2], { dtype: 'float16' }));
  device.destroy();
  return message;
}

/** The arguments named where one tensor is float16 and the others float32. */
async function mixedDataTypes(): Promise<Record<string, string | undefined>> {
  const { device, init, conv, withResidual, input } = await makeWorld();
  const half = emptyTensor(device, SHAPE, { dtype: 'float16' });
  const halfBias = emptyTensor(device, [4], { dtype: 'float16' });
  const calls = {
    input: () => conv.run(half),
    'input of conv2d': () => conv2d(half, init.filter),
    output: () => conv.run(input, { output: half }),
    residual: () => withResidual.run(input, { residual: half }),
    bias: () => createConv2d(device, { ...init, bias: halfBias }),
    'bias of conv2d': () => conv2d(input, init.filter, { bias: halfBias }),
  };
  const argumentOf = async (call: () => unknown) => ((await errorOf(call)) as InvalidArgumentError).argument;
  const named = Object.entries(calls).map(async ([name, call]) => [name, await argumentOf(call)]);
  return Object.fromEntries(await Promise.all(named));
}

async function errorOf(call: () => unknown): Promise<Error> {
  try {
    await call();
  } catch (error) {
    return error as Error;
  }
  return new Error('nothing was thrown');
}

const nameOfError = async (call: () => unknown) => (await errorOf(call)).name;
const messageOfError = async (call: () => unknown) => (await errorOf(call)).message;

register({
  badCallNames,
  makeBadCall,
  callsAfterLoss,
  lossWhilePreparing,
  callsAfterDestroy,
  float16WithoutFeature,
  mixedDataTypes,
});
