import { type Conv2d, type Conv2dPlan, createConv2d, emptyTensor, type GpuTensor, tensor } from 'webgpu-conv';
import type { Conv2dCase } from '../case.ts';
import type { CaseTensor, CaseTensors } from '../data.ts';
import { timeMs } from './clock.ts';
import type { Contestant, Entry } from './contestant.ts';
import { createStopwatch } from './stopwatch.ts';

/** This library on one row. */
export interface OwnEntry extends Entry {
  /** Known after `first()`. */
  readonly plan: Conv2dPlan;
  /** Milliseconds of a second `createConv2d` of the same shape. */
  secondCreateMs(): Promise<number>;
  /** GPU milliseconds of one run of the last batch, by timestamps. */
  gpuMs(): Promise<number | undefined>;
}

/** This library on `device`. */
export interface OwnContestant extends Contestant {
  enter(row: Conv2dCase, tensors: CaseTensors): Promise<OwnEntry>;
}

/** This library as a contestant. */
export function ourselves(device: GPUDevice): OwnContestant {
  return { name: 'ours', enter: (row, tensors) => enter(device, row, tensors) };
}

async function enter(device: GPUDevice, row: Conv2dCase, tensors: CaseTensors): Promise<OwnEntry> {
  const upload = ({ data, shape }: CaseTensor) => tensor(device, data, shape, { dtype: row.dataType });
  const input = upload(tensors.input);
  const filter = upload(tensors.filter);
  const bias = tensors.bias && upload(tensors.bias);
  const stopwatch = createStopwatch(device);
  await device.queue.onSubmittedWorkDone();
  let conv: Conv2d;
  let output: GpuTensor;
  const create = () => createConv2d(device, { ...row, inputShape: input.shape, filter, bias });

  async function run(count: number): Promise<void> {
    const encoder = device.createCommandEncoder();
    for (let index = 0; index < count; index++) {
      conv.encode(encoder, { input, output }, stopwatch?.writes(index, count));
    }
    stopwatch?.resolve(encoder);
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  }

  return {
    get plan() {
      return conv.plan;
    },
    async first() {
      conv = await create();
      output = emptyTensor(device, conv.outputShape, { dtype: row.dataType });
      await run(1);
    },
    run,
    read: () => output.read(),
    async secondCreateMs() {
      let second: Conv2d | undefined;
      const elapsedMs = await timeMs(async () => {
        second = await create();
      });
      second?.destroy();
      return elapsedMs;
    },
    gpuMs: async () => stopwatch?.read(),
    dispose() {
      conv?.destroy();
      for (const each of [input, filter, bias, output]) each?.destroy();
      stopwatch?.destroy();
    },
  };
}
