import { createConv2d, type GpuTensor, tensorFromBuffer } from '../../../src/index.ts';
import { createModel, GraphBuilder, operators, prepare } from '../../../src/nn/index.ts';
import { spyOnDevice } from '../spy.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

type Tensors = Record<string, GpuTensor>;

/** Something that runs on tensors: those it takes, and others that stay with it. */
interface Subject {
  readonly tensors: Tensors;
  readonly kept: Tensors;
  run(tensors: Tensors): unknown;
  encode(encoder: GPUCommandEncoder, tensors: Tensors): void;
}

const VECTOR = [4];

/** A tensor of zeros at the start of a large buffer. */
function place(device: GPUDevice, shape: readonly number[] = VECTOR): GpuTensor {
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
  const buffer = device.createBuffer({ size: 4096, usage: STORAGE | COPY_SRC | COPY_DST });
  return tensorFromBuffer(device, buffer, shape);
}

const placeAll = (device: GPUDevice, shapes: Record<string, readonly number[]>): Tensors =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, place(device, shape)]));

const subjects: Record<string, (device: GPUDevice) => Promise<Subject>> = {
  async conv2d(device) {
    const shape = [1, 2, 3, 3];
    const kept = placeAll(device, { filter: [2, 2, 1, 1], bias: [2] });
    const { filter, bias } = kept;
    const conv = await createConv2d(device, { inputShape: shape, filter, bias, hasResidual: true });
    return {
      tensors: placeAll(device, { input: shape, residual: shape, output: shape }),
      kept,
      run: ({ input, ...rest }) => conv.run(input, rest),
      encode: (encoder, { input, output, residual }) => conv.encode(encoder, { input, output, residual }),
    };
  },
  async add(device) {
    const add = await prepare(
      device,
      operators.binary({ aShape: VECTOR, bShape: VECTOR, combination: 'add' }),
    );
    return runs(add, placeAll(device, { a: VECTOR, b: VECTOR, output: VECTOR }));
  },
  async sgd(device) {
    const sgd = await prepare(device, operators.sgd({ shape: VECTOR }));
    return runs(
      sgd,
      placeAll(device, { gradient: VECTOR, settings: [2], parameter: VECTOR, velocity: VECTOR }),
    );
  },
  /** `first = x + w` and `second = first · first`; each run updates `trained` by the gradient `g`. */
  async model(device) {
    const graph = new GraphBuilder();
    const zeros = (name: string) => graph.variable([0, 0, 0, 0], VECTOR, name);
    const w = graph.constant([1, 2, 3, 4], VECTOR, 'w');
    const first = graph.binary('add', graph.input('x', VECTOR), w);
    const second = graph.binary('mul', first, first);
    graph.addNode(
      'sgd',
      { shape: VECTOR },
      {
        gradient: graph.input('g', VECTOR),
        settings: graph.variable([1, 0], [2], 'settings'),
        parameter: zeros('trained'),
        velocity: zeros('velocity'),
      },
    );
    const model = await createModel(device, { nodes: graph.nodes, outputs: { first, second } });
    return runs(
      model,
      placeAll(device, { x: VECTOR, g: VECTOR, first: VECTOR, second: VECTOR }),
      model.weights,
    );
  },
};

function runs(made: Pick<Subject, 'run' | 'encode'>, tensors: Tensors, kept: Tensors = {}): Subject {
  return {
    tensors,
    kept,
    run: (given) => made.run(given),
    encode: (encoder, given) => made.encode(encoder, given),
  };
}

/**
 * What running and encoding say if tensor `changed` lies in the buffer of `shared`, so many bytes further on, and what
 * they did to the device. Runs that are fine are submitted, so that the GPU has its say.
 */
async function shareBuffer(kind: string, changed: string, shared: string, offsetBytes: number) {
  const device = await sharedDevice();
  const subject = await subjects[kind](device);
  const { tensors, kept } = subject;
  const { buffer } = { ...tensors, ...kept }[shared];
  const given = {
    ...tensors,
    [changed]: tensorFromBuffer(device, buffer, tensors[changed].shape, { offsetBytes }),
  };
  const encoder = device.createCommandEncoder();
  const spy = spyOnDevice(device);
  const errors = [() => subject.run(given), () => subject.encode(encoder, given)].map((call) => {
    try {
      call();
      return 'none';
    } catch (error) {
      return String(error);
    }
  });
  spy.stop();
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
  return { errors: [...new Set(errors)], touched: spy.calls };
}

register({ shareBuffer });
