import { tensor, tensorFromBuffer } from '../../../src/index.ts';
import { type Operator, operators, prepare } from '../../../src/nn/index.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

/** A tensor as JSON carries it. */
export interface PlainTensor {
  data: number[];
  shape: number[];
}

const NAN_BITS = 0x7fc00000;
const SENTINEL = 0x5a5a5a5a;
const GUARD_WORDS = 64;

/**
 * Prepares an operator, runs it twice in one encoder and gives its outputs. Outputs are filled with NaN first and end
 * in a guard; one that keeps a NaN or loses its guard throws.
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
    Object.entries(inputs).map(([name, { data, shape }]) => [name, tensor(device, data, shape)]),
  );
  const guarded = Object.entries(operator.outputs).map(([name, { shape }]) => {
    const words = shape.reduce((product, size) => product * size, 1);
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const size = (words + GUARD_WORDS) * 4;
    const buffer = device.createBuffer({ size, usage: STORAGE | COPY_SRC | COPY_DST });
    const fill = new Uint32Array(words + GUARD_WORDS).fill(NAN_BITS, 0, words).fill(SENTINEL, words);
    const initial = inputs[name];
    if (initial) fill.set(new Uint32Array(Float32Array.from(initial.data).buffer));
    device.queue.writeBuffer(buffer, 0, fill);
    return { name, shape, words, buffer, whole: tensorFromBuffer(device, buffer, [words + GUARD_WORDS]) };
  });
  for (const { name, shape, buffer } of guarded) tensors[name] = tensorFromBuffer(device, buffer, shape);
  const encoder = device.createCommandEncoder();
  prepared.encode(encoder, tensors);
  device.queue.submit([encoder.finish()]);
  const outputs: Record<string, PlainTensor> = {};
  for (const { name, shape, words, whole } of guarded) {
    const values = await whole.read();
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    if (bits.subarray(0, words).includes(NAN_BITS))
      throw new Error(`${kind}: ${name} was not written everywhere`);
    if (bits.subarray(words).some((word) => word !== SENTINEL))
      throw new Error(`${kind}: wrote past ${name}`);
    outputs[name] = { data: Array.from(values.subarray(0, words)), shape: [...shape] };
    whole.buffer.destroy();
  }
  for (const [name, made] of Object.entries(tensors)) if (!(name in operator.outputs)) made.destroy();
  prepared.destroy();
  return outputs;
}

register({ runOperator });
