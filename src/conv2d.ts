import { InvalidArgumentError } from './errors.ts';
import { capabilitiesOf } from './gpu/device.ts';
import { checkNotLost } from './gpu/device_state.ts';
import { createOwnedBuffers, createProgram, type Program } from './gpu/program.ts';
import { checkUsable, emptyTensor, type GpuTensor } from './gpu/tensor.ts';
import { SHADERS } from './kernels/shaders.ts';
import { type Conv2dPlan, type PlanChoice, planConv2d } from './plan/plan.ts';
import type { Conv2dSettings, DataType } from './problem/options.ts';
import { type Conv2dProblem, createConv2dProblem, inputShapeOf, outputShapeOf } from './problem/problem.ts';
import { checkSameShape } from './problem/validate.ts';

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
  readonly plan: Conv2dPlan;
  readonly outputShape: readonly number[];
  readonly #filter: GpuTensor;
  readonly #bias: GpuTensor | undefined;
  readonly #owned: ReadonlyMap<string, GPUBuffer>;
  readonly #prepare: Program;
  readonly #steps: Program;
  #destroyed = false;

  /** @internal Use {@link createConv2d}. */
  constructor(parts: {
    device: GPUDevice;
    problem: Conv2dProblem;
    plan: Conv2dPlan;
    init: Conv2dInit;
    owned: ReadonlyMap<string, GPUBuffer>;
    prepare: Program;
    steps: Program;
  }) {
    this.device = parts.device;
    this.problem = parts.problem;
    this.plan = parts.plan;
    this.outputShape = Object.freeze(outputShapeOf(parts.problem));
    this.#filter = parts.init.filter;
    this.#bias = parts.init.bias;
    this.#owned = parts.owned;
    this.#prepare = parts.prepare;
    this.#steps = parts.steps;
  }

  /**
   * Records the convolution into the caller's encoder: nothing is allocated, submitted or read back.
   * @throws InvalidArgumentError where a tensor's shape, dtype or device does not fit, or one is destroyed.
   */
  encode(
    encoder: GPUCommandEncoder,
    tensors: Conv2dTensors,
    timestampWrites?: GPUComputePassTimestampWrites,
  ): void {
    this.#check(tensors);
    const { input, output, residual } = tensors;
    this.#steps.encode(encoder, { ...this.#constantBuffers(), input, output, residual }, timestampWrites);
  }

  /** Records the repacking of the filter; needed after its contents changed, and done once at creation. */
  encodePrepare(encoder: GPUCommandEncoder): void {
    this.#checkAlive();
    this.#prepare.encode(encoder, this.#constantBuffers());
  }

  /** Convolves `input` at once. `output` is made anew unless given. @throws as {@link encode}. */
  run(input: GpuTensor, tensors: { output?: GpuTensor; residual?: GpuTensor } = {}): GpuTensor {
    this.#check({ input, ...tensors });
    const output =
      tensors.output ??
      emptyTensor(this.device, this.outputShape, { dtype: this.problem.dataType, label: 'conv2d output' });
    const encoder = this.device.createCommandEncoder({ label: this.problem.key });
    this.encode(encoder, { input, output, residual: tensors.residual });
    this.device.queue.submit([encoder.finish()]);
    return output;
  }

  /** Frees the packed filter and the intermediates; the caller's tensors stay. */
  destroy(): void {
    for (const buffer of this.#owned.values()) buffer.destroy();
    this.#destroyed = true;
  }

  [Symbol.dispose](): void {
    this.destroy();
  }

  #constantBuffers() {
    return { filter: this.#filter, bias: this.#bias };
  }

  #checkAlive(): void {
    if (this.#destroyed) throw new InvalidArgumentError('conv', 'a destroyed convolution', 'a live one');
    checkNotLost(this.device);
  }

  #check({ input, output, residual }: Omit<Conv2dTensors, 'output'> & { output?: GpuTensor }): void {
    this.#checkAlive();
    const { dataType, hasResidual } = this.problem;
    checkTensor('input', input, this.device, inputShapeOf(this.problem), dataType);
    if (output) checkTensor('output', output, this.device, this.outputShape, dataType);
    checkUsable('filter', this.#filter, this.device);
    if (this.#bias) checkUsable('bias', this.#bias, this.device);
    if (!hasResidual && residual) {
      throw new InvalidArgumentError(
        'residual',
        'a tensor',
        'none, or a convolution created with residual: true',
      );
    }
    if (hasResidual) checkTensor('residual', residual!, this.device, this.outputShape, dataType);
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
 * Prepares a convolution to be run often: plans it, compiles its pipelines, packs the filter.
 * @throws InvalidArgumentError, UnsupportedError, LimitExceededError before the GPU is touched; OutOfMemoryError;
 * DeviceLostError.
 */
export async function createConv2d(device: GPUDevice, init: Conv2dInit): Promise<Conv2d> {
  const capabilities = capabilitiesOf(device);
  checkNotLost(device);
  const problem = problemOf(device, init);
  const plan = planConv2d(problem, capabilities, init.choice);
  await Promise.all([init.filter.checkAllocated(), init.bias?.checkAllocated()]);
  const owned = await createOwnedBuffers(device, problem.key, plan.buffers);
  try {
    const program = (steps: Conv2dPlan['steps']) =>
      createProgram(device, { label: problem.key, steps, sources: SHADERS, owned });
    const [prepare, steps] = await Promise.all([program(plan.prepare), program(plan.steps)]);
    const conv = new Conv2d({ device, problem, plan, init, owned, prepare, steps });
    if (plan.prepare.length > 0) {
      const encoder = device.createCommandEncoder({ label: `prepare ${problem.key}` });
      conv.encodePrepare(encoder);
      device.queue.submit([encoder.finish()]);
    }
    return conv;
  } catch (error) {
    for (const buffer of owned.values()) buffer.destroy();
    throw error;
  }
}

/**
 * Convolves once: cross-correlation of `input` with `filter`, as WebNN's `conv2d`
 * (https://www.w3.org/TR/webnn/#api-mlgraphbuilder-conv2d) with PyTorch's border modes besides.
 *
 * `input` is `[n, c, h, w]` (or in `options.inputLayout`), `filter` `[outC, inC / groups, h, w]` (or in
 * `options.filterLayout`); the output has the input's layout and dtype. Pipelines are cached per device; to
 * run the same convolution often, {@link createConv2d} keeps the packed filter too.
 * @throws as {@link createConv2d}.
 */
export async function conv2d(
  input: GpuTensor,
  filter: GpuTensor,
  options: Conv2dOptions = {},
): Promise<GpuTensor> {
  checkUsable('input', input);
  const { residual, ...rest } = options;
  const conv = await createConv2d(input.device, {
    ...rest,
    inputShape: input.shape,
    filter,
    residual: residual !== undefined,
  });
  try {
    await Promise.all([input.checkAllocated(), residual?.checkAllocated()]);
    const output = conv.run(input, { residual });
    await output.checkAllocated();
    return output;
  } finally {
    conv.destroy();
  }
}

function problemOf(device: GPUDevice, init: Conv2dInit): Conv2dProblem {
  const { filter, bias, residual, choice, ...settings } = init;
  checkUsable('filter', filter, device);
  if (bias !== undefined) checkUsable('options.bias', bias, device);
  const dataType = filter.dtype;
  if (bias && bias.dtype !== dataType) throw new InvalidArgumentError('options.bias', bias.dtype, dataType);
  return createConv2dProblem({
    ...settings,
    filterShape: filter.shape,
    biasShape: bias?.shape,
    hasResidual: residual,
    dataType,
  });
}

function checkTensor(
  argument: string,
  value: GpuTensor,
  device: GPUDevice,
  shape: readonly number[],
  dataType: DataType,
): void {
  checkUsable(argument, value, device);
  checkSameShape(`${argument}.shape`, value.shape, shape);
  if (value.dtype !== dataType)
    throw new InvalidArgumentError(`${argument}.dtype`, value.dtype, `'${dataType}'`);
}
