import { problemOf } from '../../case.ts';
import type { CaseTensor } from '../../data.ts';
import type { Contestant } from '../contestant.ts';
import { loadModule } from './load.ts';

/** What we use of `@jax-js/jax` 0.1. */
interface Jax {
  init(...devices: string[]): Promise<string[]>;
  defaultDevice(device: string): string;
  getWebGPUDevice(): GPUDevice;
  devicePut(array: JaxArray, device: string): Promise<JaxArray>;
  numpy: { array(data: Float32Array, options: { shape: readonly number[] }): JaxArray };
  jit<F>(f: F): F;
  lax: {
    convGeneralDilated(
      input: JaxArray,
      filter: JaxArray,
      strides: number[],
      padding: [number, number][],
      options: { rhsDilation: number[]; featureGroupCount: number },
    ): JaxArray;
  };
}

interface JaxArray {
  /** One more reference: every use of an array takes one. */
  readonly ref: JaxArray;
  add(other: JaxArray): JaxArray;
  /** Submits what the array waits for; consumes a reference, as all methods do. */
  gpuBuffer(): Promise<GPUBuffer>;
  data(): Promise<Float32Array>;
  blockUntilReady(): Promise<JaxArray>;
  dispose(): void;
}

/** jax-js on WebGPU: a jitted function of input, filter and bias, nchw as it prefers. */
export async function jaxContestant(): Promise<Contestant> {
  const jax = await loadModule<Jax>('@jax-js/jax/dist/index.js');
  const started = await jax.init('webgpu');
  if (!started.includes('webgpu')) throw new Error('the webgpu backend does not start');
  jax.defaultDevice('webgpu');
  const { queue } = jax.getWebGPUDevice();
  const resident = async ({ data, shape }: Pick<CaseTensor, 'data' | 'shape'>) => {
    const array = await jax.devicePut(jax.numpy.array(data, { shape }), 'webgpu');
    return array.blockUntilReady();
  };
  return {
    name: 'jax',
    async enter(row, tensors) {
      const problem = problemOf(row);
      if (problem.dtype !== 'float32') throw new Error('float32 only');
      const { padTop, padBottom, padLeft, padRight, outChannels } = problem;
      const zeros = new Float32Array(outChannels);
      const operands = await Promise.all([
        resident(tensors.input),
        resident(tensors.filter),
        resident({ data: tensors.bias?.data ?? zeros, shape: [1, outChannels, 1, 1] }),
      ]);
      const padding: [number, number][] = [
        [padTop, padBottom],
        [padLeft, padRight],
      ];
      const convolve = jax.jit((input: JaxArray, filter: JaxArray, bias: JaxArray) =>
        jax.lax
          .convGeneralDilated(input, filter, [problem.strideHeight, problem.strideWidth], padding, {
            rhsDilation: [problem.dilationHeight, problem.dilationWidth],
            featureGroupCount: problem.groups,
          })
          .add(bias),
      );
      let last: JaxArray | undefined;
      const run = async (count: number) => {
        const [input, filter, bias] = operands;
        for (let index = 0; index < count; index++) {
          last?.dispose();
          last = convolve(input.ref, filter.ref, bias.ref);
          await last.ref.gpuBuffer();
        }
        await queue.onSubmittedWorkDone();
      };
      return {
        first: () => run(1),
        run,
        read: () => last!.ref.data(),
        dispose() {
          for (const each of [...operands, last]) each?.dispose();
        },
      };
    },
  };
}
