import { createImageFilter, type ImageFilterSpec } from 'webgpu-conv/image';
import { penOf } from '../sources/planes.ts';
import { type Source, sizeOf } from '../sources/source.ts';
import { filterByReference } from './reference.ts';

/** Width of the compared pictures: the reference is slow. */
const WIDTH = 240;

/**
 * Filters the current frame once on the GPU and once by the CPU reference.
 * @returns the largest difference of any color of any pixel, out of 255
 */
export async function compareWithReference(
  device: GPUDevice,
  source: Source,
  spec: ImageFilterSpec,
): Promise<number> {
  const { width, height } = sizeOf(source.element);
  const scale = Math.min(1, WIDTH / width);
  const pen = penOf(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  pen.drawImage(source.element, 0, 0, pen.canvas.width, pen.canvas.height);
  const picture = pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);
  const [onGpu, onCpu] = [await filterOnGpu(device, picture, spec), filterByReference(picture, spec).data];
  return onCpu.reduce((largest, value, index) => Math.max(largest, Math.abs(value - onGpu[index])), 0);
}

async function filterOnGpu(
  device: GPUDevice,
  picture: ImageData,
  spec: ImageFilterSpec,
): Promise<Uint8Array> {
  const { width, height } = picture;
  const { COPY_DST, COPY_SRC, RENDER_ATTACHMENT } = GPUTextureUsage;
  const usage = COPY_DST | COPY_SRC | RENDER_ATTACHMENT;
  const texture = device.createTexture({ size: [width, height], format: 'rgba8unorm', usage });
  const bytesPerRow = Math.ceil((width * 4) / 256) * 256;
  const readback = device.createBuffer({
    size: bytesPerRow * height,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  const filter = await createImageFilter(device, spec);
  try {
    await filter.apply(picture, texture);
    const encoder = device.createCommandEncoder();
    encoder.copyTextureToBuffer({ texture }, { buffer: readback, bytesPerRow }, [width, height]);
    device.queue.submit([encoder.finish()]);
    await readback.mapAsync(GPUMapMode.READ);
    const padded = new Uint8Array(readback.getMappedRange());
    const pixels = new Uint8Array(width * height * 4);
    for (let y = 0; y < height; y++) {
      pixels.set(padded.subarray(y * bytesPerRow, y * bytesPerRow + width * 4), y * width * 4);
    }
    return pixels;
  } finally {
    filter.destroy();
    texture.destroy();
    readback.destroy();
  }
}
