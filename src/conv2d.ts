import { InternalError, InvalidArgumentError } from './errors.ts';
import { capabilitiesOf } from './gpu/device.ts';
import { checkNotLost } from './gpu/device_state.ts';
import { type Prepared, preparePlan } from './gpu/prepared.ts';
import { checkDtype, checkTensor, checkUsable, emptyTensor, type GpuTensor } from './gpu/tensor.ts';
import { SHADERS } from './kernels/shaders.ts';
import { type Conv2dPlan, type PlanChoice, planConv2d } from './plan/plan.ts';
import type { Conv2dSettings } from './problem/options.ts';
import { type Conv2dProblem, createConv2dProblem, inputShapeOf, outputShapeOf } from './problem/problem.ts';
import { planOn } from './tuner/plans.ts';
import { sameTiles } from './tuner/table.ts';
import { type TuneOptions, tuneConv2d } from './tuner/tuner.ts';

/** Settings of one {@link conv2d} call. */
export interface Conv2dOptions extends Conv2dSettings {
  /** `[outChannels]`, added to every output of its channel. */
  readonly bias?: GpuTensor;
  /** A tensor of the output's shape, added before the activation. */
  readonly residual?: GpuTensor;
}

/** What {@link createConv2d} prepares: shapes, the filter, and the settings. */
export interface Conv2dInit extends Conv2dSettings {
  /** In the order of `inputLayout`. */
  readonly inputShape: readonly number[];
  /** In the order of `filterLayout`. Stays in use: keep it alive until `destroy()`. */
  readonly filter: GpuTensor;
  /** `[outChannels]`. Stays in use. */
  readonly bias?: GpuTensor;
  /** Whether each run brings a `residual` to add before the activation. Default false. */
  readonly residual?: boolean;
  /** Fixes the kernel or its tiles instead of leaving them to the planner. */
  readonly choice?: PlanChoice;
  /**
   * `true` tries kernels on the GPU first (see {@link tuneConv2d}); `'background'` does so after the
   * convolution is ready, which then goes over to what was found: await {@link Conv2d.tuned} to know when.
   * Default: what tuning found in this session for this or a similar shape (`tuneConv2d(device, [])` reads what
   * earlier sessions stored), else the planner's estimate. A `choice` leaves nothing to tune.
   */
  readonly tune?: true | 'background';
  /** How `tune` goes about it. */
  readonly tuning?: TuneOptions;
}

/** The tensors of one run. */
export interface Conv2dTensors {
  readonly input: GpuTensor;
  readonly output: GpuTensor;
  /** Where the convolution was created with `residual: true`. */
  readonly residual?: GpuTensor;
}

/** A convolution prepared for one device, shape and filter; made by {@link createConv2d}. */
export class Conv2d {
  readonly device: GPUDevice;
  readonly problem: Conv2dProblem;
  readonly outputShape: readonly number[];
  readonly #filter: GpuTensor;
  readonly #bias: GpuTensor | undefined;
  /** Those before the last may still be named by command buffers that were recorded but not submitted. */
  readonly #prepared: Prepared<Conv2dPlan>[] = [];
  /**
   * Resolves when the GPU has confirmed the memory of the filter, the bias and the buffers of its own; rejects with
   * OutOfMemoryError where it lacked any, which then {@link encode}, {@link run} and reading an output throw too.
   * The confirmation comes after the work that was submitted before, so there is no need to wait for it.
   */
  readonly ready: Promise<void>;
  #failure: unknown;
  #tuned: Promise<void> = Promise.resolve();
  #destroyed = false;

  /** @internal Use {@link createConv2d}. */
  constructor(device: GPUDevice, problem: Conv2dProblem, init: Conv2dInit, prepared: Prepared<Conv2dPlan>) {
    this.device = device;
    this.problem = problem;
    this.outputShape = Object.freeze(outputShapeOf(problem));
    this.#filter = init.filter;
    this.#bias = init.bias;
    device.pushErrorScope('validation'); // packing into a buffer that there was no memory for
    this.#adopt(prepared);
    this.ready = this.#confirm(prepared, device.popErrorScope());
    this.ready.catch((error) => {
      this.#failure = error;
    });
  }

  get plan(): Conv2dPlan {
    return this.#current.plan;
  }

  /** Resolves when background tuning, if asked for, has ended and its result is in use; rejects where it failed. */
  get tuned(): Promise<void> {
    return this.#tuned;
  }

  /** @internal Goes over to what `better` resolves to, if to anything. */
  follow(better: Promise<Prepared<Conv2dPlan> | undefined>): void {
    this.#tuned = better.then((prepared) => prepared && this.#adopt(prepared));
    this.#tuned.catch(() => {}); // the convolution works on as it is; who wants to know asks `tuned`
  }

  /**
   * Records the convolution into the caller's encoder: nothing is allocated, submitted or read back.
   * @throws InvalidArgumentError where a tensor's shape, dtype or device does not fit, or one is destroyed;
   * OutOfMemoryError, DeviceLostError once they are known of.
   */
  encode(
    encoder: GPUCommandEncoder,
    tensors: Conv2dTensors,
    timestampWrites?: GPUComputePassTimestampWrites,
  ): void {
    this.#check(tensors);
    const { input, output, residual } = tensors;
    output.dependsOn(this.ready);
    this.#current.steps.encode(
      encoder,
      { ...this.#constantBuffers(), input, output, residual },
      timestampWrites,
    );
  }

  /** Records the repacking of the filter; needed after its contents changed, and done once at creation. */
  encodePrepare(encoder: GPUCommandEncoder): void {
    this.#checkAlive();
    this.#current.prepare.encode(encoder, this.#constantBuffers());
  }

  /** Convolves `input` at once. `output` is made anew unless given. @throws as {@link encode}. */
  run(input: GpuTensor, tensors: { output?: GpuTensor; residual?: GpuTensor } = {}): GpuTensor {
    this.#check({ input, ...tensors });
    const output =
      tensors.output ??
      emptyTensor(this.device, this.outputShape, { dtype: this.problem.dtype, label: 'conv2d output' });
    const encoder = this.device.createCommandEncoder({ label: this.problem.key });
    this.encode(encoder, { input, output, residual: tensors.residual });
    this.device.queue.submit([encoder.finish()]);
    return output;
  }

  /** Frees the packed filter and the intermediates; the caller's tensors stay. */
  destroy(): void {
    for (const prepared of this.#prepared) prepared.destroy();
    this.#destroyed = true;
  }

  [Symbol.dispose](): void {
    this.destroy();
  }

  get #current(): Prepared<Conv2dPlan> {
    return this.#prepared[this.#prepared.length - 1];
  }

  /** Goes over to another plan, packing the filter for it as it is now. */
  #adopt(prepared: Prepared<Conv2dPlan>): void {
    this.#prepared.push(prepared);
    if (this.#destroyed) this.destroy();
    if (this.#destroyed || prepared.plan.prepare.length === 0) return;
    const encoder = this.device.createCommandEncoder({ label: `prepare ${this.problem.key}` });
    this.encodePrepare(encoder);
    this.device.queue.submit([encoder.finish()]);
  }

  async #confirm({ allocated }: Prepared, packing: Promise<GPUError | null>): Promise<void> {
    const packed = packing.catch(() => null); // the device is lost: every use says so
    await allAllocated([this.#filter, this.#bias], allocated);
    const error = await packed;
    if (error) throw new InternalError(`${this.problem.key}: packing its filter failed: ${error.message}`);
  }

  #constantBuffers() {
    return { filter: this.#filter, bias: this.#bias };
  }

  #checkAlive(): void {
    if (this.#destroyed) throw new InvalidArgumentError('conv', 'a destroyed convolution', 'a live one');
    checkNotLost(this.device);
    if (this.#failure) throw this.#failure;
  }

  #check({ input, output, residual }: Omit<Conv2dTensors, 'output'> & { output?: GpuTensor }): void {
    this.#checkAlive();
    const { dtype, hasResidual } = this.problem;
    const outputSpec = { shape: this.outputShape, dtype };
    checkTensor('input', input, this.device, { shape: inputShapeOf(this.problem), dtype });
    if (output) checkTensor('output', output, this.device, outputSpec);
    checkUsable('filter', this.#filter, this.device);
    if (this.#bias) checkUsable('bias', this.#bias, this.device);
    if (!hasResidual && residual) {
      throw new InvalidArgumentError(
        'residual',
        'a tensor',
        'none, or a convolution created with residual: true',
      );
    }
    if (hasResidual) checkTensor('residual', residual!, this.device, outputSpec);
    // WebGPU refuses to read and write one buffer in one dispatch, even at different offsets
    if (
      output &&
      [input, this.#filter, this.#bias, residual].some((read) => read?.buffer === output.buffer)
    ) {
      throw new InvalidArgumentError('output', 'a buffer that is also read', 'a buffer of its own');
    }
  }
}

/**
 * Prepares a convolution to be run often: plans it, compiles its pipelines, packs the filter. The second one of a
 * shape has all of that but the packing at hand, and waits for nothing.
 * @throws InvalidArgumentError, UnsupportedError, LimitExceededError before the GPU is touched; DeviceLostError. A lack
 * of memory shows later: see {@link Conv2d.ready}.
 */
export async function createConv2d(device: GPUDevice, init: Conv2dInit): Promise<Conv2d> {
  checkNotLost(device);
  const problem = problemOf(device, init);
  const tune = init.choice ? undefined : init.tune;
  if (tune === true) await tuneConv2d(device, [problem], init.tuning);
  const plan = init.choice
    ? planConv2d(problem, capabilitiesOf(device), init.choice)
    : planOn(device, problem);
  const conv = new Conv2d(device, problem, init, await prepare(device, plan));
  if (tune === 'background') conv.follow(tuneInBackground(conv, init.tuning));
  return conv;
}

function prepare(device: GPUDevice, plan: Conv2dPlan): Promise<Prepared<Conv2dPlan>> {
  return preparePlan(device, plan, { label: plan.problemKey, sources: SHADERS });
}

async function tuneInBackground(
  conv: Conv2d,
  options?: TuneOptions,
): Promise<Prepared<Conv2dPlan> | undefined> {
  await tuneConv2d(conv.device, [conv.problem], options);
  const plan = planOn(conv.device, conv.problem);
  if (plan.kernel === conv.plan.kernel && sameTiles(plan.tiles, conv.plan.tiles)) return undefined;
  const better = await prepare(conv.device, plan);
  await better.allocated;
  return better;
}

async function allAllocated(
  tensors: readonly (GpuTensor | undefined)[],
  owned: Promise<void> = Promise.resolve(),
): Promise<void> {
  await Promise.all([...tensors.map((each) => each?.checkAllocated()), owned]);
}

/**
 * Convolves once: cross-correlation of `input` with `filter`, as WebNN's `conv2d`
 * (https://www.w3.org/TR/webnn/#api-mlgraphbuilder-conv2d) with PyTorch's border modes besides.
 *
 * `input` is `[n, c, h, w]` (or in `options.inputLayout`), `filter` `[outC, inC / groups, h, w]` (or in
 * `options.filterLayout`); the output has the input's layout and dtype. Pipelines are cached per device; to
 * run the same convolution often, {@link createConv2d} keeps the packed filter too.
 * @throws as {@link createConv2d}; OutOfMemoryError.
 */
export async function conv2d(
  input: GpuTensor,
  filter: GpuTensor,
  options: Conv2dOptions = {},
): Promise<GpuTensor> {
  checkUsable('input', input);
  checkUsable('filter', filter, input.device);
  checkDtype('input', input, filter.dtype);
  const { residual, ...rest } = options;
  const conv = await createConv2d(input.device, {
    ...rest,
    inputShape: input.shape,
    filter,
    residual: residual !== undefined,
  });
  try {
    await allAllocated([input, residual], conv.ready);
    const output = conv.run(input, { residual });
    await output.checkAllocated();
    return output;
  } finally {
    conv.destroy();
  }
}

function problemOf(device: GPUDevice, init: Conv2dInit): Conv2dProblem {
  const { filter, bias, residual, choice, tune, tuning, ...settings } = init;
  checkUsable('filter', filter, device);
  if (bias !== undefined) checkUsable('options.bias', bias, device);
  const dtype = filter.dtype;
  if (bias) checkDtype('options.bias', bias, dtype);
  return createConv2dProblem({
    ...settings,
    filterShape: filter.shape,
    biasShape: bias?.shape,
    hasResidual: residual,
    dtype,
  });
}
