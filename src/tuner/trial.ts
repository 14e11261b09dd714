import { InternalError, OutOfMemoryError } from '../errors.ts';
import { preparePlan } from '../gpu/prepared.ts';
import { emptyTensor, type GpuTensor, tensor } from '../gpu/tensor.ts';
import type { Conv2dPlan } from '../plan/plan.ts';
import { elementCount } from '../problem/layouts.ts';
import { type Conv2dProblem, filterShapeOf, inputShapeOf, outputShapeOf } from '../problem/problem.ts';
import { createJudge, type Judge, randomValues } from './judge.ts';

/** Tensors on which plans of one problem are tried. */
export interface TrialTensors {
  readonly input: GpuTensor;
  readonly filter: GpuTensor;
  readonly bias: GpuTensor | undefined;
  readonly output: GpuTensor;
  readonly judge: Judge;
  destroy(): void;
}

/** A compiled plan that runs on {@link TrialTensors}. */
export interface Trial {
  readonly plan: Conv2dPlan;
  /** The output of one run. It is cleared first. @throws OutOfMemoryError; InternalError if WebGPU reports an error. */
  output(): Promise<Float32Array>;
  /** Milliseconds that `count` runs take. */
  timeMs(count: number): Promise<number>;
  destroy(): void;
}

/** Makes tensors of random values for `problem`. @throws OutOfMemoryError. */
export async function createTrialTensors(device: GPUDevice, problem: Conv2dProblem): Promise<TrialTensors> {
  const { dtype } = problem;
  const made: GpuTensor[] = [];
  const upload = (name: string, data: Float32Array, shape: readonly number[]) => {
    const uploaded = tensor(device, data, shape, { dtype, label: `tuning ${name}` });
    made.push(uploaded);
    return uploaded;
  };
  const destroy = () => {
    for (const each of made) each.destroy();
  };
  const [inputShape, filterShape] = [inputShapeOf(problem), filterShapeOf(problem)];
  const filterData = randomValues(elementCount(filterShape), 2);
  const biasData = problem.hasBias ? randomValues(problem.outChannels, 3) : undefined;
  try {
    const input = upload('input', randomValues(elementCount(inputShape), 1), inputShape);
    const filter = upload('filter', filterData, filterShape);
    const bias = biasData && upload('bias', biasData, [problem.outChannels]);
    const output = emptyTensor(device, outputShapeOf(problem), { dtype, label: 'tuning output' });
    made.push(output);
    await Promise.all(made.map((each) => each.checkAllocated()));
    return { input, filter, bias, output, judge: createJudge(problem, filterData, biasData), destroy };
  } catch (error) {
    destroy();
    throw error;
  }
}

/** Compiles `plan` and allocates its buffers. @throws InternalError, OutOfMemoryError, DeviceLostError. */
export async function createTrial(
  device: GPUDevice,
  plan: Conv2dPlan,
  { input, filter, bias, output }: TrialTensors,
): Promise<Trial> {
  const label = `tuning ${plan.kernel}`;
  const { prepare, steps, allocated, destroy } = await preparePlan(device, plan, { label });
  await allocated;

  async function submit(encode: (encoder: GPUCommandEncoder) => void): Promise<void> {
    const encoder = device.createCommandEncoder({ label });
    encode(encoder);
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  }

  return {
    plan,
    destroy,
    async output() {
      device.pushErrorScope('validation');
      device.pushErrorScope('out-of-memory');
      const done = submit((encoder) => {
        encoder.clearBuffer(output.buffer);
        prepare.encode(encoder, { filter, bias });
        steps.encode(encoder, { input, filter, bias, output });
      });
      const [memory, validation] = await Promise.all([device.popErrorScope(), device.popErrorScope(), done]);
      if (memory) throw new OutOfMemoryError(`no GPU memory to try ${plan.kernel}: ${memory.message}`);
      if (validation) throw new InternalError(`${plan.kernel}: ${validation.message}`);
      return output.read();
    },
    async timeMs(count) {
      const start = performance.now();
      await submit((encoder) => {
        for (let run = 0; run < count; run++) steps.encode(encoder, { input, filter, bias, output });
      });
      return performance.now() - start;
    },
  };
}
