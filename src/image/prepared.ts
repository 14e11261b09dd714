import { capabilitiesOf } from '../gpu/device.ts';
import { createOwnedBuffers, createProgram, type Program } from '../gpu/program.ts';
import { foldSteps, makeStep } from '../kernels/step.ts';
import { Importer } from './import.ts';
import { pictureBytes, pitchOf, type Size } from './picture.ts';
import { type ImageFilterPlan, planImageFilter } from './plan.ts';
import { IMAGE_SHADERS } from './shaders.ts';
import type { ResolvedFilter } from './stages.ts';

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

/** The pass that reads a texture or a video frame, bound as `picture`. */
function importProgram(
  device: GPUDevice,
  shader: 'image_frame' | 'image_texture',
  size: Size,
): Promise<Program> {
  const { width, height } = size;
  const step = makeStep(
    {
      shader,
      constants: { WIDTH: width, HEIGHT: height, PITCH: pitchOf(width), LEFT: 0, TOP: 0 },
      bindings: [
        {
          name: 'picture',
          access: shader === 'image_frame' ? 'external-texture' : 'texture',
          buffer: 'picture',
        },
        { name: 'output', access: 'write', buffer: 'output' },
      ],
      countWorkgroups: Math.ceil((width * height) / 64),
    },
    IMAGE_SHADERS,
  );
  const steps = foldSteps([step], capabilitiesOf(device).limits.maxComputeWorkgroupsPerDimension);
  return createProgram(device, { label: shader, steps, sources: IMAGE_SHADERS, owned: new Map() });
}
