import { InvalidArgumentError } from '../errors.ts';
import { capabilitiesOf } from '../gpu/device.ts';
import { checkNotLost } from '../gpu/device_state.ts';
import { createOwnedBuffers, type OwnedBuffers } from '../gpu/owned.ts';
import { createProgram, type Program } from '../gpu/program.ts';
import { checkTensor, emptyTensor, type GpuTensor } from '../gpu/tensor.ts';
import { checkBindable, type Operator, type TensorSpecs } from './operator.ts';
import { NN_SHADERS } from './shaders.ts';

/** Tensors by the names an operator or model gives them. */
export type NamedTensors = Readonly<Record<string, GpuTensor>>;

/** An operator compiled for one device; made by {@link prepare}. */
export class PreparedOperator {
  readonly device: GPUDevice;
  readonly operator: Operator;
  readonly #program: Program;
  readonly #owned: OwnedBuffers;
  #destroyed = false;

  /** @internal Use {@link prepare}. */
  constructor(device: GPUDevice, operator: Operator, program: Program, owned: OwnedBuffers) {
    this.device = device;
    this.operator = operator;
    this.#program = program;
    this.#owned = owned;
  }

  /**
   * Records the operator into the caller's encoder: nothing is allocated, submitted or read back.
   * @throws InvalidArgumentError where a tensor is missing, or its shape, dtype or device does not fit.
   */
  encode(encoder: GPUCommandEncoder, tensors: NamedTensors): void {
    if (this.#destroyed) throw new InvalidArgumentError('operator', 'a destroyed one', 'a live one');
    checkNotLost(this.device);
    checkTensors(this.device, { ...this.operator.inputs, ...this.operator.outputs }, tensors);
    this.#program.encode(encoder, tensors);
  }

  /** Runs at once and gives the outputs by name, made anew where `tensors` has none by that name. */
  run(tensors: NamedTensors): Record<string, GpuTensor> {
    const outputs = Object.fromEntries(
      Object.entries(this.operator.outputs).map(([name, { shape, dtype }]) => [
        name,
        tensors[name] ?? emptyTensor(this.device, shape, { dtype, label: `${this.operator.kind} ${name}` }),
      ]),
    );
    const encoder = this.device.createCommandEncoder({ label: this.operator.kind });
    this.encode(encoder, { ...tensors, ...outputs });
    this.device.queue.submit([encoder.finish()]);
    return outputs;
  }

  /** Frees the intermediates; the caller's tensors stay. */
  destroy(): void {
    this.#owned.destroy();
    this.#destroyed = true;
  }

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
  const plan = operator.plan(capabilities);
  const owned = await createOwnedBuffers(device, operator.kind, plan.buffers);
  const steps = [...plan.prepare, ...plan.steps];
  const program = await createProgram(device, { label: operator.kind, steps, sources: NN_SHADERS, owned });
  return new PreparedOperator(device, operator, program, owned);
}

/** @throws InvalidArgumentError naming the first tensor that is missing or does not fit. */
export function checkTensors(device: GPUDevice, specs: TensorSpecs, tensors: NamedTensors): void {
  for (const [name, spec] of Object.entries(specs)) checkTensor(name, tensors[name], device, spec);
}
