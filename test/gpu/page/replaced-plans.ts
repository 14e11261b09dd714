import { preparePlan } from '../../../src/gpu/prepared.ts';
import {
  type Conv2d,
  capabilitiesOf,
  conv2dReference,
  createConv2d,
  emptyTensor,
  type GpuTensor,
  planConv2d,
  tensor,
} from '../../../src/index.ts';
import { makeCase } from '../../case.ts';
import { tensorsOf } from '../../data.ts';
import { spyOnDevice } from '../spy.ts';
import { newDevice } from './device.ts';
import { register } from './registry.ts';

const [OLD, NEW] = ['conv2d_gemm', 'conv2d_rows'];
const sizes = {
  inChannels: 6,
  height: 9,
  width: 14,
  outChannels: 6,
  filter: [3, 3],
  values: 'integers',
} as const;
const host = tensorsOf(makeCase('replaced plans', sizes));
const expected = Array.from(conv2dReference(host.input, host.filter).data);

/** Switches to another kernel, as background tuning does. */
async function replacePlan(conv: Conv2d): Promise<void> {
  const plan = planConv2d(conv.problem, capabilitiesOf(conv.device), { kernel: NEW });
  conv.replaceWhenReady(preparePlan(conv.device, plan, { label: 'new' }));
  await conv.tuned;
}

/** A convolution on a device of its own, and the plans whose buffers are alive. */
async function start() {
  const device = await newDevice('replaced plans');
  const spy = spyOnDevice(device);
  const [input, filter] = [host.input, host.filter].map(({ data, shape }) => tensor(device, data, shape));
  const conv = await createConv2d(device, { inputShape: input.shape, filter, choice: { kernel: OLD } });
  const output = emptyTensor(device, conv.outputShape);
  const plans = () => {
    const buffers = spy.liveBuffers().filter((label) => label.endsWith(' packedFilter'));
    return buffers.map((label) => (label.startsWith('new') ? 'new' : 'old')).sort();
  };
  const isRight = async () => (await output.read()).every((value, index) => value === expected[index]);
  return { device, input, filter, conv, output, plans, isRight };
}

/** The plans alive after a switch, and after run() and the end of its work. */
async function replaceBetweenRuns() {
  const { device, input, conv, output, plans, isRight } = await start();
  conv.run(input, { output });
  const before = [plans(), await isRight()];
  await replacePlan(conv);
  output.write(new Float32Array(output.elementCount));
  conv.run(input, { output });
  await device.queue.onSubmittedWorkDone();
  const after = [plans(), await isRight()];
  device.destroy();
  return { before, after };
}

/** The same where the caller submits after the switch what it recorded before. */
async function replaceBeforeSubmit() {
  const { device, input, conv, output, plans, isRight } = await start();
  const record = () => {
    const encoder = device.createCommandEncoder();
    conv.encode(encoder, { input, output });
    return encoder;
  };
  const first = record();
  await replacePlan(conv);
  await device.queue.onSubmittedWorkDone();
  const switched = plans();
  device.queue.submit([first.finish()]);
  const submitted = [plans(), await isRight()];
  output.write(new Float32Array(output.elementCount));
  device.queue.submit([record().finish()]);
  await device.queue.onSubmittedWorkDone();
  const next = [plans(), await isRight()];
  device.destroy();
  return { switched, submitted, next };
}

/** Whether the new plan sees a filter that commands change which were recorded before the switch, submitted after it. */
async function replaceBeforeFilterChanges(): Promise<boolean> {
  const { device, input, filter, conv, output, isRight } = await start();
  const changed: GpuTensor = tensor(device, host.filter.data, filter.shape);
  filter.write(new Float32Array(filter.elementCount));
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(changed.buffer, 0, filter.buffer, 0, filter.sizeBytes);
  conv.encodePrepare(encoder);
  await replacePlan(conv);
  device.queue.submit([encoder.finish()]);
  conv.run(input, { output });
  const result = await isRight();
  device.destroy();
  return result;
}

register({ replaceBetweenRuns, replaceBeforeSubmit, replaceBeforeFilterChanges });
