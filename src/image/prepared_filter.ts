import { capabilitiesOf } from '../gpu/device.ts';
import { createOwnedBuffers } from '../gpu/owned.ts';
import { createProgram, type Program } from '../gpu/program.ts';
import { checkFits } from './filters/limits.ts';
import type { ImageFilterPlan } from './filters/passes.ts';
import { planImageFilter } from './filters/plan.ts';
import type { ResolvedFilter } from './filters/stages.ts';
import type { FrameFormat } from './format.ts';
import { Importer } from './import/importer.ts';

/** A filter planned and compiled for frames of one format, with its buffers. */
export interface PreparedFilter {
  readonly plan: ImageFilterPlan;
  readonly importer: Importer;
  readonly program: Program;
  readonly result: GPUBuffer;
  destroy(): void;
}

/** @throws OutOfMemoryError, DeviceLostError, LimitExceededError */
export async function prepareFilter(
  device: GPUDevice,
  filter: ResolvedFilter,
  format: FrameFormat,
): Promise<PreparedFilter> {
  const capabilities = capabilitiesOf(device);
  const plan = planImageFilter(filter, format, capabilities);
  checkFits(plan, capabilities);
  const { buffers, program } = await compilePlan(device, plan);
  const importer = new Importer(device, buffers.get('source')!, plan.size);
  const destroy = () => {
    importer.destroy();
    buffers.destroy();
  };
  return { plan, importer, program, result: buffers.get(plan.result)!, destroy };
}

/** Allocates a plan's buffers, uploads its contents, and compiles its steps. @throws OutOfMemoryError, DeviceLostError */
export async function compilePlan(device: GPUDevice, plan: ImageFilterPlan) {
  const label = `image filter ${plan.size.width}×${plan.size.height}`;
  const buffers = await createOwnedBuffers(device, label, plan.buffers);
  for (const [name, values] of Object.entries(plan.contents)) {
    device.queue.writeBuffer(buffers.get(name)!, 0, values);
  }
  return { buffers, program: await createProgram(device, { label, steps: plan.steps, owned: buffers }) };
}
