import {
  capabilitiesOf,
  createConv2d,
  createConv2dProblem,
  emptyTensor,
  exportTuning,
  importTuning,
  indexedDbStore,
  memoryStore,
  requestDevice,
  tensor,
  tuneConv2d,
} from '../../../src/index.ts';
import type { Kernel } from '../../../src/kernels/kernel.ts';
import { KERNELS } from '../../../src/kernels/registry.ts';
import { rankCandidates } from '../../../src/plan/plan.ts';
import { limitedDevice } from '../limited-device.ts';
import { spyOnDevice } from '../spy.ts';
import { register } from './registry.ts';

const inputShape = [1, 8, 10, 12];
const filterShape = [8, 8, 3, 3];
const problem = createConv2dProblem({ inputShape, filterShape, padding: 1 });
/** Has twice the outputs of `problem`. */
const wide = createConv2dProblem({ inputShape, filterShape: [16, 8, 3, 3], padding: 1 });
/** Shares a record with `problem`. */
const likeIt = createConv2dProblem({ inputShape, filterShape, padding: 1, activation: 'relu' });

/** A device that knows nothing yet. */
const freshDevice = () => requestDevice({ onSoftwareAdapter: () => {} });

/** Tunes one problem with a store of its own; then it twice, and one that shares its record. */
async function tuneTwice() {
  const device = await freshDevice();
  const store = memoryStore();
  const [first] = await tuneConv2d(device, [problem], { store, budgetMs: 30_000, maxCandidates: 4 });
  const again = await tuneConv2d(device, [problem, likeIt, problem], { store });
  const [{ kernel, tiles }] = rankCandidates(problem, capabilitiesOf(device));
  const stored = await store.load();
  const exported = exportTuning(device);
  device.destroy();
  const defaultPlan = { kernel: kernel.name, tiles };
  return { first, again, keys: [problem.key, likeIt.key], isStored: stored === exported, defaultPlan };
}

type Fault = 'wrong' | 'uncompilable' | 'invalid';

/** Breaks a kernel for as long as `work` takes. */
async function whileBroken<T>(victim: Kernel, how: Fault, work: () => Promise<T>): Promise<T> {
  const { build } = victim;
  const broken: Kernel['build'] = (...args) => {
    const program = build(...args);
    const steps = program.steps.map((step) => {
      if (how === 'wrong') return { ...step, constants: { ...step.constants, PAD_TOP: 0 } };
      if (how === 'uncompilable') return { ...step, types: { Element: 'nonsense' } };
      return { ...step, bindings: step.bindings.map((binding) => ({ ...binding, buffer: 'output' })) };
    });
    return { ...program, steps };
  };
  Object.assign(victim, { build: broken });
  try {
    return await work();
  } finally {
    Object.assign(victim, { build });
  }
}

const defaultKernel = (device: GPUDevice) => rankCandidates(problem, capabilitiesOf(device))[0].kernel;

/** Tunes while one kernel is broken; what became of its candidates. */
async function tuneWithBroken(how: Fault) {
  const device = await freshDevice();
  const usual = defaultKernel(device);
  const victim = KERNELS.find((kernel) => kernel !== usual && kernel.name === 'conv2d_tiled') as Kernel;
  const few = { store: memoryStore(), budgetMs: 30_000, maxCandidates: 4 };
  const [{ tried, record }] = await whileBroken(victim, how, () => tuneConv2d(device, [problem], few));
  device.destroy();
  return { victim: tried.filter(({ kernel }) => kernel === victim.name), winner: record.kernel };
}

const failures: Record<string, (device: GPUDevice) => Promise<unknown>> = {
  'the default plan fails': (device) => whileBroken(defaultKernel(device), 'invalid', () => tune(device)),
  'the device is lost at a candidate': (device) => {
    const { createBuffer } = device;
    let readCount = 0;
    const value = (descriptor: GPUBufferDescriptor) => {
      if (descriptor.label === 'readback' && ++readCount === 2) device.destroy();
      return createBuffer.call(device, descriptor);
    };
    Object.defineProperty(device, 'createBuffer', { configurable: true, value });
    return tune(device);
  },
  // larger than input and filter, which are made before it
  'the output is too large': (device) => tune(limitedDevice(device, { maxBufferSize: 6000 }), wide),
};

const tune = (device: GPUDevice, of = problem) =>
  tuneConv2d(device, [of], { store: memoryStore(), budgetMs: 30_000, maxCandidates: 4 });

/** The error of tuning that fails, and what it leaves allocated. */
async function tuneInVain(how: string) {
  const device = await freshDevice();
  const spy = spyOnDevice(device);
  const error = await failures[how](device).then(
    () => 'none',
    (reason: Error) => reason.name,
  );
  // one is made per device, and shared by all that it runs
  const left = spy.liveBuffers().filter((label) => label !== 'webgpu-conv placeholder');
  const { textures } = spy.live();
  device.destroy();
  return { error, left, textures };
}

/** A convolution tuned first or in the background: its plans before and after, and whether its output stays the same. */
async function createTuned(tune: 'first' | 'background') {
  const device = await freshDevice();
  const filter = tensor(device, new Float32Array(8 * 8 * 9).fill(0.5), filterShape);
  const input = tensor(device, new Float32Array(8 * 10 * 12).fill(1), inputShape);
  const options = {
    inputShape,
    filter,
    padding: 1,
    tuning: { store: memoryStore(), budgetMs: 30_000, maxCandidates: 3 },
  };
  const conv = await createConv2d(device, { ...options, tune: tune === 'first' ? true : 'background' });
  const before = { kernel: conv.plan.kernel, reason: conv.plan.reason };
  const output = emptyTensor(device, conv.outputShape);
  const read = async () => [...(await conv.run(input, { output }).read())];
  const first = await read();
  await conv.tuned;
  const after = { kernel: conv.plan.kernel, reason: conv.plan.reason };
  const second = await read();
  const tuned = JSON.parse(exportTuning(device)).devices;
  conv.destroy();
  device.destroy();
  const record = (Object.values(tuned)[0] as { kernel: string }[])[0];
  return {
    before,
    after,
    recorded: record.kernel,
    largestChange: Math.max(...first.map((x, i) => Math.abs(x - second[i]))),
    center: second[5 * 12 + 5],
  };
}

/** What a device says of a store whose text is `text`, and whether it has mended it. */
async function tuneWithStored(text: string) {
  const device = await freshDevice();
  const store = memoryStore();
  await store.save(text);
  const complaints: string[] = [];
  const options = { store, budgetMs: 1, onStoreProblem: (message: string) => complaints.push(message) };
  const results = await tuneConv2d(device, [problem], options);
  const stored = JSON.parse((await store.load()) ?? 'null');
  device.destroy();
  return {
    complaints,
    tuned: results.map(({ tried }) => tried.length),
    deviceCount: Object.keys(stored.devices).length,
  };
}

/** Tunes on one device and hands the result to another. */
async function handOver() {
  const [from, to] = [await freshDevice(), await freshDevice()];
  await tuneConv2d(from, [problem], { store: memoryStore(), budgetMs: 1 });
  importTuning(to, exportTuning(from));
  const filter = tensor(to, new Float32Array(8 * 8 * 9), filterShape);
  const conv = await createConv2d(to, { inputShape, filter, padding: 1 });
  const { reason } = conv.plan;
  let refusal = '';
  try {
    importTuning(to, '{}');
  } catch (error) {
    refusal = (error as Error).name;
  }
  from.destroy();
  to.destroy();
  return { reason, refusal };
}

/** Saves to and loads from the browser's own database. */
async function useIndexedDb() {
  const store = indexedDbStore('webgpu-conv test');
  const before = await store.load();
  await store.save('one');
  await store.save('two');
  const after = await store.load();
  indexedDB.deleteDatabase('webgpu-conv test');
  return { before: before ?? null, after };
}

register({ tuneTwice, tuneWithBroken, tuneInVain, createTuned, tuneWithStored, handOver, useIndexedDb });
