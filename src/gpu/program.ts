import { InternalError, OutOfMemoryError } from '../errors.ts';
import type { FoldedStep, OwnedBuffer } from '../kernels/step.ts';
import { checkNotLost, GPU_BUFFER_USAGE, placeholderBuffer } from './device_state.ts';
import { bindGroupLayout, pipelineFor } from './pipelines.ts';

/** A buffer, or a part of one, that a caller brings to a program. */
export interface BufferRange {
  readonly buffer: GPUBuffer;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/** A texture that a caller brings; an imported video frame is valid for the current task only. */
export interface TextureSource {
  readonly texture: GPUTextureView | GPUExternalTexture;
}

/** The caller's buffers and textures by the names the steps use. */
export type ExternalResources = Readonly<Record<string, BufferRange | TextureSource | undefined>>;

/** What {@link createProgram} makes a program from. */
export interface ProgramInit {
  readonly label: string;
  readonly steps: readonly FoldedStep[];
  /** WGSL by stem, linked modules included. */
  readonly sources: Readonly<Record<string, string>>;
  /** The plan's own buffers by name, as {@link createOwnedBuffers} gives them. */
  readonly owned: ReadonlyMap<string, GPUBuffer>;
}

/** Bind groups kept a program; a caller that rotates more sets of buffers than these makes them anew. */
const KEPT_BINDINGS = 8;

/** Compiled steps that can be recorded into any command encoder, again and again, allocating nothing. */
export class Program {
  readonly #device: GPUDevice;
  readonly #init: ProgramInit;
  readonly #pipelines: readonly GPUComputePipeline[];
  /** Whether a step reads a video frame: its bind group ends with the frame. */
  readonly #isTransient: boolean;
  readonly #kept: { readonly external: ExternalResources; readonly groups: readonly GPUBindGroup[] }[] = [];

  /** @internal Use {@link createProgram}; `pipelines` are those of `init.steps`. */
  constructor(device: GPUDevice, init: ProgramInit, pipelines: readonly GPUComputePipeline[]) {
    this.#device = device;
    this.#init = init;
    this.#pipelines = pipelines;
    this.#isTransient = init.steps.some(({ bindings }) =>
      bindings.some(({ access }) => access === 'external-texture'),
    );
  }

  /** Records every step as one compute pass. */
  encode(
    encoder: GPUCommandEncoder,
    external: ExternalResources,
    timestampWrites?: GPUComputePassTimestampWrites,
  ): void {
    if (this.#init.steps.length === 0) return;
    const pass = encoder.beginComputePass({ label: this.#init.label, timestampWrites });
    this.encodeInto(pass, external);
    pass.end();
  }

  /** Records every step into a compute pass that is open. */
  encodeInto(pass: GPUComputePassEncoder, external: ExternalResources): void {
    const groups = this.#bindGroups(external);
    this.#init.steps.forEach((step, index) => {
      pass.setPipeline(this.#pipelines[index]);
      pass.setBindGroup(0, groups[index]);
      pass.dispatchWorkgroups(...(step.workgroups as [number, number, number]));
    });
  }

  #bindGroups(external: ExternalResources): readonly GPUBindGroup[] {
    const known = this.#kept.find((kept) => sameResources(kept.external, external));
    if (known) return known.groups;
    const groups = this.#init.steps.map((step) => this.#bindGroup(step, external));
    if (this.#isTransient) return groups;
    this.#kept.push({ external: { ...external }, groups });
    if (this.#kept.length > KEPT_BINDINGS) this.#kept.shift();
    return groups;
  }

  #bindGroup(step: FoldedStep, external: ExternalResources): GPUBindGroup {
    const layout = bindGroupLayout(
      this.#device,
      step.bindings.map(({ access }) => access),
    );
    const entries = step.bindings.map(({ name, buffer, range }, binding) => {
      const whole = this.#resolve(buffer, external);
      if (!whole) throw new InternalError(`${step.shader}.wgsl: nothing to bind at ${name} ('${buffer}')`);
      if ('texture' in whole) return { binding, resource: whole.texture };
      const offset = whole.offsetBytes + (range?.offsetBytes ?? 0);
      return {
        binding,
        resource: { buffer: whole.buffer, offset, size: range?.sizeBytes ?? whole.sizeBytes },
      };
    });
    return this.#device.createBindGroup({ label: `${this.#init.label} ${step.shader}`, layout, entries });
  }

  #resolve(name: string, external: ExternalResources): ExternalResources[string] {
    if (name === 'none') return wholeBuffer(placeholderBuffer(this.#device));
    const owned = this.#init.owned.get(name);
    return owned ? wholeBuffer(owned) : external[name];
  }
}

/** Compiles the steps, in parallel. @throws InternalError, DeviceLostError. */
export async function createProgram(device: GPUDevice, init: ProgramInit): Promise<Program> {
  return new Program(device, init, await compileSteps(device, init.steps, init.sources));
}

/**
 * The pipelines of steps, compiled in parallel. Each is on its way to the compiler before the text of the next is
 * made: browsers hand over what was asked of them when a microtask ends.
 * @throws InternalError, DeviceLostError.
 */
export async function compileSteps(
  device: GPUDevice,
  steps: readonly FoldedStep[],
  sources: ProgramInit['sources'],
): Promise<GPUComputePipeline[]> {
  checkNotLost(device);
  return Promise.all(
    steps.map(async (step, index) => {
      for (let earlier = 0; earlier < index; earlier++) await undefined;
      return pipelineFor(device, step, sources);
    }),
  );
}

/** Buffers that can be used at once, and word of whether there was memory for them. */
export interface OwnedBuffers {
  readonly buffers: ReadonlyMap<string, GPUBuffer>;
  /** Rejects with OutOfMemoryError, the buffers having been freed. */
  readonly allocated: Promise<void>;
}

/** Allocates the buffers a plan owns. */
export function allocateOwned(
  device: GPUDevice,
  label: string,
  buffers: Readonly<Record<string, OwnedBuffer>>,
): OwnedBuffers {
  if (Object.keys(buffers).length === 0) return { buffers: new Map(), allocated: Promise.resolve() };
  const { STORAGE, COPY_SRC, COPY_DST } = GPU_BUFFER_USAGE;
  device.pushErrorScope('out-of-memory');
  const made = new Map(
    Object.entries(buffers).map(([name, { sizeBytes }]) => [
      name,
      device.createBuffer({
        label: `${label} ${name}`,
        size: sizeBytes,
        usage: STORAGE | COPY_SRC | COPY_DST,
      }),
    ]),
  );
  const scope = device.popErrorScope().catch(() => null); // the device is lost: whoever uses it is told
  const allocated = scope.then((error) => {
    if (!error) return;
    destroyAll(made);
    throw new OutOfMemoryError(`no GPU memory to prepare ${label}: ${error.message}`);
  });
  allocated.catch(() => {}); // whoever waits for it is told
  return { buffers: made, allocated };
}

/** Allocates the buffers a plan owns, and waits. @throws OutOfMemoryError, having freed what was made. */
export async function createOwnedBuffers(
  device: GPUDevice,
  label: string,
  buffers: Readonly<Record<string, OwnedBuffer>>,
): Promise<ReadonlyMap<string, GPUBuffer>> {
  const owned = allocateOwned(device, label, buffers);
  await owned.allocated;
  return owned.buffers;
}

/** Frees buffers; once is enough, twice does no harm. */
export function destroyAll(buffers: ReadonlyMap<string, GPUBuffer>): void {
  for (const buffer of buffers.values()) buffer.destroy();
}

function wholeBuffer(buffer: GPUBuffer): BufferRange {
  return { buffer, offsetBytes: 0, sizeBytes: buffer.size };
}

function sameResources(a: ExternalResources, b: ExternalResources): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => sameResource(a[name], b[name]));
}

function sameResource(a: ExternalResources[string], b: ExternalResources[string]): boolean {
  if (!a || !b) return a === b;
  if ('texture' in a || 'texture' in b) return 'texture' in a && 'texture' in b && a.texture === b.texture;
  return a.buffer === b.buffer && a.offsetBytes === b.offsetBytes && a.sizeBytes === b.sizeBytes;
}
