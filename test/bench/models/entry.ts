import { emptyTensor, type GpuTensor } from 'webgpu-conv';
import type { Model } from 'webgpu-conv/nn';
import { timeMs } from '../clock.ts';
import type { OwnEntry } from '../contestant.ts';

/** This library's entry on a row that is a model with one output; `create` compiles it, `inputs` are on the GPU. */
export function modelEntry(
  device: GPUDevice,
  create: () => Promise<Model>,
  inputs: Readonly<Record<string, GpuTensor>>,
): OwnEntry {
  let model: Model;
  let outputs: Record<string, GpuTensor> = {};
  const run = async (count: number) => {
    const encoder = device.createCommandEncoder();
    for (let index = 0; index < count; index++) model.encode(encoder, { ...inputs, ...outputs });
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  };
  return {
    get choice() {
      return {
        kernel: 'graph',
        tiles: { dispatches: model.plan.steps.length },
        algorithm: 'direct',
      } as const;
    },
    async first() {
      model = await create();
      const [[name, { shape }]] = Object.entries(model.outputs);
      outputs = { [name]: emptyTensor(device, shape) };
      await run(1);
    },
    run,
    read: () => Object.values(outputs)[0].read(),
    secondCreateMs: () => timeMs(async () => (await create()).destroy()),
    gpuMs: async () => undefined,
    dispose() {
      model?.destroy();
      for (const each of [...Object.values(inputs), ...Object.values(outputs)]) each.destroy();
    },
  };
}
