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

/** An operator's dispatches on one kind of device: plain data, so that a graph can join many into one program. */
export interface OperatorPlan {
  /** Depend on the weights alone: a graph runs them once where the weights are constant. */
  readonly prepare: readonly FoldedStep[];
  readonly steps: readonly FoldedStep[];
  /** Buffers that only these steps use, by name. */
  readonly buffers: Readonly<Record<string, OwnedBuffer>>;
}

/**
 * What to compute, with every shape checked and inferred; no GPU involved. Give it to `prepare()` to run it, or
 * let a graph do so. A name that is both an input and an output is updated in place.
 */
export interface Operator {
  /** Kind, for labels and summaries, such as `maxPool2d`. */
  readonly kind: string;
  readonly inputs: TensorSpecs;
  readonly outputs: TensorSpecs;
  /** Multiplications followed by an addition that one run takes; 0 where the operator has none to speak of. */
  readonly multiplyAddCount: number;
  /** How far an output sees along rows and columns; absent where it sees its own place only. */
  readonly window?: ReceptiveWindow;
  plan(capabilities: Capabilities): OperatorPlan;
}

/** Window of an operator in rows and columns of its input. */
export interface ReceptiveWindow {
  /** Taps and the gaps between them, `[height, width]`. */
  readonly extent: readonly [number, number];
  /** How far neighboring outputs are apart in the input; below 1 where the picture grows. */
  readonly strides: readonly [number, number];
}

/** What {@link defineOperator} makes an operator from. */
export interface OperatorInit {
  readonly kind: string;
  readonly inputs: TensorSpecs;
  readonly outputs: TensorSpecs;
  /** The dispatches, or how they follow from the device. */
  readonly steps: readonly StepInit[] | ((capabilities: Capabilities) => readonly StepInit[]);
  /** Bytes of intermediates by name. */
  readonly scratch?: Readonly<Record<string, number>>;
  readonly multiplyAddCount?: number;
  readonly window?: ReceptiveWindow;
}

/** An operator of these steps; what they are made of is checked at once where they do not depend on the device. */
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

/** @throws LimitExceededError where a tensor cannot be bound whole. */
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

/** `plan` with these buffers in place of the caller's buffers by name. */
export function rebind(plan: OperatorPlan, buffers: ReadonlyMap<string, BufferRef>): OperatorPlan {
  const bind = (binding: StepBinding): StepBinding =>
    binding.from === 'caller' ? { ...binding, ...buffers.get(binding.buffer) } : binding;
  const rebound = (steps: readonly FoldedStep[]) =>
    steps.map((step) => ({ ...step, bindings: step.bindings.map(bind) }));
  return { ...plan, prepare: rebound(plan.prepare), steps: rebound(plan.steps) };
}

/** An object with the same names and other values. */
export function mapValues<A, B>(values: Readonly<Record<string, A>>, change: (value: A, name: string) => B) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}

/** Value of the `Element` alias for stored elements of this type. */
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
