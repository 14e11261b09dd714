import { InternalError, InvalidArgumentError } from '../errors.ts';
import type { Dtype } from '../problem/options.ts';
import { checkNotLost } from './device_state.ts';
import type { Prepared, StepsPlan } from './prepared.ts';
import { ownValue } from './program.ts';
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
 * before the GPU is touched: InvalidArgumentError for tensors that do not fit, are destroyed, or share a buffer with an
 * output; DeviceLostError and OutOfMemoryError once they are known.
 */
export class Runner<Plan extends StepsPlan = StepsPlan> {
  /**
   * Resolves once memory for everything that runs need is confirmed; rejects with OutOfMemoryError. The confirmation
   * comes after work submitted before, so nothing has to wait for it.
   */
  readonly ready: Promise<void>;
  readonly #init: RunnerInit;
  #prepared: Prepared<Plan>;
  /** Plans that were replaced; command buffers recorded with them may still wait to be submitted. */
  #replaced: Prepared<Plan>[] = [];
  /** The caller's encoder that recorded last, if its commands may still be unsubmitted. */
  #encoder: WeakRef<GPUCommandEncoder> | undefined;
  #isReady = false;
  #failure: unknown;
  #destroyed = false;

  constructor(init: RunnerInit, prepared: Prepared<Plan>) {
    this.#init = init;
    this.#prepared = prepared;
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
    tensors: NamedTensors,
    timestampWrites?: GPUComputePassTimestampWrites,
  ): void {
    this.#check(tensors, Object.keys(this.#init.outputs));
    const settled = this.#settledBy(tensors);
    for (const name of Object.keys(this.#init.outputs)) tensors[name].dependsOn(settled);
    this.#prepared.steps.encode(encoder, { ...this.#init.fixed, ...tensors }, timestampWrites);
    this.#freeReplaced(encoder);
  }

  /** Records the preparation of fixed tensors and weights; needed again after their contents changed. */
  encodePrepare(encoder: GPUCommandEncoder): void {
    this.#checkAlive();
    this.#prepared.prepare.encode(encoder, { ...this.#init.fixed });
  }

  /** Runs at once, in one submit. Returns the outputs by name; creates those that `tensors` lacks. */
  run(tensors: NamedTensors): Record<string, GpuTensor> {
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
    this.encode(encoder, { ...tensors, ...results });
    device.queue.submit([encoder.finish()]);
    this.#encoder = undefined;
    return results;
  }

  /**
   * Switches to another plan of the same computation and prepares it. The old plan's buffers are freed once work that
   * was recorded with them has been submitted and done.
   */
  replacePlan(prepared: Prepared<Plan>): void {
    if (this.#destroyed) {
      prepared.destroy();
      return;
    }
    this.#replaced.push(this.#prepared);
    this.#prepared = prepared;
    this.#prepare();
    if (!this.#encoder) this.#freeReplaced();
  }

  /** Frees what the plan owns, weights included; the caller's tensors stay. */
  destroy(): void {
    this.#destroyed = true;
    for (const prepared of [...this.#replaced, this.#prepared]) prepared.destroy();
    for (const weight of Object.values(this.#init.weights ?? {})) weight.destroy();
  }

  /** Resolves once the memory of the plan and of the tensors that a run reads is confirmed; undefined if it is already. */
  #settledBy(tensors: NamedTensors): Promise<unknown> | undefined {
    const inputs = Object.keys(this.#init.inputs).map((name) => tensors[name].settled);
    const open = [this.#isReady ? undefined : this.ready, ...inputs].filter((each) => each !== undefined);
    return open.length > 0 ? Promise.all(open) : undefined;
  }

  #prepare(): void {
    if (this.#prepared.plan.prepare.length === 0) return;
    const { device, kind } = this.#init;
    const encoder = device.createCommandEncoder({ label: `prepare ${kind}` });
    this.encodePrepare(encoder);
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

  /**
   * Frees replaced plans after submitted work has finished with them. A caller submits the commands of one encoder
   * before recording into the next. So a new encoder shows that the last work recorded with an old plan is submitted.
   */
  #freeReplaced(encoder?: GPUCommandEncoder): void {
    const isNext = encoder === undefined || this.#encoder?.deref() !== encoder;
    if (this.#replaced.length > 0 && isNext) {
      const replaced = this.#replaced;
      this.#replaced = [];
      const free = () => {
        for (const prepared of replaced) prepared.destroy();
      };
      void this.#init.device.queue.onSubmittedWorkDone().then(free, free);
    }
    if (encoder && isNext) this.#encoder = new WeakRef(encoder);
  }

  #checkAlive(): void {
    const { kind, device } = this.#init;
    if (this.#destroyed) throw new InvalidArgumentError(kind, `a destroyed ${kind}`, 'a live one');
    checkNotLost(device);
    if (this.#failure) throw this.#failure;
  }

  #check(tensors: NamedTensors, written: readonly string[]): void {
    this.#checkAlive();
    const { device, inputs, outputs, fixed = {}, weights = {} } = this.#init;
    for (const [name, spec] of Object.entries(inputs))
      checkTensor(name, ownValue(tensors, name)!, device, spec);
    for (const name of written) checkTensor(name, ownValue(tensors, name)!, device, outputs[name]);
    for (const [name, tensor] of Object.entries(fixed)) checkUsable(name, tensor, device);
    const read = [
      ...Object.keys(inputs).map((name) => [name, tensors[name]] as const),
      ...Object.entries({ ...fixed, ...weights }),
    ];
    for (const name of written) this.#checkApart(name, tensors, read, written);
  }

  /** WebGPU refuses to read and write one buffer in one dispatch, even at different offsets. */
  #checkApart(
    name: string,
    tensors: NamedTensors,
    read: readonly (readonly [string, GpuTensor])[],
    written: readonly string[],
  ): void {
    const output = tensors[name];
    const source = read.find(([other, { buffer }]) => other !== name && buffer === output.buffer);
    if (source) {
      throw new InvalidArgumentError(
        name,
        `a buffer that is also read, as ${source[0]}`,
        'a buffer of its own',
      );
    }
    const rival = written.find((other) => other !== name && overlap(tensors[other], output));
    if (rival)
      throw new InvalidArgumentError(name, `memory that is also written, as ${rival}`, 'memory of its own');
  }
}

function overlap(a: GpuTensor, b: GpuTensor): boolean {
  if (a.buffer !== b.buffer) return false;
  return a.offsetBytes < b.offsetBytes + b.sizeBytes && b.offsetBytes < a.offsetBytes + a.sizeBytes;
}
