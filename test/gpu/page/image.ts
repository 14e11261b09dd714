import {
  createImageFilter,
  type ImageFilterInput,
  type ImageSource,
  type ImageTarget,
  type ImportPath,
  type Size,
} from 'webgpu-conv/image';
import { sharedDevice } from './device.ts';
import { pixelsOf, playing, trackOf } from './live-tools.ts';
import { register } from './registry.ts';

/** A picture as it travels: rows of red, green, blue, alpha, 0 to 255. */
export interface Pixels {
  width: number;
  height: number;
  data: number[];
}

const COPY_DST = 0x02;
const COPY_SRC = 0x01;

/** Filters pixels into a texture and reads that back. */
export async function filterWhole(pixels: Pixels, spec: ImageFilterInput, by?: GPUDevice): Promise<Pixels> {
  const device = by ?? (await sharedDevice());
  const filter = await createImageFilter(device, spec);
  const target = targetTexture(device, pixels.width, pixels.height);
  const source = { ...pixels, data: Uint8ClampedArray.from(pixels.data), colorSpace: 'srgb' } as ImageData;
  try {
    await filter.apply(source, target);
    return await readTexture(device, target);
  } finally {
    target.destroy();
    filter.destroy();
  }
}

export function targetTexture(device: GPUDevice, width: number, height: number): GPUTexture {
  return device.createTexture({ size: { width, height }, format: 'rgba8unorm', usage: COPY_DST | COPY_SRC });
}

export async function readTexture(device: GPUDevice, texture: GPUTexture): Promise<Pixels> {
  const { width, height } = texture;
  const bytesPerRow = Math.ceil(width / 64) * 256;
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
  const staging = device.createBuffer({ size: bytesPerRow * height, usage });
  const encoder = device.createCommandEncoder();
  encoder.copyTextureToBuffer({ texture }, { buffer: staging, bytesPerRow }, { width, height });
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const padded = new Uint8Array(staging.getMappedRange());
  const rows = Array.from({ length: height }, (_, row) =>
    padded.subarray(row * bytesPerRow, row * bytesPerRow + width * 4),
  );
  const data = rows.flatMap((row) => [...row]);
  staging.destroy();
  return { width, height, data };
}

const opaque = ({ width, height, data }: Pixels) =>
  new ImageData(Uint8ClampedArray.from(data), width, height);

export function canvasOf(pixels: Pixels): OffscreenCanvas {
  const canvas = new OffscreenCanvas(pixels.width, pixels.height);
  canvas.getContext('2d')!.putImageData(opaque(pixels), 0, 0);
  return canvas;
}

/** The same pixels as each kind of source. */
const SOURCES: Record<string, (device: GPUDevice, pixels: Pixels) => Promise<ImageSource> | ImageSource> = {
  ImageData: (_, pixels) => opaque(pixels),
  OffscreenCanvas: (_, pixels) => canvasOf(pixels),
  HTMLCanvasElement: (_, pixels) => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: pixels.width, height: pixels.height });
    canvas.getContext('2d')!.putImageData(opaque(pixels), 0, 0);
    return canvas;
  },
  ImageBitmap: (_, pixels) => createImageBitmap(opaque(pixels)),
  HTMLImageElement: async (_, pixels) => {
    const image = new Image();
    image.src = URL.createObjectURL(await canvasOf(pixels).convertToBlob({ type: 'image/png' }));
    await image.decode();
    return image;
  },
  HTMLVideoElement: async (_, pixels) => {
    const source = trackOf(pixels);
    const video = await playing(source.track);
    // of one frame from here on: the next may come in another coding
    await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    video.pause();
    video.addEventListener('emptied', source.stop);
    return video;
  },
  VideoFrame: (_, pixels) => new VideoFrame(canvasOf(pixels), { timestamp: 0, alpha: 'discard' }),
  GPUTexture: (device, pixels) => textureOf(device, pixels, COPY_DST | 0x04),
  'GPUTexture to copy': (device, pixels) => textureOf(device, pixels, COPY_DST | COPY_SRC),
};

function textureOf(device: GPUDevice, { width, height, data }: Pixels, usage: number): GPUTexture {
  const texture = device.createTexture({ size: { width, height }, format: 'rgba8unorm', usage });
  const rows = { bytesPerRow: width * 4 };
  device.queue.writeTexture({ texture }, Uint8Array.from(data), rows, { width, height });
  return texture;
}

/** Filters one kind of source, brought in one way; the result and the way it took. */
async function filterSource(
  kind: string,
  pixels: Pixels,
  spec: ImageFilterInput,
  importPaths?: ImportPath[],
) {
  const device = await sharedDevice();
  const source = await SOURCES[kind](device, pixels);
  const filter = await createImageFilter(device, spec, { importPaths });
  const target = targetTexture(device, pixels.width, pixels.height);
  await filter.apply(source, target);
  await filter.apply(source, target);
  const result = await readTexture(device, target);
  const { importPath } = filter;
  target.destroy();
  filter.destroy();
  if ('close' in source) source.close();
  return { importPath, pixels: result };
}

/** A frame as cameras and decoders give it: planes of 8-bit values, one after the other. */
export interface CodedFrame {
  format: 'NV12' | 'I420';
  width: number;
  height: number;
  /** What is to be seen of it, from its upper left corner on. */
  visible: { width: number; height: number };
  bytes: number[];
  colorSpace: VideoColorSpaceInit;
}

/** What a coded frame looks like to a filter that changes nothing. */
async function filterCodedFrame({ bytes, visible, ...coded }: CodedFrame): Promise<Pixels> {
  const device = await sharedDevice();
  const frame = new VideoFrame(Uint8Array.from(bytes), {
    format: coded.format,
    codedWidth: coded.width,
    codedHeight: coded.height,
    visibleRect: { x: 0, y: 0, ...visible },
    colorSpace: coded.colorSpace,
    timestamp: 0,
  });
  const filter = await createImageFilter(device, 'identity', { importPaths: ['video-frame-copy'] });
  const target = targetTexture(device, visible.width, visible.height);
  await filter.apply(frame, target);
  await filter.apply(frame, target);
  const result = await readTexture(device, target);
  for (const each of [filter, target]) each.destroy();
  frame.close();
  return result;
}

/** Filters onto a canvas, configured as told, of another size where told; what the canvas then shows. */
async function filterToCanvas(
  pixels: Pixels,
  spec: ImageFilterInput,
  configuration?: Omit<GPUCanvasConfiguration, 'device'>,
  size = { width: pixels.width, height: pixels.height },
): Promise<Pixels> {
  const device = await sharedDevice();
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('webgpu') as GPUCanvasContext;
  if (configuration) context.configure({ device, ...configuration });
  const filter = await createImageFilter(device, spec);
  await filter.apply(opaque(pixels), context);
  const shown = new OffscreenCanvas(size.width, size.height).getContext('2d')!;
  shown.drawImage(canvas, 0, 0);
  filter.destroy();
  return { ...size, data: [...shown.getImageData(0, 0, size.width, size.height).data] };
}

/** What a target shows once something was drawn on it, in the task that drew. */
const TARGETS: Record<
  string,
  (device: GPUDevice, size: Size) => { target: ImageTarget; read: () => Pixels | Promise<Pixels> }
> = {
  'canvas context': (_, size) => canvasTarget(Object.assign(document.createElement('canvas'), size), size),
  'offscreen canvas context': (_, size) => canvasTarget(new OffscreenCanvas(size.width, size.height), size),
  GPUTexture: (device, { width, height }) => {
    const target = targetTexture(device, width, height);
    return { target, read: () => readTexture(device, target).finally(() => target.destroy()) };
  },
};

function canvasTarget(canvas: HTMLCanvasElement | OffscreenCanvas, { width, height }: Size) {
  const target = canvas.getContext('webgpu') as GPUCanvasContext;
  return { target, read: () => pixelsOf(canvas, width, height) };
}

/**
 * Filters one kind of source onto one kind of target: what the target shows, and what was filtered. Of a video that is what the
 * identity makes of it: browsers have more than one way from its colors to ours.
 */
async function filterOnto(kind: string, targetKind: string, pixels: Pixels, spec: ImageFilterInput) {
  const device = await sharedDevice();
  const source = await SOURCES[kind](device, pixels);
  const filter = await createImageFilter(device, spec);
  const { width, height } = pixels;
  const { target, read } = TARGETS[targetKind](device, { width, height });
  // the first picture tries the way out, the second takes it
  await filter.apply(source, target);
  await filter.apply(source, target);
  const shown = await read();
  const original = 'videoWidth' in source ? await identityOf(source, pixels, filter.importPath) : pixels;
  if ('videoWidth' in source) source.srcObject = null;
  if ('close' in source) source.close();
  filter.destroy();
  return { shown, original };
}

async function identityOf(
  source: HTMLVideoElement,
  { width, height }: Size,
  importPath?: ImportPath,
): Promise<Pixels> {
  const filter = await createImageFilter(await sharedDevice(), 'identity', {
    importPaths: importPath && [importPath],
  });
  const target = targetTexture(filter.device, width, height);
  await filter.apply(source, target);
  filter.destroy();
  return readTexture(filter.device, target).finally(() => target.destroy());
}

register({ filterPixels: filterWhole, filterSource, filterCodedFrame, filterToCanvas, filterOnto });
