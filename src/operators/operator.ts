import { LimitExceededError } from '../errors.ts';
import type { TensorSpec, TensorSpecs } from '../gpu/runner.ts';
import { sizeBytesOf } from '../gpu/tensor.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import type { Dtype } from '../problem/options.ts';
import type { BufferRef, StepBinding } from '../wgsl/bindings.ts';
import {
  type FoldedStep,
  foldSteps,
  type KernelStep,
  makeStep,
  type OwnedBuffer,
  type StepInit,
} from '../wgsl/step.ts';

export { elementCount } from '../problem/layouts.ts';

export type { TensorSpec, TensorSpecs };

/** An operator's dispatches on one kind of device, as plain data. A graph can join many into one program. */
export interface OperatorPlan {
  /** Steps that depend on the weights alone. A graph runs them once if the weights are constant. */
  readonly prepare: readonly FoldedStep[];
  /** Steps of each run. */
  readonly steps: readonly FoldedStep[];
  /** Buffers that only these steps use, by name. */
  readonly buffers: Readonly<Record<string, OwnedBuffer>>;
}

/**
 * A computation with every shape checked and inferred, without a GPU. `prepare()` or a graph runs it. A name that is
 * both an input and an output is updated in place.
 */
export interface Operator {
  /** The operator's name, such as `maxPool2d`, for labels and summaries. */
  readonly kind: string;
  /** Tensors that are read, by name. */
  readonly inputs: TensorSpecs;
  /** Tensors that are written, by name. */
  readonly outputs: TensorSpecs;
  /** Multiply-adds per run; 0 if negligible. */
  readonly multiplyAddCount: number;
  /** The part of the input that an output sees; absent if it sees only its own position. */
  readonly window?: ReceptiveWindow;
  /** The dispatches on a device with these capabilities. @throws UnsupportedError, LimitExceededError. */
  plan(capabilities: Capabilities): OperatorPlan;
}

/** Receptive window of an operator, in rows and columns of its input. */
export interface ReceptiveWindow {
  /** Rows and columns from the first tap to the last. */
  readonly extent: readonly [number, number];
  /** Rows and columns between the windows of neighboring outputs; below 1 if the picture grows. */
  readonly strides: readonly [number, number];
}

/** Input of {@link defineOperator}. */
export interface OperatorInit {
  readonly kind: string;
  readonly inputs: TensorSpecs;
  readonly outputs: TensorSpecs;
  /** The dispatches, or a function that makes them for a device. */
  readonly steps: readonly StepInit[] | ((capabilities: Capabilities) => readonly StepInit[]);
  /** Bytes of intermediate buffers by name. */
  readonly scratch?: Readonly<Record<string, number>>;
  readonly multiplyAddCount?: number;
  readonly window?: ReceptiveWindow;
}

/** An operator of these steps. Steps that do not depend on the device are checked at once. */
export function defineOperator(init: OperatorInit): Operator {
  const { kind, inputs, outputs, scratch = {}, multiplyAddCount = 0, window } = init;
  const made = (steps: readonly StepInit[]) => steps.map(makeStep);
  const { steps } = init;
  const stepsOn =
    typeof steps === 'function' ? (device: Capabilities) => made(steps(device)) : constantly(made(steps));
  const buffers = mapValues(scratch, (sizeBytes): OwnedBuffer => ({ sizeBytes, lifetime: 'scratch' }));
  return {
    kind,
    inputs,
    outputs,
    multiplyAddCount,
    window,
    plan: (capabilities) => ({ prepare: [], steps: fold(stepsOn(capabilities), capabilities), buffers }),
  };
}

/** @throws LimitExceededError if a tensor cannot be bound whole. */
export function checkBindable(operator: Operator, { limits }: Capabilities): void {
  for (const [name, { shape, dtype }] of Object.entries({ ...operator.inputs, ...operator.outputs })) {
    const sizeBytes = sizeBytesOf(shape, dtype);
    if (sizeBytes <= limits.maxStorageBufferBindingSize) continue;
    throw new LimitExceededError(
      `${operator.kind}: ${name} of [${shape.join(', ')}]`,
      'maxStorageBufferBindingSize',
      limits.maxStorageBufferBindingSize,
      sizeBytes,
      'split it along its first axis, or use float16',
    );
  }
}

/** `plan` with the caller's buffers of these names replaced by others. */
export function rebind(plan: OperatorPlan, buffers: ReadonlyMap<string, BufferRef>): OperatorPlan {
  const bind = (binding: StepBinding): StepBinding =>
    binding.from === 'caller' ? { ...binding, ...buffers.get(binding.buffer) } : binding;
  const rebound = (steps: readonly FoldedStep[]) =>
    steps.map((step) => ({ ...step, bindings: step.bindings.map(bind) }));
  return { ...plan, prepare: rebound(plan.prepare), steps: rebound(plan.steps) };
}

/** Changes the values of an object and keeps the names. */
export function mapValues<A, B>(values: Readonly<Record<string, A>>, change: (value: A, name: string) => B) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}

/** WGSL type of stored elements, for the alias `Element`. */
export function elementType(dtype: Dtype): { Element: string } {
  return { Element: dtype === 'float16' ? 'f16' : 'f32' };
}

const constantly =
  <T>(value: T) =>
  () =>
    value;

function fold(steps: readonly KernelStep[], { limits }: Capabilities): FoldedStep[] {
  return foldSteps(steps, limits.maxComputeWorkgroupsPerDimension);
}
