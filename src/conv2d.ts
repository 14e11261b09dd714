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
  /** `[outChannels]`, added to every output of its channel. Default none. */
  readonly bias?: GpuTensor;
  /** A tensor of the output's shape and layout, added before the activation. Default none. */
  readonly residual?: GpuTensor;
}

/** What {@link createConv2d} prepares: shapes, the filter, and the settings. */
export interface Conv2dInit extends Conv2dSettings {
  /** `[n, c, h, w]` in the order of `inputLayout`. */
  readonly inputShape: readonly number[];
  /** `[outChannels, inChannels / groups, h, w]` in the order of `filterLayout`. Keep it alive until `destroy()`. */
  readonly filter: GpuTensor;
  /** `[outChannels]`. Keep it alive until `destroy()`. Default none. */
  readonly bias?: GpuTensor;
  /** Whether each run takes a `residual`, added before the activation. Default false. */
  readonly hasResidual?: boolean;
  /** Fixes the kernel, and optionally its tiles. Default: the planner chooses. */
  readonly choice?: PlanChoice;
  /**
   * `true` measures kernels on the GPU first (see {@link tuneConv2d}). `'background'` measures them once the
   * convolution is ready, then switches to the fastest: see {@link Conv2d.tuned}. What you recorded before the switch
   * stays valid until the next `run`, or until another encoder is passed to `encode` or `encodePrepare`: submit it
   * before that. Afterwards the old plan's buffers are freed.
   * Default: what tuning found in this session for this or a similar shape, otherwise the planner's estimate.
   * `tuneConv2d(device, [])` loads what earlier sessions stored. Ignored if `choice` is given.
   */
  readonly tune?: true | 'background';
  /** Options of `tune`. */
  readonly tuning?: TuneOptions;
}

/** The tensors of one run. */
export interface Conv2dTensors {
  /** Of `Conv2dInit.inputShape` and the filter's dtype. */
  readonly input: GpuTensor;
  /** Of {@link Conv2d.outputShape} and the filter's dtype. May not share its buffer with a tensor that is read. */
  readonly output: GpuTensor;
  /** Of the output's shape and dtype. Required exactly if the convolution was made with `hasResidual: true`. */
  readonly residual?: GpuTensor;
}

/** A convolution prepared for one device, shape and filter; made by {@link createConv2d}. */
export class Conv2d {
  /** The device it runs on. */
  readonly device: GPUDevice;
  /** Its shapes and settings, with every default filled in. */
  readonly problem: Conv2dProblem;
  /** Shape of the output in the order of `inputLayout`. */
  readonly outputShape: readonly number[];
  /**
   * Resolves once allocation of the filter, bias and internal buffers is confirmed. Rejects with OutOfMemoryError,
   * which {@link encode}, {@link run} and reading an output then throw too. The confirmation comes after work submitted
   * before, so there is no need to wait for it.
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

  /** The plan in use. Background tuning may replace it. */
  get plan(): Conv2dPlan {
    return this.#runner.plan;
  }

  /** Resolves when background tuning, if any, has ended and its result is in use. Rejects if tuning failed. */
  get tuned(): Promise<void> {
    return this.#tuned;
  }

  /** @internal Switches to the plan `better` resolves to, if any. */
  replaceWhenReady(better: Promise<Prepared<Conv2dPlan> | undefined>): void {
    this.#tuned = better.then((prepared) => prepared && this.#runner.replacePlan(prepared));
    this.#tuned.catch(() => {}); // the convolution keeps working; `tuned` reports the error
  }

  /**
   * Records the convolution into `encoder`. Allocates, submits and reads nothing.
   * @param timestampWrites for the compute passes that are recorded
   * @throws InvalidArgumentError if a tensor is missing or unknown, its shape, dtype or device does not fit, one is
   * destroyed, or the output shares a buffer with a tensor that is read; OutOfMemoryError, DeviceLostError once they are
   * known.
   */
  encode(
    encoder: GPUCommandEncoder,
    tensors: Conv2dTensors,
    timestampWrites?: GPUComputePassTimestampWrites,
  ): void {
    this.#checkResidual(tensors);
    this.#runner.encode(encoder, { ...tensors }, timestampWrites);
  }

  /**
   * Records the repacking of the filter. Creation does this once; it is needed again after the filter's contents
   * changed.
   */
  encodePrepare(encoder: GPUCommandEncoder): void {
    this.#runner.encodePrepare(encoder);
  }

  /** Convolves `input` at once, in one submit. Default `output`: a new tensor. @throws like {@link encode}. */
  run(input: GpuTensor, tensors: { output?: GpuTensor; residual?: GpuTensor } = {}): GpuTensor {
    this.#checkResidual(tensors);
    return this.#runner.run({ ...tensors, input }).output;
  }

  /** Frees the packed filter and the internal buffers. The caller's tensors stay. */
  destroy(): void {
    this.#runner.destroy();
  }

  /** Calls {@link destroy} at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.destroy();
  }

  #checkResidual({ residual }: { readonly residual?: GpuTensor }): void {
    if (!residual || this.problem.hasResidual) return;
    const needs = 'none, or a convolution made with hasResidual: true';
    throw new InvalidArgumentError('residual', 'a tensor', needs);
  }
}

/** Tensors that each run reads and writes. */
function specsOf(problem: Conv2dProblem): { inputs: TensorSpecs; outputs: TensorSpecs } {
  const { dtype, hasResidual } = problem;
  const input = { shape: inputShapeOf(problem), dtype };
  const output = { shape: outputShapeOf(problem), dtype };
  return { inputs: hasResidual ? { input, residual: output } : { input }, outputs: { output } };
}

/** How errors name the caller's arguments: the object of settings, and the problem's fields. */
const CREATE_NAMES = {
  settings: 'init',
  fields: fieldNames('init', { filterShape: 'init.filter.shape', biasShape: 'init.bias.shape' }),
};
const CALL_NAMES = { settings: 'options', fields: CONV2D_NAMES };

/**
 * Prepares a convolution to be run often: plans it, compiles its pipelines, and packs the filter. Plans and pipelines
 * of a known shape are cached.
 * @throws InvalidArgumentError, UnsupportedError, LimitExceededError before the GPU is touched; DeviceLostError.
 * OutOfMemoryError comes later: see {@link Conv2d.ready}.
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
 * Convolves once: cross-correlation of `input` with `filter`. Semantics: WebNN's `conv2d`
 * (https://www.w3.org/TR/webnn/#api-mlgraphbuilder-conv2d), with PyTorch's border modes. Pipelines are cached per
 * device. To run the same convolution often, use {@link createConv2d}, which also keeps the packed filter.
 * @param input `[n, c, h, w]` in the order of `options.inputLayout`
 * @param filter `[outChannels, inChannels / groups, h, w]` in the order of `options.filterLayout`, of the input's dtype
 * @returns a new tensor of the input's layout and dtype
 * @throws like {@link createConv2d}; OutOfMemoryError.
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
