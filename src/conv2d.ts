import { InvalidArgumentError } from './errors.ts';
import { capabilitiesOf } from './gpu/device.ts';
import { checkNotLost } from './gpu/device_state.ts';
import { type Prepared, preparePlan } from './gpu/prepared.ts';
import { type NamedTensors, Runner, type TensorSpecs } from './gpu/runner.ts';
import { checkDtype, checkTensor, checkUsable, type GpuTensor } from './gpu/tensor.ts';
import { type PlanChoice, sameTiles } from './plan/choice.ts';
import { type Conv2dPlan, planConv2d } from './plan/plan.ts';
import { CONV2D_NAMES, createConv2dProblem, fieldNames } from './problem/create.ts';
import type { Conv2dSettings } from './problem/options.ts';
import { type Conv2dProblem, inputShapeOf, outputShapeOf } from './problem/problem.ts';
import { planOn } from './tuner/plans.ts';
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
  readonly hasResidual?: boolean;
  /** Fixes the kernel, and maybe its tiles, instead of leaving them to the planner. */
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
  /** If the convolution was made with `hasResidual: true`. */
  readonly residual?: GpuTensor;
}

/** A convolution prepared for one device, shape and filter; made by {@link createConv2d}. */
export class Conv2d {
  readonly device: GPUDevice;
  readonly problem: Conv2dProblem;
  /** Shape of the output, in the axis order of `inputLayout`. */
  readonly outputShape: readonly number[];
  /**
   * Resolves once allocation of the filter, bias and internal buffers is confirmed; rejects with OutOfMemoryError,
   * which {@link encode}, {@link run} and reading an output then throw too. The confirmation comes after the work
   * submitted before, so there is no need to wait for it.
   */
  readonly ready: Promise<void>;
  readonly #runner: Runner<Conv2dPlan>;
  #tuned: Promise<void> = Promise.resolve();

  /** @internal Use {@link createConv2d}. */
  constructor(device: GPUDevice, problem: Conv2dProblem, init: Conv2dInit, prepared: Prepared<Conv2dPlan>) {
    this.device = device;
    this.problem = problem;
    this.outputShape = Object.freeze(outputShapeOf(problem));
    const { inputs, outputs } = specsOf(problem);
    const fixed: NamedTensors = { filter: init.filter, ...(init.bias && { bias: init.bias }) };
    this.#runner = new Runner({ device, kind: 'conv2d', inputs, outputs, fixed }, prepared);
    this.ready = this.#runner.ready;
  }

  /** The plan in use. */
  get plan(): Conv2dPlan {
    return this.#runner.plan;
  }

  /** Resolves when background tuning, if asked for, has ended and its result is in use; rejects if it failed. */
  get tuned(): Promise<void> {
    return this.#tuned;
  }

  /** @internal Switches to the plan `better` resolves to, if any. */
  replaceWhenReady(better: Promise<Prepared<Conv2dPlan> | undefined>): void {
    this.#tuned = better.then((prepared) => prepared && this.#runner.replacePlan(prepared));
    this.#tuned.catch(() => {}); // the convolution works on as it is; `tuned` tells whoever asks
  }

  /**
   * Records the convolution into the caller's encoder: nothing is allocated, submitted or read back.
   * @throws InvalidArgumentError if a tensor's shape, dtype or device does not fit, one is destroyed, or the output
   * shares a buffer with a tensor that is read; OutOfMemoryError, DeviceLostError once they are known.
   */
  encode(
    encoder: GPUCommandEncoder,
    tensors: Conv2dTensors,
    timestampWrites?: GPUComputePassTimestampWrites,
  ): void {
    this.#runner.encode(encoder, this.#named(tensors), timestampWrites);
  }

  /** Records the repacking of the filter; needed after its contents changed, and done once at creation. */
  encodePrepare(encoder: GPUCommandEncoder): void {
    this.#runner.encodePrepare(encoder);
  }

  /** Convolves `input` at once. Default `output`: a new tensor. @throws as {@link encode}. */
  run(input: GpuTensor, tensors: { output?: GpuTensor; residual?: GpuTensor } = {}): GpuTensor {
    return this.#runner.run(this.#named({ input, ...tensors })).output;
  }

  /** Frees the packed filter and the intermediates; the caller's tensors stay. */
  destroy(): void {
    this.#runner.destroy();
  }

  [Symbol.dispose](): void {
    this.destroy();
  }

  #named({ input, output, residual }: Omit<Conv2dTensors, 'output'> & { output?: GpuTensor }): NamedTensors {
    if (residual && !this.problem.hasResidual) {
      throw new InvalidArgumentError(
        'residual',
        'a tensor',
        'none, or a convolution made with hasResidual: true',
      );
    }
    return { input, ...(output && { output }), ...(residual && { residual }) };
  }
}

/** What each run of a convolution reads and writes. */
function specsOf(problem: Conv2dProblem): { inputs: TensorSpecs; outputs: TensorSpecs } {
  const { dtype, hasResidual } = problem;
  const input = { shape: inputShapeOf(problem), dtype };
  const output = { shape: outputShapeOf(problem), dtype };
  return { inputs: hasResidual ? { input, residual: output } : { input }, outputs: { output } };
}

/** How errors name what the caller wrote: the object of settings, and fields of the problem. */
const CREATE_NAMES = {
  settings: 'init',
  fields: fieldNames('init', { filterShape: 'init.filter.shape', biasShape: 'init.bias.shape' }),
};
const CALL_NAMES = { settings: 'options', fields: CONV2D_NAMES };

/**
 * Prepares a convolution to be run often: plans it, compiles its pipelines, packs the filter. The second one of a
 * shape has all of that but the packing at hand, and waits for nothing.
 * @throws InvalidArgumentError, UnsupportedError, LimitExceededError before the GPU is touched; DeviceLostError. A lack
 * of memory shows later: see {@link Conv2d.ready}.
 */
export async function createConv2d(device: GPUDevice, init: Conv2dInit): Promise<Conv2d> {
  checkNotLost(device);
  return create(device, problemOf(device, init, CREATE_NAMES), init);
}

async function create(device: GPUDevice, problem: Conv2dProblem, init: Conv2dInit): Promise<Conv2d> {
  const tune = init.choice ? undefined : init.tune;
  if (tune === true) await tuneConv2d(device, [problem], init.tuning);
  const plan = init.choice
    ? planConv2d(problem, capabilitiesOf(device), init.choice, 'init.choice')
    : planOn(device, problem);
  const conv = new Conv2d(device, problem, init, await prepare(device, plan));
  if (tune === 'background') conv.replaceWhenReady(tuneInBackground(conv, init.tuning));
  return conv;
}

function prepare(device: GPUDevice, plan: Conv2dPlan): Promise<Prepared<Conv2dPlan>> {
  return preparePlan(device, plan, { label: plan.problemKey });
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
  const init = { ...rest, inputShape: input.shape, filter, hasResidual: residual !== undefined };
  const problem = problemOf(input.device, init, CALL_NAMES);
  if (residual) checkTensor('options.residual', residual, input.device, specsOf(problem).outputs.output);
  const conv = await create(input.device, problem, init);
  try {
    await allAllocated([input, residual], conv.ready);
    const output = conv.run(input, { residual });
    await output.checkAllocated();
    return output;
  } finally {
    conv.destroy();
  }
}

function problemOf(device: GPUDevice, init: Conv2dInit, names: typeof CREATE_NAMES): Conv2dProblem {
  const { filter, bias, hasResidual, choice, tune, tuning, ...settings } = init;
  checkUsable(`${names.settings}.filter`, filter, device);
  if (bias !== undefined) checkUsable(`${names.settings}.bias`, bias, device);
  const dtype = filter.dtype;
  if (bias) checkDtype(`${names.settings}.bias`, bias, dtype);
  const shapes = { filterShape: filter.shape, biasShape: bias?.shape };
  return createConv2dProblem({ ...settings, ...shapes, hasResidual, dtype }, names.fields);
}
