import { loadPeer } from '../peers/load.mjs';

interface OrtTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

interface Session {
  run(feeds: Record<string, OrtTensor>): Promise<Record<string, OrtTensor>>;
  release(): Promise<void>;
}

/** What we use of ONNX Runtime. */
interface Ort {
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => OrtTensor;
  InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  env: { wasm: { numThreads: number } };
}

/** Runs a model of one input `x` and one output `y`. */
export type RunOnnx = (
  model: Uint8Array,
  x: { data: Float32Array; shape: readonly number[] },
) => Promise<{ data: number[]; shape: number[] }>;

/** ONNX Runtime compiled to WebAssembly, or undefined where `test/peers` is not installed. */
export async function loadOnnxRuntime(): Promise<RunOnnx | undefined> {
  const ort = (await loadPeer('onnxruntime-web').catch(() => undefined)) as Ort | undefined;
  if (!ort) return undefined;
  ort.env.wasm.numThreads = 1;
  return async (model, { data, shape }) => {
    const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
    const { y } = await session.run({ x: new ort.Tensor('float32', data, shape) });
    await session.release();
    return { data: Array.from(y.data), shape: [...y.dims] };
  };
}
