import type { Entry } from '../contestant.ts';
import { type OrtTensor, optionsFor, type Session, startedOrt } from './ort.ts';
import { permute } from './permute.ts';

/**
 * A model of one input and one output run by ONNX Runtime Web, which its contestant has started. Input and output are
 * NCHW in the file, and stay on the GPU between runs; `isNhwc` says that `input` and what `read()` gives are not.
 */
export async function enterOrtModel(
  file: Uint8Array,
  input: { readonly data: Float32Array; readonly shape: readonly number[] },
  isNhwc: boolean,
): Promise<Entry> {
  const { ort, device } = await startedOrt();
  const given = isNhwc ? permute(input.data, input.shape, [0, 3, 1, 2]) : input;
  const buffer = device.createBuffer({
    size: given.data.byteLength,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(buffer, 0, Float32Array.from(given.data));
  await device.queue.onSubmittedWorkDone();
  let session: Session | undefined;
  let last: OrtTensor | undefined;
  const run = async (count: number) => {
    for (let index = 0; index < count; index++) {
      last?.dispose();
      const x = ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: given.shape });
      last = Object.values(await session!.run({ [session!.inputNames[0]]: x }))[0];
    }
    await device.queue.onSubmittedWorkDone();
  };
  return {
    async first() {
      const options = { ...optionsFor('NHWC'), preferredOutputLocation: 'gpu-buffer' };
      session = await ort.InferenceSession.create(file, options);
      await run(1);
    },
    run,
    async read() {
      const data = await last!.getData();
      return isNhwc ? permute(data, last!.dims, [0, 2, 3, 1]).data : data;
    },
    dispose() {
      last?.dispose();
      session?.release();
      buffer.destroy();
    },
  };
}
