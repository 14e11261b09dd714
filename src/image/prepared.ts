import { capabilitiesOf } from '../gpu/device.ts';
import { createOwnedBuffers, createProgram, type Program } from '../gpu/program.ts';
import { foldSteps, makeStep } from '../kernels/step.ts';
import { frameStep } from './image_frame.ts';
import { textureStep } from './image_texture.ts';
import { Importer } from './import.ts';
import type { ImportShader } from './import_paths.ts';
import { pictureBytes, type Size } from './picture.ts';
import { type ImageFilterPlan, planImageFilter } from './plan.ts';
import { IMAGE_SHADERS } from './shaders.ts';
import type { ResolvedFilter } from './stages.ts';

/** Passes that turn what is bound as `picture` into `output`. */
const IMPORT_STEPS = { image_frame: frameStep, image_texture: textureStep };
const RGBA8_USAGE = 0x01 | 0x02 | 0x10; // COPY_SRC | COPY_DST | RENDER_ATTACHMENT

/** A filter planned, compiled and given memory for pictures of one size. */
export class PreparedFilter {
  readonly size: Size;
  readonly isOpaque: boolean;
  readonly plan: ImageFilterPlan;
  readonly program: Program;
  readonly importer: Importer;
  readonly result: GPUBuffer;
  readonly #buffers: ReadonlyMap<string, GPUBuffer>;
  #texture: GPUTexture | undefined;
  #bytes: Uint8Array<ArrayBuffer> | undefined;

  /** @internal Use {@link prepareFilter}. */
  constructor(
    device: GPUDevice,
    plan: ImageFilterPlan,
    isOpaque: boolean,
    buffers: ReadonlyMap<string, GPUBuffer>,
    program: Program,
  ) {
    const { width, height } = plan.size;
    this.size = plan.size;
    this.isOpaque = isOpaque;
    this.plan = plan;
    this.program = program;
    this.#buffers = buffers;
    this.result = buffers.get(plan.result)!;
    this.importer = new Importer({
      device,
      target: buffers.get('source')!,
      program: (shader) => importProgram(device, shader, plan.size),
      texture: () => {
        this.#texture ??= device.createTexture({
          label: 'imported picture',
          size: { width, height },
          format: 'rgba8unorm',
          usage: RGBA8_USAGE,
        });
        return this.#texture;
      },
      bytes: () => {
        this.#bytes ??= new Uint8Array(pictureBytes(plan.size, false));
        return this.#bytes;
      },
    });
  }

  destroy(): void {
    for (const buffer of this.#buffers.values()) buffer.destroy();
    this.#texture?.destroy();
  }
}

/** Plans and compiles a filter for pictures of one size. @throws OutOfMemoryError, DeviceLostError, LimitExceededError. */
export async function prepareFilter(
  device: GPUDevice,
  filter: ResolvedFilter,
  size: Size,
  isOpaque: boolean,
): Promise<PreparedFilter> {
  const capabilities = capabilitiesOf(device);
  const plan = planImageFilter(filter, size, isOpaque, capabilities);
  const label = `image filter ${size.width}×${size.height}`;
  const buffers = await createOwnedBuffers(device, label, {
    source: { sizeBytes: pictureBytes(size, false), lifetime: 'scratch' },
    ...plan.buffers,
  });
  try {
    for (const [name, values] of Object.entries(plan.contents)) {
      device.queue.writeBuffer(buffers.get(name)!, 0, values);
    }
    const init = { label, steps: plan.steps, sources: IMAGE_SHADERS, owned: buffers };
    return new PreparedFilter(device, plan, isOpaque, buffers, await createProgram(device, init));
  } catch (error) {
    for (const buffer of buffers.values()) buffer.destroy();
    throw error;
  }
}

function importProgram(device: GPUDevice, shader: ImportShader, size: Size): Promise<Program> {
  const step = makeStep(IMPORT_STEPS[shader](size), IMAGE_SHADERS);
  const steps = foldSteps([step], capabilitiesOf(device).limits.maxComputeWorkgroupsPerDimension);
  return createProgram(device, { label: shader, steps, sources: IMAGE_SHADERS, owned: new Map() });
}
