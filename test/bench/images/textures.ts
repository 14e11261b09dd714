import { randomGenerator } from '../../random.ts';

/** An rgba8 texture of a picture. */
export type PictureTexture = GPUTexture;

/** A gradient with noise, opaque, on demand without colors; always the same for the same size. */
export function createPicture(width: number, height: number, isGray = false): ImageData {
  const random = randomGenerator(width);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let index = 0; index < width * height; index++) {
    const [x, y] = [index % width, Math.floor(index / width)];
    const colors = [(200 * x) / width + 55 * random(), 255 * random(), (200 * y) / height + 55 * random()];
    data.set([...(isGray ? colors.fill(colors[0]) : colors), 255], index * 4);
  }
  // Node has no ImageData, and needs no more of it than this
  return typeof ImageData === 'undefined'
    ? { data, width, height, colorSpace: 'srgb' }
    : new ImageData(data, width, height);
}

/** The picture as a texture that can be read, written and copied. */
export function textureOf(device: GPUDevice, { data, width, height }: ImageData): PictureTexture {
  const { TEXTURE_BINDING, STORAGE_BINDING, COPY_SRC, COPY_DST } = GPUTextureUsage;
  const texture = device.createTexture({
    size: { width, height },
    format: 'rgba8unorm',
    usage: TEXTURE_BINDING | STORAGE_BINDING | COPY_SRC | COPY_DST,
  });
  device.queue.writeTexture({ texture }, data, { bytesPerRow: width * 4 }, { width, height });
  return texture;
}

/** The bytes of a texture whose rows are a multiple of 256 bytes long, as those of all rows here are. */
export async function readTexture(device: GPUDevice, texture: PictureTexture): Promise<Uint8Array> {
  const { width, height } = texture;
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ size: width * height * 4, usage });
  const encoder = device.createCommandEncoder();
  encoder.copyTextureToBuffer({ texture }, { buffer, bytesPerRow: width * 4 }, { width, height });
  device.queue.submit([encoder.finish()]);
  await buffer.mapAsync(GPUMapMode.READ);
  const bytes = new Uint8Array(buffer.getMappedRange().slice(0));
  buffer.destroy();
  return bytes;
}
