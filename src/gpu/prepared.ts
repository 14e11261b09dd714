import type { FoldedStep, OwnedBuffer } from '../wgsl/step.ts';
import { OwnedBuffers } from './owned.ts';
import { compileSteps, Program, type ProgramInit } from './program.ts';

/** Steps that run once, steps that run for every input, and the buffers that both need. */
export interface StepsPlan {
  readonly prepare: readonly FoldedStep[];
  readonly steps: readonly FoldedStep[];
  readonly buffers: Readonly<Record<string, OwnedBuffer>>;
}

/** A compiled plan with the buffers it owns. */
export interface Prepared<Plan extends StepsPlan = StepsPlan> {
  readonly plan: Plan;
  readonly prepare: Program;
  readonly steps: Program;
  /** Rejects with OutOfMemoryError if the buffers could not be allocated; they are then freed. */
  readonly allocated: Promise<void>;
  destroy(): void;
}

/**
 * Compiles a plan in parallel, then allocates its buffers. Does not wait for the allocation: WebGPU confirms it only
 * after work submitted before.
 * @throws InternalError, DeviceLostError.
 */
export async function preparePlan<Plan extends StepsPlan>(
  device: GPUDevice,
  plan: Plan,
  { label, weights }: Pick<ProgramInit, 'label' | 'weights'>,
): Promise<Prepared<Plan>> {
  const [preparing, stepping] = await Promise.all(
    [plan.prepare, plan.steps].map((steps) => compileSteps(device, steps)),
  );
  const owned = new OwnedBuffers(device, label, plan.buffers);
  const init = { label, owned, weights };
  return {
    plan,
    prepare: new Program(device, { ...init, steps: plan.prepare }, preparing),
    steps: new Program(device, { ...init, steps: plan.steps }, stepping),
    allocated: owned.allocated,
    destroy: () => owned.destroy(),
  };
}
