import { InternalError } from '../errors.ts';
import type { StepBinding } from './bindings.ts';
import type { Shader } from './shader.ts';
import { specializableNames, specialize } from './specialize.ts';

/** One dispatch: a shader, what is baked into it, and what it is bound to. Plain data. */
export interface KernelStep {
  readonly shader: Shader;
  readonly constants: Readonly<Record<string, number | boolean>>;
  /** Values of the shader's `alias NAME = type;` lines. */
  readonly types: Readonly<Record<string, string>>;
  readonly bindings: readonly StepBinding[];
  /** Workgroups in a row; `foldSteps` lays them out in three dimensions. */
  readonly workgroupCount: number;
}

/** A step whose workgroups are laid out within a device's limits. */
export interface FoldedStep extends Omit<KernelStep, 'workgroupCount'> {
  readonly workgroups: readonly [number, number, number];
}

/** A buffer that a program owns: written once (`prepared`) or between steps (`scratch`). */
export interface OwnedBuffer {
  readonly sizeBytes: number;
  readonly lifetime: 'prepared' | 'scratch';
  /** Where steps sample it: the texture that it is copied to once it is written. */
  readonly texture?: TextureSize;
}

/** Texels of four float32 that hold a buffer row by row; `width` is a multiple of 16, which copies ask for. */
export interface TextureSize {
  readonly width: number;
  readonly height: number;
}

/** What a kernel makes of a problem. */
export interface KernelProgram {
  /** Run once, and again when the filter's contents change. */
  readonly prepare: readonly KernelStep[];
  /** Run for every input. */
  readonly steps: readonly KernelStep[];
  readonly buffers: Readonly<Record<string, OwnedBuffer>>;
}

/** A step's fields as a kernel writes them: any constants, of which the shader's own are kept. */
export interface StepInit {
  readonly shader: Shader;
  readonly constants: Readonly<Record<string, number | boolean>>;
  readonly types?: Readonly<Record<string, string>>;
  readonly bindings: readonly StepBinding[];
  readonly workgroupCount: number;
}

/** Constants every shader takes from {@link foldSteps}. */
const FOLDED = ['WORKGROUPS_X', 'WORKGROUPS_Y', 'FIRST_WORKGROUP', 'WORKGROUP_COUNT'];

/**
 * Makes a step of `init`, keeping those constants and types that the shader names.
 * @throws InternalError if the shader names one that `init` lacks.
 */
export function makeStep(init: StepInit): KernelStep {
  const { constants, types } = specializableNames(init.shader);
  return {
    shader: init.shader,
    constants: select(init, init.constants, constants),
    types: select(init, init.types ?? {}, types),
    bindings: init.bindings,
    workgroupCount: init.workgroupCount,
  };
}

function select<T>(init: StepInit, values: Readonly<Record<string, T>>, names: readonly string[]) {
  const wanted = names.filter((name) => !FOLDED.includes(name));
  const missing = wanted.filter((name) => !(name in values));
  if (missing.length > 0)
    throw new InternalError(`${init.shader.name}.wgsl: no value for ${missing.join(', ')}`);
  return Object.fromEntries(wanted.map((name) => [name, values[name]]));
}

/** The WGSL text that runs for a step: its shader with the plan's values written in. */
export function shaderText({ shader, constants, types }: FoldedStep): string {
  return specialize(shader, constants, types);
}

/**
 * Lays each step's row of workgroups out in up to three dimensions of at most `maxPerDimension`, and in
 * several dispatches where even those are too few. Shaders count back with `WORKGROUPS_X`, `WORKGROUPS_Y` and
 * `FIRST_WORKGROUP`, and leave at `WORKGROUP_COUNT`.
 */
export function foldSteps(steps: readonly KernelStep[], maxPerDimension: number): FoldedStep[] {
  return steps.flatMap((step) => {
    const perDispatch = maxPerDimension ** 3;
    const folded: FoldedStep[] = [];
    for (let first = 0; first < step.workgroupCount; first += perDispatch) {
      folded.push(foldOne(step, first, Math.min(perDispatch, step.workgroupCount - first), maxPerDimension));
    }
    return folded;
  });
}

function foldOne(step: KernelStep, first: number, count: number, most: number): FoldedStep {
  const x = Math.min(count, most);
  const y = Math.min(Math.ceil(count / x), most);
  const z = Math.ceil(count / (x * y));
  const { workgroupCount, ...rest } = step;
  const constants = {
    ...step.constants,
    WORKGROUPS_X: x,
    WORKGROUPS_Y: y,
    FIRST_WORKGROUP: first,
    WORKGROUP_COUNT: workgroupCount,
  };
  return { ...rest, constants, workgroups: [x, y, z] };
}
