import { InternalError } from '../errors.ts';
import type { StepBinding } from './bindings.ts';
import type { Shader } from './shader.ts';
import { specializableNames, specialize } from './specialize.ts';

/** One dispatch as plain data: a shader, its constants and types, its bindings, and its workgroup count. */
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
  /** Size of the texture copy, if steps sample the buffer. The buffer is copied after it is written. */
  readonly texture?: TextureSize;
}

/** Size in texels of four float32, filled row by row. `width` is a multiple of 16, as copies need. */
export interface TextureSize {
  readonly width: number;
  readonly height: number;
}

/** The steps and buffers that a kernel builds for a problem. */
export interface KernelProgram {
  /** Runs once, and again after the filter's contents change. */
  readonly prepare: readonly KernelStep[];
  /** Runs for every input. */
  readonly steps: readonly KernelStep[];
  readonly buffers: Readonly<Record<string, OwnedBuffer>>;
}

/** A step as a kernel writes it. `constants` and `types` may hold more names than the shader has. */
export interface StepInit {
  readonly shader: Shader;
  readonly constants: Readonly<Record<string, number | boolean>>;
  readonly types?: Readonly<Record<string, string>>;
  readonly bindings: readonly StepBinding[];
  readonly workgroupCount: number;
}

/** Constants that {@link foldSteps} gives to every shader. */
const FOLDED = ['WORKGROUPS_X', 'WORKGROUPS_Y', 'FIRST_WORKGROUP', 'WORKGROUP_COUNT'];

/**
 * Makes a step of `init` with the constants and types that the shader names.
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

/**
 * The WGSL text that is compiled for a step: its shader with the plan's constants and types written in. The line that a
 * compile error quotes is a line of this text.
 * @param step a step of `Conv2dPlan.prepare` or `Conv2dPlan.steps`
 * @throws InternalError if the step's constants do not match the shader's.
 */
export function shaderText({ shader, constants, types }: FoldedStep): string {
  return specialize(shader, constants, types);
}

/**
 * Lays each step's row of workgroups out in up to three dimensions of at most `maxPerDimension`, and in several
 * dispatches if those are too few. Shaders recover the index from `WORKGROUPS_X`, `WORKGROUPS_Y` and `FIRST_WORKGROUP`,
 * and return at `WORKGROUP_COUNT`.
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
