import { tensor, tensorFromBuffer } from '../../../src/index.ts';
import { type Operator, operators, prepare } from '../../../src/nn/index.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

/** A tensor as JSON carries it. */
export interface PlainTensor {
  data: number[];
  shape: number[];
}

const SENTINEL = 0x5a;
const GUARD_BYTES = 256;
/** A NaN as little-endian bytes, and so a NaN wherever it starts on an element. */
const NAN_BYTES = { float32: [0, 0, 0xc0, 0x7f], float16: [0, 0x7e] };

/**
 * Prepares an operator and runs it, its inputs stored as the operator says, and gives its outputs. Outputs are filled with
 * NaN first and end in a guard; one that keeps a NaN or loses its guard throws.
 */
async function runOperator(
  kind: keyof typeof operators,
  init: never,
  inputs: Record<string, PlainTensor>,
): Promise<Record<string, PlainTensor>> {
  const device = await sharedDevice();
  const operator: Operator = operators[kind](init);
  const prepared = await prepare(device, operator);
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, { data, shape }]) => {
      const { dtype } = operator.inputs[name] ?? operator.outputs[name];
      return [name, tensor(device, data, shape, { dtype })];
    }),
  );
  const guarded = Object.entries(operator.outputs).map(([name, { shape, dtype }]) => {
    const nan = NAN_BYTES[dtype];
    const sizeBytes = shape.reduce((product, size) => product * size, nan.length);
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const size = 4 * Math.ceil(sizeBytes / 4) + GUARD_BYTES;
    const buffer = device.createBuffer({ size, usage: STORAGE | COPY_SRC | COPY_DST });
    const fill = Uint8Array.from({ length: size }, (_, at) =>
      at < sizeBytes ? nan[at % nan.length] : SENTINEL,
    );
    device.queue.writeBuffer(buffer, 0, fill);
    const view = tensorFromBuffer(device, buffer, shape, { dtype });
    if (inputs[name]) view.write(inputs[name].data);
    return { name, shape, sizeBytes, nan, buffer, view };
  });
  for (const { name, view } of guarded) tensors[name] = view;
  const encoder = device.createCommandEncoder();
  prepared.encode(encoder, tensors);
  device.queue.submit([encoder.finish()]);
  const outputs: Record<string, PlainTensor> = {};
  for (const { name, shape, sizeBytes, nan, buffer, view } of guarded) {
    const bytes = await bytesIn(device, buffer);
    for (let at = 0; at < sizeBytes; at += nan.length) {
      if (nan.every((byte, index) => bytes[at + index] === byte))
        throw new Error(`${kind}: ${name} was not written everywhere`);
    }
    if (bytes.subarray(sizeBytes).some((byte) => byte !== SENTINEL))
      throw new Error(`${kind}: wrote past ${name}`);
    outputs[name] = { data: Array.from(await view.read()), shape: [...shape] };
    buffer.destroy();
  }
  for (const [name, made] of Object.entries(tensors)) if (!(name in operator.outputs)) made.destroy();
  prepared.destroy();
  return outputs;
}

async function bytesIn(device: GPUDevice, buffer: GPUBuffer): Promise<Uint8Array> {
  const words = await tensorFromBuffer(device, buffer, [buffer.size / 4]).read();
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

register({ runOperator });
