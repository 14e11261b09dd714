import type { Dtype } from '../../src/problem/options.ts';

/** A quiet NaN that no kernel makes, in every word of memory a kernel is to fill or to leave alone. */
const POISON: Record<Dtype, number> = { float32: 0x7fc0dead, float16: 0x7ead7ead };

/** A storage buffer full of NaN. `sizeBytes` is a multiple of 4. */
export function poisonedBuffer(device: GPUDevice, sizeBytes: number, dtype: Dtype): GPUBuffer {
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
  const usage = STORAGE | COPY_SRC | COPY_DST;
  const buffer = device.createBuffer({ label: 'poisoned', size: sizeBytes, usage, mappedAtCreation: true });
  new Uint32Array(buffer.getMappedRange()).fill(POISON[dtype]);
  buffer.unmap();
  return buffer;
}

/** Elements of `bytes` that still are what {@link poisonedBuffer} put there, by their places. */
export function poisonedElements(bytes: ArrayBuffer, dtype: Dtype): number[] {
  const elements = dtype === 'float32' ? new Uint32Array(bytes) : new Uint16Array(bytes);
  const poison = dtype === 'float32' ? POISON.float32 : POISON.float16 & 0xffff;
  return Array.from(elements.keys()).filter((index) => elements[index] === poison);
}
