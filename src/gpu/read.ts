import { DeviceLostError } from '../errors.ts';
import { checkNotLost } from './device_state.ts';
import { BUFFER_USAGE, MAP_MODE } from './flags.ts';

/** Copies `sizeBytes` bytes of a buffer to the CPU. @throws DeviceLostError if the device is lost meanwhile. */
export async function readBytes(
  device: GPUDevice,
  buffer: GPUBuffer,
  offsetBytes: number,
  sizeBytes: number,
): Promise<ArrayBuffer> {
  const { MAP_READ, COPY_DST } = BUFFER_USAGE;
  const staging = device.createBuffer({ label: 'readback', size: sizeBytes, usage: MAP_READ | COPY_DST });
  const encoder = device.createCommandEncoder({ label: 'readback' });
  encoder.copyBufferToBuffer(buffer, offsetBytes, staging, 0, sizeBytes);
  device.queue.submit([encoder.finish()]);
  try {
    await staging.mapAsync(MAP_MODE.READ);
    return staging.getMappedRange().slice(0);
  } catch (error) {
    await Promise.resolve();
    checkNotLost(device);
    if (error instanceof Error && error.name === 'AbortError') {
      throw new DeviceLostError('unknown', 'a read was aborted');
    }
    throw error;
  } finally {
    staging.destroy();
  }
}
