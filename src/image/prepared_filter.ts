import { capabilitiesOf } from '../gpu/device.ts';
import { BUFFER_USAGE, TEXTURE_USAGE } from '../gpu/flags.ts';
import { createOwnedBuffers, type OwnedBuffers } from '../gpu/owned.ts';
import { createProgram, type Program } from '../gpu/program.ts';
import { foldSteps, makeStep, type StepInit } from '../wgsl/step.ts';
import { checkFits } from './filters/limits.ts';
import type { ImageFilterPlan } from './filters/passes.ts';
import { planImageFilter } from './filters/plan.ts';
import type { ResolvedFilter } from './filters/stages.ts';
import type { FrameFormat } from './format.ts';
import { planesBytes } from './import/image_planes.ts';
import { Importer } from './import/importer.ts';
import { pictureBytes } from './picture.ts';

/** A filter planned, compiled and given memory for pictures of one size. */
export class PreparedFilter {
  readonly plan: ImageFilterPlan;
  readonly program: Program;
  readonly importer: Importer;
  readonly result: GPUBuffer;
  readonly #buffers: OwnedBuffers;
  readonly #imports = new Map<string, Promise<Program>>();
  #texture: GPUTexture | undefined;
  #planes: GPUBuffer | undefined;
  #bytes: Uint8Array<ArrayBuffer> | undefined;

  /** @internal Use {@link prepareFilter}. */
  constructor(device: GPUDevice, plan: ImageFilterPlan, buffers: OwnedBuffers, program: Program) {
    const { width, height } = plan.size;
    this.plan = plan;
    this.program = program;
    this.#buffers = buffers;
    this.result = buffers.get(plan.result)!;
    this.importer = new Importer({
      device,
      target: buffers.get('source')!,
      program: (step) => this.#importProgram(device, step),
      texture: () => {
        this.#texture ??= device.createTexture({
          label: 'imported picture',
          size: { width, height },
          format: 'rgba8unorm',
          usage: TEXTURE_USAGE.COPY_SRC | TEXTURE_USAGE.COPY_DST | TEXTURE_USAGE.RENDER_ATTACHMENT,
        });
        return this.#texture;
      },
      planes: () => {
        const { STORAGE, COPY_DST } = BUFFER_USAGE;
        const size = planesBytes(plan.size);
        this.#planes ??= device.createBuffer({ label: 'imported planes', size, usage: STORAGE | COPY_DST });
        return this.#planes;
      },
      bytes: () => {
        this.#bytes ??= new Uint8Array(pictureBytes(plan.size, false));
        return this.#bytes;
      },
    });
  }

  destroy(): void {
    this.importer.destroy();
    this.#buffers.destroy();
    this.#texture?.destroy();
    this.#planes?.destroy();
  }

  #importProgram(device: GPUDevice, init: StepInit): Promise<Program> {
    const key = `${init.shader.name} ${JSON.stringify(init.constants)}`;
    const known = this.#imports.get(key);
    if (known) return known;
    const steps = foldSteps([makeStep(init)], capabilitiesOf(device).limits.maxComputeWorkgroupsPerDimension);
    const made = createProgram(device, {
      label: init.shader.name,
      steps,
    });
    made.catch(() => this.#imports.delete(key));
    this.#imports.set(key, made);
    return made;
  }
}

/**
 * Plans and compiles a filter for frames of one format.
 * @throws OutOfMemoryError, DeviceLostError, LimitExceededError
 */
export async function prepareFilter(
  device: GPUDevice,
  filter: ResolvedFilter,
  format: FrameFormat,
): Promise<PreparedFilter> {
  const capabilities = capabilitiesOf(device);
  const plan = planImageFilter(filter, format, capabilities);
  checkFits(plan, capabilities);
  const { buffers, program } = await preparePlan(device, plan);
  return new PreparedFilter(device, plan, buffers, program);
}

/** A plan's buffers, those that it fills filled, and its compiled steps. */
export async function preparePlan(device: GPUDevice, plan: ImageFilterPlan) {
  const label = `image filter ${plan.size.width}×${plan.size.height}`;
  const buffers = await createOwnedBuffers(device, label, plan.buffers);
  for (const [name, values] of Object.entries(plan.contents)) {
    device.queue.writeBuffer(buffers.get(name)!, 0, values);
  }
  const init = { label, steps: plan.steps, owned: buffers };
  return { buffers, program: await createProgram(device, init) };
}
