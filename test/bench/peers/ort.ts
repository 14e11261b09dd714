import { problemOf } from '../../case.ts';
import type { Contestant } from '../contestant.ts';
import { loadModule, PEERS_URL } from './load.ts';
import { convModel, tinyModel } from './onnx.ts';

/** What we use of `onnxruntime-web` 1.30. */
interface OnnxRuntime {
  env: {
    wasm: { wasmPaths: string; numThreads: number };
    webgpu: { device: Promise<GPUDevice> };
    logLevel: string;
  };
  InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  Tensor: {
    new (type: 'float32', data: Float32Array, shape: readonly number[]): OrtTensor;
    fromGpuBuffer(buffer: GPUBuffer, options: object): OrtTensor;
  };
}

export interface Session {
  readonly inputNames: readonly string[];
  run(
    feeds: Record<string, OrtTensor>,
    fetches?: Record<string, OrtTensor>,
  ): Promise<Record<string, OrtTensor>>;
  release(): Promise<void>;
}

export interface OrtTensor {
  readonly dims: readonly number[];
  getData(): Promise<Float32Array>;
  dispose(): void;
}

/** The runtime and its device, once its contestant has started it. */
export async function startedOrt(): Promise<{ ort: OnnxRuntime; device: GPUDevice }> {
  const ort = await loadModule<OnnxRuntime>('onnxruntime-web/dist/ort.webgpu.min.mjs');
  return { ort, device: await ort.env.webgpu.device };
}

/** ONNX Runtime Web on WebGPU: filter and bias in the model, input and output in buffers of its own device. */
export async function ortContestant(): Promise<Contestant> {
  const ort = await loadModule<OnnxRuntime>('onnxruntime-web/dist/ort.webgpu.min.mjs');
  ort.env.wasm.wasmPaths = new URL(`${PEERS_URL}/onnxruntime-web/dist/`, location.href).href;
  ort.env.logLevel = 'error';
  // stays open: the runtime drops its device with its last session
  const tiny = await ort.InferenceSession.create(tinyModel(), optionsFor('NCHW'));
  await tiny.run({ x: new ort.Tensor('float32', Float32Array.of(1), [1]) });
  const device = await ort.env.webgpu.device;
  return {
    name: 'ort',
    async enter(row, { input, filter, bias }) {
      const problem = problemOf(row);
      if (problem.dtype !== 'float32') throw new Error('float32 only');
      const { batch, outChannels, outHeight, outWidth } = problem;
      const x = storageBuffer(device, input.data.byteLength);
      device.queue.writeBuffer(x, 0, input.data);
      const y = storageBuffer(device, batch * outChannels * outHeight * outWidth * 4);
      await device.queue.onSubmittedWorkDone();
      const wrap = (buffer: GPUBuffer, dims: readonly number[]) =>
        ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims });
      const feeds = { x: wrap(x, input.shape) };
      const fetches = { y: wrap(y, [batch, outChannels, outHeight, outWidth]) };
      // measured on SwiftShader: nchw is 3 times quicker at 1×1 and twice with groups, nhwc twice at 3×3
      const isPlain = problem.groups === 1 && problem.filterHeight * problem.filterWidth > 1;
      const options = optionsFor(isPlain ? 'NHWC' : 'NCHW');
      const model = convModel(problem, filter, bias);
      let session: Session | undefined;
      const run = async (count: number) => {
        for (let index = 0; index < count; index++) await session!.run(feeds, fetches);
        await device.queue.onSubmittedWorkDone();
      };
      return {
        async first() {
          session = await ort.InferenceSession.create(model, options);
          await run(1);
        },
        run,
        read: () => readBuffer(device, y),
        dispose() {
          session?.release();
          x.destroy();
          y.destroy();
        },
      };
    },
  };
}

export function optionsFor(preferredLayout: 'NCHW' | 'NHWC') {
  return { executionProviders: [{ name: 'webgpu', preferredLayout }] };
}

function storageBuffer(device: GPUDevice, size: number): GPUBuffer {
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
  return device.createBuffer({ size, usage: STORAGE | COPY_SRC | COPY_DST });
}

async function readBuffer(device: GPUDevice, buffer: GPUBuffer): Promise<Float32Array> {
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const staging = device.createBuffer({ size: buffer.size, usage });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const values = new Float32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  return values;
}
