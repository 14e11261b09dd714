import { conv2dSums } from '../../../src/cpu/reference.ts';
import {
  conv2d,
  conv2dReference,
  createConv2d,
  emptyTensor,
  type GpuTensor,
  tensor,
  tensorFromBuffer,
} from '../../../src/index.ts';
import { type Conv2dCase, makeCase } from '../../case.ts';
import { type CaseTensor, tensorsOf } from '../../data.ts';
import { spyOnDevice } from '../spy.ts';
import { newDevice, sharedDevice } from './device.ts';
import { register } from './registry.ts';

const sizes = {
  inChannels: 6,
  height: 9,
  width: 14,
  outChannels: 6,
  filter: [3, 3],
  padding: 1,
  values: 'integers',
} as const;

const upload = (device: GPUDevice, { data, shape }: CaseTensor) => tensor(device, data, shape);

/** Whether whole numbers came out as the reference has them, bit for bit. */
async function equals(output: GpuTensor, expected: { data: Float64Array }): Promise<boolean> {
  const values = await output.read();
  return (
    values.length === expected.data.length && values.every((value, index) => value === expected.data[index])
  );
}

/** What 20 runs after the first make on the device, by name, without the encoders and submissions. */
async function steadyState(kernel: string): Promise<string[]> {
  const device = await sharedDevice();
  const host = tensorsOf(makeCase('steady state', sizes));
  const filter = upload(device, host.filter);
  const conv = await createConv2d(device, {
    ...sizes,
    inputShape: host.input.shape,
    filter,
    choice: { kernel },
  });
  const inputs = [upload(device, host.input), upload(device, host.input)];
  const outputs = [emptyTensor(device, conv.outputShape), emptyTensor(device, conv.outputShape)];
  const run = (turn: number) => {
    const encoder = device.createCommandEncoder();
    conv.encode(encoder, { input: inputs[turn % 2], output: outputs[turn % 2] });
    device.queue.submit([encoder.finish()]);
  };
  run(0);
  run(1);
  const spy = spyOnDevice(device);
  for (let turn = 0; turn < 20; turn++) run(turn);
  spy.stop();
  for (const made of [...inputs, ...outputs, filter, conv]) made.destroy();
  return spy.calls.filter((call) => call !== 'createCommandEncoder' && call !== 'submit');
}

/** What preparing the same convolution a second time compiles. */
async function secondPreparation(kernel: string): Promise<string[]> {
  const device = await sharedDevice();
  const { input, filter } = tensorsOf(makeCase('second preparation', { ...sizes, height: 10 }));
  const weights = upload(device, filter);
  const init = { ...sizes, inputShape: input.shape, filter: weights, choice: { kernel } };
  const first = await createConv2d(device, init);
  const spy = spyOnDevice(device);
  const second = await createConv2d(device, init);
  spy.stop();
  for (const made of [first, second, weights]) made.destroy();
  return spy.calls.filter((call) => /Pipeline|ShaderModule|Layout/.test(call));
}

/** Labels of the buffers alive at each stage of a convolution's life, on a device of its own. */
async function bufferLife(kernel: string): Promise<Record<string, string[]>> {
  const device = await newDevice('life of buffers');
  const spy = spyOnDevice(device);
  const { input, filter } = tensorsOf(makeCase('life of buffers', sizes));
  const tensors = [upload(device, input), upload(device, filter)];
  const conv = await createConv2d(device, {
    ...sizes,
    inputShape: input.shape,
    filter: tensors[1],
    choice: { kernel },
  });
  const output = conv.run(tensors[0]);
  await output.read();
  const prepared = spy.liveBuffers();
  conv.destroy();
  const destroyed = spy.liveBuffers();
  const once = await conv2d(tensors[0], tensors[1], sizes);
  for (const made of [...tensors, output, once]) made.destroy();
  const end = spy.liveBuffers();
  device.destroy();
  return { prepared, destroyed, end };
}

/** Two convolutions in one encoder of the caller's, the output of one the input of the other. */
async function chainInOneEncoder(): Promise<boolean> {
  const device = await sharedDevice();
  const { input, filter } = tensorsOf(makeCase('chain', sizes));
  const weights = upload(device, filter);
  const conv = await createConv2d(device, { ...sizes, inputShape: input.shape, filter: weights });
  const [x, middle, output] = [
    upload(device, input),
    emptyTensor(device, input.shape),
    emptyTensor(device, input.shape),
  ];
  const encoder = device.createCommandEncoder();
  conv.encode(encoder, { input: x, output: middle });
  conv.encode(encoder, { input: middle, output });
  device.queue.submit([encoder.finish()]);
  const once = conv2dReference(input, filter, sizes);
  return equals(output, conv2dReference({ data: once.data, shape: once.shape }, filter, sizes));
}

/** More sets of tensors than a program keeps bind groups for, back and forth. */
async function manyTensors(): Promise<boolean[]> {
  const device = await sharedDevice();
  const { filter } = tensorsOf(makeCase('many tensors', sizes));
  const weights = upload(device, filter);
  const inputShape = [1, sizes.inChannels, sizes.height, sizes.width];
  const conv = await createConv2d(device, { ...sizes, inputShape, filter: weights });
  const sets = Array.from({ length: 12 }, (_, index) => {
    const { input } = tensorsOf(makeCase(`many tensors, ${index}`, sizes));
    return { input, x: upload(device, input), output: emptyTensor(device, inputShape) };
  });
  for (const { x, output } of [...sets, ...sets.toReversed()]) conv.run(x, { output });
  return Promise.all(sets.map(({ input, output }) => equals(output, conv2dReference(input, filter, sizes))));
}

/** Every tensor a part of one of the caller's buffers, at an offset; the buffers outlive the tensors. */
async function buffersOfTheCaller(kernel: string): Promise<{ isRight: boolean; error: string | null }> {
  const device = await sharedDevice();
  const conv2dCase: Conv2dCase = makeCase('own buffers', { ...sizes, hasBias: true, hasResidual: true });
  const host = tensorsOf(conv2dCase);
  const alignment = device.limits.minStorageBufferOffsetAlignment;
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
  device.pushErrorScope('validation');
  const read = device.createBuffer({ size: 2 ** 17, usage: STORAGE | COPY_DST });
  const written = device.createBuffer({ size: 2 ** 16, usage: STORAGE | COPY_SRC | COPY_DST });
  let offsetBytes = alignment;
  const place = ({ data, shape }: CaseTensor) => {
    const placed = tensorFromBuffer(device, read, shape, { offsetBytes });
    placed.write(data);
    offsetBytes += Math.ceil(placed.sizeBytes / alignment + 1) * alignment;
    return placed;
  };
  const [input, filter, bias, residual] = [host.input, host.filter, host.bias!, host.residual!].map(place);
  const conv = await createConv2d(device, {
    ...conv2dCase,
    filter,
    bias,
    hasResidual: true,
    choice: { kernel },
  });
  const output = tensorFromBuffer(device, written, conv.outputShape, { offsetBytes: 3 * alignment });
  conv.run(input, { output, residual });
  const isRight = await equals(output, conv2dReference(host.input, host.filter, { ...conv2dCase, ...host }));
  for (const made of [input, filter, bias, residual, output, conv]) made.destroy();
  for (const buffer of [read, written]) device.queue.writeBuffer(buffer, 0, new Uint32Array(4));
  const error = await device.popErrorScope();
  return { isRight, error: error?.message ?? null };
}

/** The filter's contents changed after the preparation. */
async function changedFilter(kernel: string): Promise<boolean> {
  const device = await sharedDevice();
  const { input, filter } = tensorsOf(makeCase('changed filter', sizes));
  const weights = emptyTensor(device, filter.shape);
  const conv = await createConv2d(device, {
    ...sizes,
    inputShape: input.shape,
    filter: weights,
    choice: { kernel },
  });
  weights.write(filter.data);
  const encoder = device.createCommandEncoder();
  conv.encodePrepare(encoder);
  device.queue.submit([encoder.finish()]);
  const output = conv.run(upload(device, input));
  return equals(output, conv2dReference(input, filter, sizes));
}

/** Convolutions of several kinds prepared and run at the same time. */
async function atTheSameTime(): Promise<boolean[]> {
  const device = await sharedDevice();
  return Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const conv2dCase = makeCase(`at once, ${index}`, {
        ...sizes,
        outChannels: 1 + (index % 6),
        height: 9 + index,
      });
      const { input, filter } = tensorsOf(conv2dCase);
      const output = await conv2d(upload(device, input), upload(device, filter), conv2dCase);
      return equals(output, conv2dReference(input, filter, conv2dCase));
    }),
  );
}

/** conv2d() with everything it takes, against the reference's sums. */
async function oneCall(): Promise<boolean> {
  const device = await sharedDevice();
  const conv2dCase = makeCase('one call', { ...sizes, hasBias: true, hasResidual: true, activation: 'relu' });
  const host = tensorsOf(conv2dCase);
  const [x, weights, bias, residual] = [host.input, host.filter, host.bias!, host.residual!].map((t) =>
    upload(device, t),
  );
  const output = await conv2d(x, weights, { ...conv2dCase, bias, residual });
  const { sums } = conv2dSums(host.input, host.filter, { ...conv2dCase, ...host });
  return equals(output, { data: sums.map((sum) => Math.max(sum, 0)) });
}

/** Half-precision tensors of an odd count, written and read back. */
async function oddHalves(): Promise<number[]> {
  const device = await sharedDevice();
  const odd = tensor(device, [1, -2.5, 65504], [3], { dtype: 'float16' });
  return Array.from(await odd.read());
}

register({
  steadyState,
  secondPreparation,
  bufferLife,
  chainInOneEncoder,
  manyTensors,
  buffersOfTheCaller,
  changedFilter,
  atTheSameTime,
  oneCall,
  oddHalves,
});
