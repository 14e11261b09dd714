import { DeviceLostError, InvalidArgumentError, OutOfMemoryError } from '../errors.ts';
import { causeOf, checkNotLost } from './device_state.ts';
import { BUFFER_USAGE, MAP_MODE } from './flags.ts';

/**
 * Copies `sizeBytes` bytes of a buffer to the CPU. The copy is submitted at once, so the buffer may be destroyed or
 * written again before the promise resolves.
 * @throws OutOfMemoryError, InvalidArgumentError if the buffer cannot be copied, DeviceLostError.
 */
export async function readBytes(
  device: GPUDevice,
  buffer: GPUBuffer,
  offsetBytes: number,
  sizeBytes: number,
): Promise<ArrayBuffer> {
  const { MAP_READ, COPY_DST } = BUFFER_USAGE;
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  const staging = device.createBuffer({ label: 'readback', size: sizeBytes, usage: MAP_READ | COPY_DST });
  const encoder = device.createCommandEncoder({ label: 'readback' });
  encoder.copyBufferToBuffer(buffer, offsetBytes, staging, 0, sizeBytes);
  device.queue.submit([encoder.finish()]);
  const mapped = staging.mapAsync(MAP_MODE.READ);
  const errors = [device.popErrorScope(), device.popErrorScope()];
  try {
    const [copied, ...found] = await Promise.allSettled([mapped, ...errors]);
    checkNotLost(device);
    const [memory, invalid] = found.map((each) => (each.status === 'fulfilled' ? each.value : null));
    if (memory) throw new OutOfMemoryError(`no GPU memory to read ${sizeBytes} bytes: ${memory.message}`);
    if (invalid)
      throw new InvalidArgumentError('buffer', invalid.message, 'a live buffer with usage COPY_SRC');
    if (copied.status === 'rejected') throw await readError(copied.reason, device);
    return staging.getMappedRange().slice(0);
  } finally {
    staging.destroy();
  }
}

/** The platform aborts a map only if the device goes away, which it may report later. */
async function readError(error: unknown, device: GPUDevice): Promise<unknown> {
  const isAborted = error instanceof Error && error.name === 'AbortError';
  return isAborted ? new DeviceLostError('unknown', 'a read was aborted') : causeOf(error, device);
}
