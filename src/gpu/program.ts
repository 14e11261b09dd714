import { InternalError } from '../errors.ts';
import type { FoldedStep } from '../wgsl/step.ts';
import { checkNotLost, nearestSampler, placeholderBuffer } from './device_state.ts';
import type { OwnedBuffers } from './owned.ts';
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
  /** The plan's own buffers, where it has any. */
  readonly owned?: OwnedBuffers;
}

/** Steps between two copies. */
interface Pass {
  /** Places in `ProgramInit.steps`. */
  readonly steps: readonly number[];
  /** Buffers that are copied to their textures at its end. */
  readonly copied: readonly string[];
}

/** Bind groups kept a program; a caller that rotates more sets of buffers than these makes them anew. */
const KEPT_BINDINGS = 8;

/** Compiled steps that can be recorded into any command encoder, again and again, allocating nothing. */
export class Program {
  readonly #device: GPUDevice;
  readonly #init: ProgramInit;
  readonly #pipelines: readonly GPUComputePipeline[];
  readonly #passes: readonly Pass[];
  /** Whether a step reads a video frame: its bind group ends with the frame. */
  readonly #isTransient: boolean;
  readonly #kept: { readonly external: ExternalResources; readonly groups: readonly GPUBindGroup[] }[] = [];

  /** @internal Use {@link createProgram}; `pipelines` are those of `init.steps`. */
  constructor(device: GPUDevice, init: ProgramInit, pipelines: readonly GPUComputePipeline[]) {
    this.#device = device;
    this.#init = init;
    this.#pipelines = pipelines;
    this.#passes = passesOf(init);
    this.#isTransient = init.steps.some(({ bindings }) =>
      bindings.some(({ access }) => access === 'external-texture'),
    );
  }

  /** Records every step, as one compute pass but where a buffer is copied to its texture between two. */
  encode(
    encoder: GPUCommandEncoder,
    external: ExternalResources,
    timestampWrites?: GPUComputePassTimestampWrites,
  ): void {
    const groups = this.#bindGroups(external);
    const last = this.#passes.length - 1;
    this.#passes.forEach(({ steps, copied }, index) => {
      const pass = encoder.beginComputePass({
        label: this.#init.label,
        timestampWrites: timestampsOf(timestampWrites, index === 0, index === last),
      });
      for (const step of steps) {
        pass.setPipeline(this.#pipelines[step]);
        pass.setBindGroup(0, groups[step]);
        pass.dispatchWorkgroups(...(this.#init.steps[step].workgroups as [number, number, number]));
      }
      pass.end();
      for (const name of copied) this.#init.owned!.encodeCopy(encoder, name);
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
    const entries = step.bindings.map(({ name, access, buffer, range }, binding) => {
      if (access === 'sampler') return { binding, resource: nearestSampler(this.#device) };
      const copy = access === 'texture' && this.#init.owned?.textureOf(buffer);
      if (copy) return { binding, resource: copy };
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
    const owned = this.#init.owned?.get(name);
    return owned ? wholeBuffer(owned) : external[name];
  }
}

/** Compiles the steps, in parallel. Where that fails, what `init.owned` holds is freed. @throws InternalError, DeviceLostError. */
export async function createProgram(device: GPUDevice, init: ProgramInit): Promise<Program> {
  try {
    return new Program(device, init, await compileSteps(device, init.steps, init.sources));
  } catch (error) {
    init.owned?.destroy();
    throw error;
  }
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

/** Ends a pass where a step samples what one of that pass has written, and after the last step. */
function passesOf({ steps, owned }: ProgramInit): Pass[] {
  const passes: Pass[] = [];
  let open: number[] = [];
  const written = new Set<string>();
  const close = () => {
    passes.push({ steps: open, copied: [...written] });
    open = [];
    written.clear();
  };
  steps.forEach(({ bindings }, index) => {
    if (bindings.some(({ access, buffer }) => access === 'texture' && written.has(buffer))) close();
    open.push(index);
    for (const { access, buffer } of bindings) {
      if (access === 'write' && owned?.hasTexture(buffer)) written.add(buffer);
    }
  });
  if (open.length > 0) close();
  return passes;
}

/** What of `writes` falls to one of several passes: the start to the first, the end to the last. */
function timestampsOf(
  writes: GPUComputePassTimestampWrites | undefined,
  isFirst: boolean,
  isLast: boolean,
): GPUComputePassTimestampWrites | undefined {
  const beginningOfPassWriteIndex = isFirst ? writes?.beginningOfPassWriteIndex : undefined;
  const endOfPassWriteIndex = isLast ? writes?.endOfPassWriteIndex : undefined;
  const writesAny = (beginningOfPassWriteIndex ?? endOfPassWriteIndex) !== undefined;
  return writesAny
    ? { querySet: writes!.querySet, beginningOfPassWriteIndex, endOfPassWriteIndex }
    : undefined;
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
