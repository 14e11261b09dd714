import type { Conv2dProblem } from '../../../src/problem/problem.ts';
import { problemOf } from '../../case.ts';
import type { Contestant, Entry } from '../contestant.ts';
import { globalNamed, loadScript } from './load.ts';
import { permute } from './permute.ts';

/** What we use of `@tensorflow/tfjs` 4 and its backend. */
export interface Tensorflow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  backend(): TfBackend;
  tensor(data: Float32Array, shape: readonly number[]): TfTensor;
  fused: Record<'conv2d' | 'depthwiseConv2d', (options: object) => TfTensor>;
}

export interface TfBackend {
  readonly device: GPUDevice;
  /** Where operations are recorded until there are enough to submit; null when there are none. */
  readonly commandEncoder: GPUCommandEncoder | null;
  endComputePassEncoder(): void;
  submitQueue(): void;
  uploadToGPU(dataId: object): void;
}

export interface TfTensor {
  readonly dataId: object;
  readonly shape: number[];
  data(): Promise<Float32Array>;
  dispose(): void;
}

/** TensorFlow.js on WebGPU: nhwc and hwio, its own and best layouts. */
export async function tfjsContestant(): Promise<Contestant> {
  await loadScript('@tensorflow/tfjs/dist/tf.min.js');
  await loadScript('@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js');
  const tf = globalNamed<Tensorflow>('tf');
  if (!(await tf.setBackend('webgpu'))) throw new Error('the webgpu backend does not start');
  await tf.ready();
  const backend = tf.backend();
  return {
    name: 'tfjs',
    async enter(row, tensors) {
      const problem = problemOf(row);
      const { groups, inChannels, outChannels, dtype } = problem;
      const isDepthwise = groups > 1 && groups === inChannels && outChannels === inChannels;
      if (groups > 1 && !isDepthwise) throw new Error('no groups');
      if (dtype !== 'float32') throw new Error('float32 only');
      const input = permute(tensors.input.data, tensors.input.shape, [0, 2, 3, 1]);
      // hwio, or [h, w, channel, multiplier]
      const filter = permute(
        tensors.filter.data,
        tensors.filter.shape,
        isDepthwise ? [2, 3, 0, 1] : [2, 3, 1, 0],
      );
      const [x, weights, bias] = [input, filter, tensors.bias].map((each) => each && uploadTo(tf, each));
      await finish(backend);
      const convolve = isDepthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d;
      const options = { x, filter: weights, bias, ...settingsOf(problem) };
      return tensorEntry(
        backend,
        () => convolve(options),
        [x, weights, bias],
        async (output) => permute(await output.data(), output.shape, [0, 3, 1, 2]).data,
      );
    },
  };
}

function settingsOf(problem: Conv2dProblem) {
  const { padTop, padBottom, padLeft, padRight } = problem;
  return {
    strides: [problem.strideHeight, problem.strideWidth],
    dilations: [problem.dilationHeight, problem.dilationWidth],
    pad: [
      [0, 0],
      [padTop, padBottom],
      [padLeft, padRight],
      [0, 0],
    ],
    dataFormat: 'NHWC',
  };
}

/** An entry that computes a tensor anew each run; `held` goes with it at the end. */
export function tensorEntry(
  backend: TfBackend,
  compute: () => TfTensor,
  held: readonly ({ dispose(): void } | undefined)[],
  read: (output: TfTensor) => ReturnType<Entry['read']> = (output) => output.data(),
): Entry {
  let last: TfTensor | undefined;
  const run = async (count: number) => {
    for (let index = 0; index < count; index++) {
      last?.dispose();
      last = compute();
    }
    await finish(backend);
  };
  return {
    first: () => run(1),
    run,
    read: () => read(last!),
    dispose() {
      for (const each of [...held, last]) each?.dispose();
    },
  };
}

/** A tensor on the GPU; by itself tfjs uploads one when it is first used. */
export function uploadTo(
  tf: Tensorflow,
  { data, shape }: { data: Float32Array; shape: readonly number[] },
): TfTensor {
  const tensor = tf.tensor(data, shape);
  tf.backend().uploadToGPU(tensor.dataId);
  return tensor;
}

/** Submits what is recorded and waits for it. */
export async function finish(backend: TfBackend): Promise<void> {
  if (backend.commandEncoder) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
  await backend.device.queue.onSubmittedWorkDone();
}
