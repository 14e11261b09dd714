import { capabilitiesOf } from '../gpu/device.ts';
import { checkNotLost } from '../gpu/device_state.ts';
import { preparePlan } from '../gpu/prepared.ts';
import { type NamedTensors, Runner } from '../gpu/runner.ts';
import type { GpuTensor } from '../gpu/tensor.ts';
import { checkBindable, type Operator } from './operator.ts';

export type { NamedTensors };

/** An operator compiled for one device; made by {@link prepare}. */
export class PreparedOperator {
  /** The device it was compiled for. */
  readonly device: GPUDevice;
  /** The operator that it runs. */
  readonly operator: Operator;
  readonly #runner: Runner;

  /** @internal Use {@link prepare}. */
  constructor(device: GPUDevice, operator: Operator, runner: Runner) {
    this.device = device;
    this.operator = operator;
    this.#runner = runner;
  }

  /**
   * Records the operator into `encoder`. Allocates, submits and reads nothing.
   * @param tensors inputs and outputs by the operator's names
   * @throws InvalidArgumentError if a tensor is missing or unknown, its shape, dtype or device does not fit, or it shares a
   * buffer with one that is written; OutOfMemoryError, DeviceLostError once they are known.
   */
  encode(encoder: GPUCommandEncoder, tensors: NamedTensors): void {
    this.#runner.encode(encoder, tensors);
  }

  /**
   * Runs at once, in one submit. Returns the outputs by name; an output that `tensors` lacks is a new tensor.
   * @throws like {@link encode}.
   */
  run(tensors: NamedTensors): Record<string, GpuTensor> {
    return this.#runner.run(tensors);
  }

  /** Frees the internal buffers. The caller's tensors stay. */
  destroy(): void {
    this.#runner.destroy();
  }

  /** Calls {@link destroy} at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.destroy();
  }
}

/**
 * Compiles an operator for a device, to be recorded often.
 * @throws LimitExceededError before the GPU is touched; OutOfMemoryError; DeviceLostError.
 */
export async function prepare(device: GPUDevice, operator: Operator): Promise<PreparedOperator> {
  const capabilities = capabilitiesOf(device);
  checkNotLost(device);
  checkBindable(operator, capabilities);
  const { kind, inputs, outputs } = operator;
  const { prepare: packing, steps, buffers } = operator.plan(capabilities);
  // the caller's tensors may change with each run, so nothing is prepared once
  const plan = { prepare: [], steps: [...packing, ...steps], buffers };
  const runner = new Runner(
    { device, kind, inputs, outputs },
    await preparePlan(device, plan, { label: kind }),
  );
  await runner.ready;
  return new PreparedOperator(device, operator, runner);
}
