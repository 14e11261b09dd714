import {
  type Conv2d,
  capabilitiesOf,
  createConv2d,
  emptyTensor,
  type GpuTensor,
  planConv2d,
  tensor,
} from 'webgpu-conv';
import type { Conv2dCase } from '../case.ts';
import type { CaseTensor, CaseTensors } from '../data.ts';
import { timeMs } from './clock.ts';
import type { OwnEntry } from './contestant.ts';
import { createStopwatch } from './stopwatch.ts';

/** A plan takes less than browsers' clocks can tell. */
const PLANS = 20;

/** This library's convolution of a row's tensors. */
export async function enterOurselves(
  device: GPUDevice,
  row: Conv2dCase,
  tensors: CaseTensors,
): Promise<OwnEntry> {
  const upload = ({ data, shape }: CaseTensor) => tensor(device, data, shape, { dtype: row.dtype });
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
    get choice() {
      return conv.plan;
    },
    async first() {
      conv = await create();
      output = emptyTensor(device, conv.outputShape, { dtype: row.dtype });
      await run(1);
    },
    run,
    read: () => output.read(),
    async secondCreateMs() {
      const again: number[] = [];
      for (let time = 0; time < 9; time++) {
        let second: Conv2d | undefined;
        again.push(
          await timeMs(async () => {
            second = await create();
          }),
        );
        second?.destroy();
        await device.queue.onSubmittedWorkDone(); // the filter's packing is no part of the next
      }
      return again.sort((a, b) => a - b)[4];
    },
    planMs() {
      const capabilities = capabilitiesOf(device);
      const batchMs = Array.from({ length: 5 }, () => {
        const start = performance.now();
        for (let time = 0; time < PLANS; time++) planConv2d(conv.problem, capabilities);
        return performance.now() - start;
      });
      return Math.min(...batchMs) / PLANS;
    },
    gpuMs: async () => stopwatch?.read(),
    dispose() {
      conv?.destroy();
      for (const each of [input, filter, bias, output]) each?.destroy();
      stopwatch?.destroy();
    },
  };
}
