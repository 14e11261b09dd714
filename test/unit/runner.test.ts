import { describe, expect, test } from 'vitest';
import type { Prepared } from '../../src/gpu/prepared.ts';
import { type NamedTensors, Runner, type TensorSpecs } from '../../src/gpu/runner.ts';
import { type GpuTensor, tensorFromBuffer } from '../../src/gpu/tensor.ts';

const SHAPE = [64];
const spec = { shape: SHAPE, dtype: 'float32' } as const;

/** A device that only counts: what it creates, and how often it was asked for the end of submitted work. */
function fakeDevice() {
  const finished: (() => void)[] = [];
  const made: string[] = [];
  const device = {
    lost: new Promise(() => {}),
    limits: { minStorageBufferOffsetAlignment: 256, maxBufferSize: 2 ** 28 },
    features: new Set(),
    queue: {
      submit: () => made.push('submit'),
      onSubmittedWorkDone: () => new Promise<void>((resolve) => finished.push(resolve)),
    },
    createBuffer: ({ size }: GPUBufferDescriptor) => (made.push('buffer'), bufferOf(size)),
    createCommandEncoder: () => (made.push('encoder'), { finish: () => ({}) }),
    pushErrorScope() {},
    popErrorScope: async () => null,
  };
  return { device: device as unknown as GPUDevice, made, finished };
}

const bufferOf = (size: number) => ({ size, usage: 0x80, destroy() {} }) as unknown as GPUBuffer;

/** A plan without steps, by name, that notes when it is encoded and freed. */
function fakePlan(name: string, notes: string[]): Prepared {
  const program = { encode: () => notes.push(`${name} encoded`) };
  return {
    plan: { prepare: [], steps: [], buffers: {} },
    prepare: program,
    steps: program,
    allocated: Promise.resolve(),
    destroy: () => notes.push(`${name} freed`),
  } as unknown as Prepared;
}

describe('an output that shares a buffer is refused by name before the GPU is touched', () => {
  const { device, made } = fakeDevice();
  const tensors = new Map<string, GpuTensor>();
  const own = (name: string) => {
    const known = tensors.get(name) ?? tensorFromBuffer(device, bufferOf(4096), SHAPE);
    tensors.set(name, known);
    return known;
  };
  const at = (name: string, offsetBytes: number) =>
    tensorFromBuffer(device, own(name).buffer, SHAPE, { offsetBytes });
  const runnerOf = (inputs: TensorSpecs, outputs: TensorSpecs) =>
    new Runner(
      { device, kind: 'model', inputs, outputs, fixed: { filter: own('filter') }, weights: { w: own('w') } },
      fakePlan('plan', []),
    );
  const runner = runnerOf({ x: spec, r: spec }, { y: spec, z: spec });
  const given = { x: own('x'), r: own('r'), y: own('y'), z: own('z') };

  test.each<[string, NamedTensors, RegExp]>([
    ['an input', { y: own('x') }, /^y: .*read, as x/],
    ['another part of an input', { y: at('x', 256) }, /^y: .*read, as x/],
    ['a second input', { z: own('r') }, /^z: .*read, as r/],
    ['a fixed tensor', { y: own('filter') }, /^y: .*read, as filter/],
    ['a weight', { y: own('w') }, /^y: .*read, as w/],
    ['another output', { y: own('z') }, /^y: .*written, as z/],
  ])('%s', (_, changed, message) => {
    made.length = 0;
    expect(() => runner.run({ ...given, ...changed })).toThrow(message);
    expect(() => runner.encode({} as GPUCommandEncoder, { ...given, ...changed })).toThrow(message);
    expect(made).toEqual([]);
  });

  test('but not parts of one buffer that lie apart, nor what is updated in place', () => {
    expect(() => runner.run({ ...given, y: at('z', 256) })).not.toThrow();
    const inPlace = runnerOf({ parameter: spec, gradient: spec }, { parameter: spec });
    expect(() => inPlace.run({ parameter: own('p'), gradient: own('g') })).not.toThrow();
    expect(() => inPlace.run({ parameter: own('p'), gradient: own('p') })).toThrow(/^parameter: .*gradient/);
  });
});

describe('a plan that was replaced is freed once the work recorded with it is done', () => {
  const start = () => {
    const { device, finished } = fakeDevice();
    const notes: string[] = [];
    const runner = new Runner({ device, kind: 'conv2d', inputs: {}, outputs: {} }, fakePlan('old', notes));
    return { runner, notes, finished, replace: () => runner.replacePlan(fakePlan('new', notes)) };
  };
  const finishAll = async (finished: (() => void)[]) => {
    for (const finish of finished) finish();
    await Promise.resolve();
  };

  test('at once where only run() was called', async () => {
    const { runner, notes, finished, replace } = start();
    runner.run({});
    replace();
    expect(notes).toEqual(['old encoded']);
    await finishAll(finished);
    expect(notes).toEqual(['old encoded', 'old freed']);
  });

  test('with the next encoder where the caller may still have to submit', async () => {
    const { runner, notes, finished, replace } = start();
    const [first, second] = [{}, {}] as GPUCommandEncoder[];
    runner.encode(first, {});
    replace();
    runner.encode(first, {});
    await finishAll(finished);
    expect(notes).toEqual(['old encoded', 'new encoded']);
    runner.encode(second, {});
    await finishAll(finished);
    expect(notes).toEqual(['old encoded', 'new encoded', 'new encoded', 'old freed']);
  });

  test('by destroy(), and a plan that comes after it at once', () => {
    const { runner, notes, replace } = start();
    runner.encode({} as GPUCommandEncoder, {});
    replace();
    runner.destroy();
    expect(notes).toEqual(['old encoded', 'old freed', 'new freed']);
    replace();
    expect(notes.at(-1)).toBe('new freed');
    expect(notes).toHaveLength(4);
  });
});
