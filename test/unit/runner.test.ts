import { describe, expect, test } from 'vitest';
import type { Prepared } from '../../src/gpu/prepared.ts';
import { type NamedTensors, Runner, type RunnerInit } from '../../src/gpu/runner.ts';
import { type GpuTensor, tensorFromBuffer } from '../../src/gpu/tensor.ts';
import { read, type StepBinding, weight, write } from '../../src/wgsl/bindings.ts';

const SHAPE = [64];
const spec = { shape: SHAPE, dtype: 'float32' } as const;

/** A device that notes what it creates and submits, and asks for the end of submitted work. */
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
    createBuffer: ({ size }: GPUBufferDescriptor) => {
      made.push('buffer');
      return bufferOf(size);
    },
    createCommandEncoder: () => {
      made.push('encoder');
      return { finish: () => ({}) };
    },
    pushErrorScope() {},
    popErrorScope: async () => null,
  };
  return { device: device as unknown as GPUDevice, made, finished };
}

const bufferOf = (size: number) => ({ size, usage: 0x80, destroy() {} }) as unknown as GPUBuffer;

/** A plan of one step per list of bindings, by name, that notes when it is encoded and freed. */
function fakePlan(name: string, notes: string[], ...steps: StepBinding[][]): Prepared {
  const program = (what: string) => ({ encode: () => notes.push(`${name} ${what}`) });
  const prepare = steps.length > 0 ? [] : [{ bindings: [] }];
  return {
    plan: { prepare, steps: steps.map((bindings) => ({ bindings })), buffers: {} },
    prepare: program('prepared'),
    steps: program('encoded'),
    allocated: Promise.resolve(),
    destroy: () => notes.push(`${name} freed`),
  } as unknown as Prepared;
}

/** Tensors by name, each in a buffer of its own, and parts of those buffers. */
function tensorsOn(device: GPUDevice) {
  const tensors = new Map<string, GpuTensor>();
  const own = (name: string) => {
    const known = tensors.get(name) ?? tensorFromBuffer(device, bufferOf(4096), SHAPE);
    tensors.set(name, known);
    return known;
  };
  const part = (name: string, offsetBytes: number) =>
    tensorFromBuffer(device, own(name).buffer, SHAPE, { offsetBytes });
  return { own, part };
}

describe('a tensor that shares a buffer with one that is written', () => {
  const { device, made } = fakeDevice();
  const { own, part } = tensorsOn(device);
  const runnerOf = (init: Pick<RunnerInit, 'inputs' | 'outputs'>, ...steps: StepBinding[][]) => {
    const { inputs, outputs } = init;
    const [fixed, weights] = [{ filter: own('filter') }, { w: own('w'), state: own('state') }];
    return new Runner(
      { device, kind: 'model', inputs, outputs, fixed, weights },
      fakePlan('plan', [], ...steps),
    );
  };
  const runner = runnerOf(
    { inputs: { x: spec, r: spec }, outputs: { y: spec, z: spec, last: spec } },
    [read('x'), read('filter'), read('w', weight('w')), write('y'), write('z')],
    [read('r'), read('z'), write('last'), write('state', weight('state'))],
  );
  const given = { x: own('x'), r: own('r'), y: own('y'), z: own('z'), last: own('last') };

  test.each<[string, NamedTensors, RegExp]>([
    ['an input', { y: own('x') }, /^y: got 'the buffer of x, which is read', needs a buffer of its own$/],
    ['another part of an input', { y: part('x', 256) }, /^y: .*buffer of x, which is read/],
    ['a second input', { z: own('r') }, /^z: .*buffer of r, which is read/],
    ['a fixed tensor', { y: own('filter') }, /^y: .*buffer of filter, which is read/],
    ['a weight', { y: own('w') }, /^y: .*buffer of w, which is read/],
    ['an updated weight', { y: own('state') }, /^y: .*memory of state, which is written/],
    ['an updated weight, read', { x: own('state') }, /^x: .*buffer of state, which is written/],
    [
      'another output',
      { y: own('last') },
      /^last: .*memory of y, which is written', needs memory of its own$/,
    ],
    [
      'a part of an output that is read later',
      { last: part('z', 256) },
      /^last: .*buffer of z, which is written/,
    ],
  ])('is refused by name before the GPU is touched: %s', (_, changed, message) => {
    made.length = 0;
    expect(() => runner.run({ ...given, ...changed })).toThrow(message);
    expect(() => runner.encode({} as GPUCommandEncoder, { ...given, ...changed })).toThrow(message);
    expect(made).toEqual([]);
  });

  test('is fine if both are only written, side by side, or both only read', () => {
    expect(() => runner.run({ ...given, y: part('last', 256) })).not.toThrow();
    expect(() => runner.run({ ...given, x: own('r') })).not.toThrow();
    expect(() => runner.run({ ...given, x: own('w'), r: own('filter') })).not.toThrow();
  });

  test('is fine if it is updated in place, and its parts do not overlap', () => {
    const updated = { parameter: spec, velocity: spec };
    const bindings = [read('gradient'), write('parameter'), write('velocity')];
    const inPlace = runnerOf({ inputs: { gradient: spec, ...updated }, outputs: updated }, bindings);
    const tensors = { gradient: own('g'), parameter: own('p'), velocity: part('p', 256) };
    expect(() => inPlace.run(tensors)).not.toThrow();
    expect(() => inPlace.run({ ...tensors, velocity: own('p') })).toThrow(/^velocity: .*memory of parameter/);
    expect(() => inPlace.run({ ...tensors, gradient: part('p', 512) })).toThrow(
      /^parameter: .*buffer of gradient/,
    );
  });
});

describe('the tensors of a run', () => {
  const { device, made } = fakeDevice();
  const { own } = tensorsOn(device);
  const init = { device, kind: 'conv2d', inputs: { input: spec }, outputs: { output: spec } };
  const runner = new Runner(init, fakePlan('plan', [], [read('input'), write('output')]));

  test.each<[string, NamedTensors, RegExp]>([
    [
      'misspelled input',
      { inputs: own('x') },
      /^inputs: .*unknown name.*a tensor of this conv2d: input, output$/,
    ],
    ['misspelled output', { input: own('x'), outputs: own('y') }, /^outputs: .*unknown name/],
    ['inherited input', Object.create({ input: own('x') }), /^input: got undefined, needs a GpuTensor/],
    [
      'name of every object',
      { input: own('x'), constructor: own('y') } as never,
      /^constructor: .*unknown name/,
    ],
  ])('are known by name: %s', (_, tensors, message) => {
    made.length = 0;
    expect(() => runner.run(tensors)).toThrow(message);
    expect(made).toEqual([]);
  });

  test('may be undefined, which is as if they were not given', () => {
    const tensors = { input: own('x'), output: undefined, residual: undefined };
    expect(Object.keys(runner.run(tensors))).toEqual(['output']);
    expect(() => runner.encode({} as GPUCommandEncoder, tensors)).toThrow(/^output: got undefined/);
  });
});

describe('a plan that was replaced', () => {
  const start = () => {
    const { device, made, finished } = fakeDevice();
    const notes: string[] = [];
    const runner = new Runner({ device, kind: 'conv2d', inputs: {}, outputs: {} }, fakePlan('old', notes));
    notes.length = 0;
    made.length = 0;
    const taken = () => notes.splice(0);
    const finish = async () => {
      for (const each of finished.splice(0)) each();
      await Promise.resolve();
      return taken();
    };
    return {
      runner,
      taken,
      finish,
      finished,
      made,
      replace: () => runner.replacePlan(fakePlan('new', notes)),
    };
  };
  const encoders = () => [{}, {}, {}] as GPUCommandEncoder[];

  test('is freed after submitted work if only run() has used it', async () => {
    const { runner, taken, finish, finished, replace } = start();
    runner.run({});
    replace();
    runner.run({});
    expect(taken()).toEqual(['old encoded', 'new prepared', 'new encoded']);
    expect(await finish()).toEqual(['old freed']);
    runner.run({});
    expect(finished).toEqual([]);
    runner.destroy();
    runner.destroy();
    expect(taken()).toEqual(['new encoded', 'new freed']);
  });

  test('stays until an encoder records that has recorded nothing before', async () => {
    const { runner, taken, finish, replace } = start();
    const [first, second, third] = encoders();
    runner.encode(first, {});
    runner.encode(second, {});
    replace();
    runner.encode(first, {});
    runner.encode(second, {});
    expect(await finish()).toEqual([
      'old encoded',
      'old encoded',
      'new prepared',
      'new encoded',
      'new encoded',
    ]);
    runner.encode(third, {});
    expect(taken()).toEqual(['new encoded']);
    expect(await finish()).toEqual(['old freed']);
  });

  test('stays if run() came between what the caller recorded and the switch', async () => {
    const { runner, finish, taken, replace } = start();
    runner.encode(encoders()[0], {});
    runner.run({});
    replace();
    expect(await finish()).toEqual(['old encoded', 'old encoded', 'new prepared']);
    runner.run({});
    expect(taken()).toEqual(['new encoded']);
    expect(await finish()).toEqual(['old freed']);
  });

  test('stays if the caller has recorded its preparation, which the new plan then repeats once', async () => {
    const { runner, taken, finish, replace } = start();
    const [first, second] = encoders();
    runner.encodePrepare(first);
    replace();
    expect(await finish()).toEqual(['old prepared', 'new prepared']);
    runner.encode(second, {});
    runner.encode(second, {});
    expect(taken()).toEqual(['new prepared', 'new encoded', 'new encoded']);
    expect(await finish()).toEqual(['old freed']);
  });

  test('is freed by destroy(), as is a plan that comes after it', () => {
    const { runner, taken, replace } = start();
    runner.encode(encoders()[0], {});
    replace();
    runner.destroy();
    expect(taken()).toEqual(['old encoded', 'new prepared', 'old freed', 'new freed']);
    replace();
    expect(taken()).toEqual(['new freed']);
  });

  test('takes nothing from the steady state', () => {
    const { runner, made, replace } = start();
    const [first] = encoders();
    replace();
    made.length = 0;
    for (let turn = 0; turn < 3; turn++) runner.encode(first, {});
    expect(made).toEqual([]);
  });
});
