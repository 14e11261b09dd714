import { InternalError, InvalidArgumentError } from '../errors.ts';
import type { Dtype } from '../problem/options.ts';
import { checkNotLost } from './device_state.ts';
import type { Prepared, StepsPlan } from './prepared.ts';
import { ownValue } from './program.ts';
import { ReplacedPlans } from './replaced.ts';
import { checkApart, type TensorUse, tensorUses, type UsedTensor } from './sharing.ts';
import { checkTensor, checkUsable, emptyTensor, type GpuTensor } from './tensor.ts';

/** Shape and element type of a tensor. */
export interface TensorSpec {
  /** Axis sizes, outermost first. */
  readonly shape: readonly number[];
  /** Stored element type. */
  readonly dtype: Dtype;
}

/** Specs of tensors by name. */
export type TensorSpecs = Readonly<Record<string, TensorSpec>>;

/** Tensors by the names of an operator's or a model's inputs and outputs. */
export type NamedTensors = Readonly<Record<string, GpuTensor>>;

/** The tensors of one run by name. Those that are undefined are not given. */
type GivenTensors = Readonly<Record<string, GpuTensor | undefined>>;

/** The computation of a {@link Runner}, and what it checks each call against. */
export interface RunnerInit {
  readonly device: GPUDevice;
  /** What runs, for errors and labels, such as `model`. */
  readonly kind: string;
  /** Tensors that each run reads. */
  readonly inputs: TensorSpecs;
  /** Tensors that each run writes. A name that is also an input is updated in place. */
  readonly outputs: TensorSpecs;
  /** The caller's tensors that stay in use, by the steps' names for them. */
  readonly fixed?: NamedTensors;
  /** The plan's own tensors, uploaded once. */
  readonly weights?: NamedTensors;
}

/**
 * Runs a prepared plan on tensors: checks them, encodes, submits, and frees what the plan owns. Every call throws
 * before the GPU is touched: InvalidArgumentError for a tensor that is missing, unknown or destroyed, does not fit, or
 * shares a buffer with one that is written; DeviceLostError and OutOfMemoryError once they are known.
 */
export class Runner<Plan extends StepsPlan = StepsPlan> {
  /**
   * Resolves once memory for everything that runs need is confirmed; rejects with OutOfMemoryError. The confirmation
   * comes after work submitted before, so nothing has to wait for it.
   */
  readonly ready: Promise<void>;
  readonly #init: RunnerInit;
  readonly #specs: TensorSpecs;
  /** Weights by their buffers, and those among them that each run updates. */
  readonly #weights = new Map<GPUBuffer, UsedTensor>();
  readonly #updated = new Set<GpuTensor>();
  #prepared: Prepared<Plan>;
  /** What the steps do with the caller's tensors. */
  #uses: readonly TensorUse[] = [];
  readonly #replaced: ReplacedPlans;
  /** Whether the caller's encoders have recorded preparations. */
  #isPreparedByCaller = false;
  /** Whether the next run has to record a preparation. */
  #mustPrepare = false;
  #isReady = false;
  #failure: unknown;
  #destroyed = false;

  constructor(init: RunnerInit, prepared: Prepared<Plan>) {
    this.#init = init;
    this.#specs = { ...init.inputs, ...init.outputs };
    this.#replaced = new ReplacedPlans(init.device.queue);
    this.#prepared = prepared;
    this.#readUses();
    init.device.pushErrorScope('validation'); // catches preparation in buffers that could not be allocated
    this.#prepare();
    this.ready = this.#confirm(init.device.popErrorScope());
    this.ready.then(
      () => {
        this.#isReady = true;
      },
      (error) => {
        this.#failure = error;
      },
    );
  }

  get plan(): Plan {
    return this.#prepared.plan;
  }

  /** Records a run into the caller's encoder: nothing is allocated, submitted or read back. */
  encode(
    encoder: GPUCommandEncoder,
    tensors: GivenTensors,
    timestampWrites?: GPUComputePassTimestampWrites,
  ): void {
    this.#check(tensors, Object.keys(this.#init.outputs));
    this.#replaced.noteEncoder(encoder);
    this.#record(encoder, tensors, timestampWrites);
  }

  /** Records the preparation of fixed tensors and weights; needed again after their contents changed. */
  encodePrepare(encoder: GPUCommandEncoder): void {
    this.#checkAlive();
    this.#replaced.noteEncoder(encoder);
    this.#isPreparedByCaller = true;
    this.#recordPrepare(encoder);
  }

  /** Runs at once, in one submit. Returns the outputs by name; creates those that `tensors` lacks. */
  run(tensors: GivenTensors): Record<string, GpuTensor> {
    const { device, kind, outputs } = this.#init;
    const isGiven = (name: string) => ownValue(tensors, name) !== undefined;
    this.#check(tensors, Object.keys(outputs).filter(isGiven));
    const results = Object.fromEntries(
      Object.entries(outputs).map(([name, { shape, dtype }]) => [
        name,
        ownValue(tensors, name) ?? emptyTensor(device, shape, { dtype, label: `${kind} ${name}` }),
      ]),
    );
    const encoder = device.createCommandEncoder({ label: kind });
    this.#record(encoder, { ...tensors, ...results });
    device.queue.submit([encoder.finish()]);
    this.#replaced.freeWhenDone();
    return results;
  }

  /** Switches to another plan of the same computation and prepares it. {@link ReplacedPlans} frees the old one. */
  replacePlan(prepared: Prepared<Plan>): void {
    if (this.#destroyed) {
      prepared.destroy();
      return;
    }
    this.#replaced.add(this.#prepared);
    this.#prepared = prepared;
    this.#readUses();
    this.#prepare();
    // the caller may have recorded, but not submitted, a change of the filter and the old plan's preparation
    this.#mustPrepare = this.#isPreparedByCaller;
  }

  /** Frees what the plan owns, weights included; the caller's tensors stay. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    for (const owner of [this.#replaced, this.#prepared]) owner.destroy();
    for (const weight of Object.values(this.#init.weights ?? {})) weight.destroy();
  }

  /** Resolves once the memory of the plan and of the tensors that a run reads is confirmed; undefined if it is already. */
  #settledBy(tensors: GivenTensors): Promise<unknown> | undefined {
    const inputs = Object.keys(this.#init.inputs).map((name) => tensors[name]!);
    const contents = [...inputs, ...this.#updated].map(({ settled }) => settled);
    const open = [this.#isReady ? undefined : this.ready, ...contents].filter((each) => each !== undefined);
    return open.length > 0 ? Promise.all(open) : undefined;
  }

  #record(
    encoder: GPUCommandEncoder,
    tensors: GivenTensors,
    timestampWrites?: GPUComputePassTimestampWrites,
  ): void {
    const { outputs, fixed } = this.#init;
    if (this.#mustPrepare) this.#recordPrepare(encoder);
    const settled = this.#settledBy(tensors);
    const written = Object.keys(outputs).map((name) => tensors[name]!);
    for (const tensor of [...written, ...this.#updated]) tensor.dependsOn(settled);
    this.#prepared.steps.encode(encoder, { ...fixed, ...tensors }, timestampWrites);
  }

  #recordPrepare(encoder: GPUCommandEncoder): void {
    this.#prepared.prepare.encode(encoder, { ...this.#init.fixed });
    this.#mustPrepare = false;
  }

  #prepare(): void {
    if (this.#prepared.plan.prepare.length === 0) return;
    this.#checkAlive();
    const { device, kind } = this.#init;
    const encoder = device.createCommandEncoder({ label: `prepare ${kind}` });
    this.#recordPrepare(encoder);
    device.queue.submit([encoder.finish()]);
  }

  async #confirm(preparing: Promise<GPUError | null>): Promise<void> {
    const { kind, fixed = {}, weights = {} } = this.#init;
    const { allocated } = this.#prepared;
    const prepared = preparing.catch(() => null); // the device is lost: every use reports it
    const tensors = [...Object.values(fixed), ...Object.values(weights)];
    await Promise.all([...tensors.map((each) => each.checkAllocated()), allocated]);
    const error = await prepared;
    if (error) throw new InternalError(`${kind}: preparing it failed: ${error.message}`);
  }

  #readUses(): void {
    const { weights = {} } = this.#init;
    const uses = tensorUses(this.#prepared.plan);
    this.#uses = uses.filter(({ from }) => from === 'caller');
    for (const use of uses) {
      const tensor = use.from === 'weight' ? ownValue(weights, use.name) : undefined;
      if (!tensor) continue;
      this.#weights.set(tensor.buffer, { ...use, tensor });
      if (use.isWritten) this.#updated.add(tensor);
    }
  }

  #checkAlive(): void {
    const { kind, device } = this.#init;
    if (this.#destroyed) throw new InvalidArgumentError(kind, `a destroyed ${kind}`, 'a live one');
    checkNotLost(device);
    if (this.#failure) throw this.#failure;
  }

  /** Checks the tensors of a run, `written` being the outputs that are given. */
  #check(tensors: GivenTensors, written: readonly string[]): void {
    this.#checkAlive();
    const { device, kind, inputs, fixed = {} } = this.#init;
    const unknown = Object.keys(tensors).find((name) => tensors[name] && !Object.hasOwn(this.#specs, name));
    if (unknown !== undefined) {
      const names = Object.keys(this.#specs).join(', ');
      throw new InvalidArgumentError(unknown, 'an unknown name', `a tensor of this ${kind}: ${names}`);
    }
    for (const name of [...Object.keys(inputs), ...written])
      checkTensor(name, ownValue(tensors, name)!, device, this.#specs[name]);
    for (const [name, tensor] of Object.entries(fixed)) checkUsable(name, tensor, device);
    this.#checkApart({ ...fixed, ...tensors });
  }

  #checkApart(tensors: GivenTensors): void {
    const used = this.#uses.flatMap((use) => {
      const tensor = ownValue(tensors, use.name);
      return tensor ? [{ ...use, tensor }] : [];
    });
    used.forEach((use, index) => {
      const weight = this.#weights.get(use.tensor.buffer);
      if (weight) checkApart(use, weight);
      for (const earlier of used.slice(0, index)) {
        if (use.isWritten) checkApart(use, earlier);
        else checkApart(earlier, use);
      }
    });
  }
}
