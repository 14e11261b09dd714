import { InternalError } from '../errors.ts';
import type { BufferOwner, StepBinding } from '../wgsl/bindings.ts';
import type { FoldedStep } from '../wgsl/step.ts';
import { checkNotLost, nearestSampler, placeholderBuffer } from './device_state.ts';
import type { OwnedBuffers } from './owned.ts';
import { bindGroupLayout, pipelineFor } from './pipelines.ts';

/** A buffer of the caller's, or a part of one. */
export interface BufferRange {
  readonly buffer: GPUBuffer;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/** A texture of the caller's. An imported video frame is valid for the current task only. */
export interface TextureSource {
  readonly texture: GPUTextureView | GPUExternalTexture;
}

/** The caller's buffers and textures by name. */
export type CallerResources = Readonly<Record<string, BufferRange | TextureSource | undefined>>;

/** Input of {@link createProgram}. */
export interface ProgramInit {
  readonly label: string;
  readonly steps: readonly FoldedStep[];
  /** The plan's own buffers, if it has any. */
  readonly owned?: OwnedBuffers;
  /** Buffers that stay the same for every run, by name. */
  readonly weights?: Readonly<Record<string, BufferRange>>;
}

/** Steps between two texture copies. */
interface Pass {
  /** Indices into `ProgramInit.steps`. */
  readonly steps: readonly number[];
  /** Buffers that are copied to their textures after the pass. */
  readonly copied: readonly string[];
}

/** Maximum sets of bind groups cached per program. A caller that rotates more sets of buffers recreates them. */
const KEPT_BINDINGS = 8;

/** Compiled steps that can be recorded into any command encoder, repeatedly and without allocation. */
export class Program {
  readonly #device: GPUDevice;
  readonly #init: ProgramInit;
  readonly #pipelines: readonly GPUComputePipeline[];
  readonly #passes: readonly Pass[];
  /** Whether a step reads a video frame, whose bind group expires with it. */
  readonly #isTransient: boolean;
  readonly #kept: { readonly given: CallerResources; readonly groups: readonly GPUBindGroup[] }[] = [];

  /** @internal Use {@link createProgram}. `pipelines` are those of `init.steps`. */
  constructor(device: GPUDevice, init: ProgramInit, pipelines: readonly GPUComputePipeline[]) {
    this.#device = device;
    this.#init = init;
    this.#pipelines = pipelines;
    this.#passes = passesOf(init);
    this.#isTransient = init.steps.some(({ bindings }) =>
      bindings.some(({ access }) => access === 'external-texture'),
    );
  }

  /** Records every step in one compute pass, or in several if buffers are copied to textures in between. */
  encode(
    encoder: GPUCommandEncoder,
    given: CallerResources,
    timestampWrites?: GPUComputePassTimestampWrites,
  ): void {
    const groups = this.#bindGroups(given);
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

  #bindGroups(given: CallerResources): readonly GPUBindGroup[] {
    const known = this.#kept.find((kept) => sameResources(kept.given, given));
    if (known) return known.groups;
    const groups = this.#init.steps.map((step) => this.#bindGroup(step, given));
    if (this.#isTransient) return groups;
    this.#kept.push({ given: { ...given }, groups });
    if (this.#kept.length > KEPT_BINDINGS) this.#kept.shift();
    return groups;
  }

  #bindGroup(step: FoldedStep, given: CallerResources): GPUBindGroup {
    const layout = bindGroupLayout(
      this.#device,
      step.bindings.map(({ access }) => access),
    );
    const entries = step.bindings.map((each, binding) => {
      const resource = this.#resource(each, given);
      if (resource) return { binding, resource };
      const { name, from, buffer } = each;
      throw new InternalError(`${step.shader.name}.wgsl: nothing to bind at ${name} (${from} '${buffer}')`);
    });
    return this.#device.createBindGroup({
      label: `${this.#init.label} ${step.shader.name}`,
      layout,
      entries,
    });
  }

  #resource(
    { access, from, buffer, range }: StepBinding,
    given: CallerResources,
  ): GPUBindingResource | undefined {
    if (access === 'sampler') return nearestSampler(this.#device);
    const copy = access === 'texture' && from === 'owned' && this.#init.owned?.textureOf(buffer);
    if (copy) return copy;
    const whole = this.#whole(from, buffer, given);
    if (!whole || 'texture' in whole) return whole?.texture;
    const offset = whole.offsetBytes + (range?.offsetBytes ?? 0);
    return { buffer: whole.buffer, offset, size: range?.sizeBytes ?? whole.sizeBytes };
  }

  #whole(from: BufferOwner, name: string, given: CallerResources): CallerResources[string] {
    switch (from) {
      case 'nothing':
        return wholeBuffer(placeholderBuffer(this.#device));
      case 'caller':
        return ownValue(given, name);
      case 'weight':
        return ownValue(this.#init.weights ?? {}, name);
      case 'owned': {
        const buffer = this.#init.owned?.get(name);
        return buffer && wholeBuffer(buffer);
      }
    }
  }
}

/** An own property: callers choose the names, and `constructor` is one they may choose. */
export function ownValue<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** Compiles the steps in parallel. If that fails, frees `init.owned`. @throws InternalError, DeviceLostError. */
export async function createProgram(device: GPUDevice, init: ProgramInit): Promise<Program> {
  try {
    return new Program(device, init, await compileSteps(device, init.steps));
  } catch (error) {
    init.owned?.destroy();
    throw error;
  }
}

/**
 * Compiles the pipelines of steps in parallel. Each step reaches the compiler before the text of the next is made:
 * browsers forward requests at the end of a microtask.
 * @throws InternalError, DeviceLostError.
 */
export async function compileSteps(
  device: GPUDevice,
  steps: readonly FoldedStep[],
): Promise<GPUComputePipeline[]> {
  checkNotLost(device);
  return Promise.all(
    steps.map(async (step, index) => {
      for (let earlier = 0; earlier < index; earlier++) await undefined;
      return pipelineFor(device, step);
    }),
  );
}

/**
 * Divides steps into passes. A pass ends before a step that samples what the pass has written, and after the last step.
 */
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
    const own = bindings.filter(({ from }) => from === 'owned');
    if (own.some(({ access, buffer }) => access === 'texture' && written.has(buffer))) close();
    open.push(index);
    for (const { access, buffer } of own) {
      if (access === 'write' && owned?.hasTexture(buffer)) written.add(buffer);
    }
  });
  if (open.length > 0) close();
  return passes;
}

/** The part of `writes` for one of several passes: the first takes the start, the last the end. */
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

function sameResources(a: CallerResources, b: CallerResources): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => sameResource(a[name], ownValue(b, name)))
  );
}

function sameResource(a: CallerResources[string], b: CallerResources[string]): boolean {
  if (!a || !b) return a === b;
  if ('texture' in a || 'texture' in b) return 'texture' in a && 'texture' in b && a.texture === b.texture;
  return a.buffer === b.buffer && a.offsetBytes === b.offsetBytes && a.sizeBytes === b.sizeBytes;
}
