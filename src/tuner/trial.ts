import { OutOfMemoryError } from '../errors.ts';
import { preparePlan } from '../gpu/prepared.ts';
import { emptyTensor, type GpuTensor, tensor } from '../gpu/tensor.ts';
import type { Conv2dPlan } from '../plan/plan.ts';
import { type Conv2dProblem, filterShapeOf, inputShapeOf, outputShapeOf } from '../problem/problem.ts';
import { createJudge, type Judge, randomValues } from './judge.ts';

/** Tensors to try plans of one problem on. */
export interface TrialTensors {
  readonly input: GpuTensor;
  readonly filter: GpuTensor;
  readonly bias: GpuTensor | undefined;
  readonly output: GpuTensor;
  readonly judge: Judge;
  destroy(): void;
}

/** A plan that is compiled and can be run on {@link TrialTensors}. */
export interface Trial {
  readonly plan: Conv2dPlan;
  /** Runs once on a cleared output and gives what it holds then. @throws where WebGPU finds fault. */
  output(): Promise<Float32Array>;
  /** Milliseconds of `count` runs. */
  timeMs(count: number): Promise<number>;
  destroy(): void;
}

/** Makes tensors of noise for `problem`. @throws OutOfMemoryError. */
export async function createTrialTensors(device: GPUDevice, problem: Conv2dProblem): Promise<TrialTensors> {
  const dtype = problem.dtype;
  const count = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
  const [inputShape, filterShape] = [inputShapeOf(problem), filterShapeOf(problem)];
  const filterData = randomValues(count(filterShape), 2);
  const biasData = problem.hasBias ? randomValues(problem.outChannels, 3) : undefined;
  const input = tensor(device, randomValues(count(inputShape), 1), inputShape, {
    dtype,
    label: 'tuning input',
  });
  const filter = tensor(device, filterData, filterShape, { dtype, label: 'tuning filter' });
  const bias = biasData && tensor(device, biasData, [problem.outChannels], { dtype, label: 'tuning bias' });
  const output = emptyTensor(device, outputShapeOf(problem), { dtype, label: 'tuning output' });
  const all = [input, filter, bias, output];
  const destroy = () => {
    for (const each of all) each?.destroy();
  };
  try {
    await Promise.all(all.map((each) => each?.checkAllocated()));
  } catch (error) {
    destroy();
    throw error;
  }
  return { input, filter, bias, output, judge: createJudge(problem, filterData, biasData), destroy };
}

/** Compiles `plan`. @throws what the compiler says, or OutOfMemoryError. */
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
      if (validation) throw new Error(validation.message);
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
