import { InvalidArgumentError } from '../../errors.ts';
import { deviceState } from '../../gpu/device_state.ts';
import { TEXTURE_USAGE } from '../../gpu/flags.ts';
import { pitchOf, type Size } from '../picture.ts';
import { drawPicture } from './image_draw.ts';

/** A canvas context or texture that a filter writes to. */
export type ImageTarget = GPUCanvasContext | GPUTexture;

/** Formats with the bytes of a picture, which can be copied. */
const COPYABLE: readonly GPUTextureFormat[] = ['rgba8unorm', 'rgba8unorm-srgb'];
const { COPY_DST, RENDER_ATTACHMENT } = TEXTURE_USAGE;

/**
 * Records the picture in `result` into the target: as a copy if size, format and usage allow that, else as a draw. A
 * canvas that is not configured yet is configured for both.
 * @throws InvalidArgumentError if the target allows neither
 */
export function recordTarget(
  device: GPUDevice,
  encoder: GPUCommandEncoder,
  result: GPUBuffer,
  size: Size,
  target: ImageTarget,
): void {
  const context = 'getCurrentTexture' in target ? target : undefined;
  const texture = context ? currentTexture(device, context) : (target as GPUTexture);
  const { width, height, format, usage } = texture;
  const isPremultiplied = context?.getConfiguration?.()?.alphaMode === 'premultiplied';
  const fits = width === size.width && height === size.height;
  if (fits && !isPremultiplied && COPYABLE.includes(format) && usage & COPY_DST) {
    const source = { buffer: result, bytesPerRow: pitchOf(width) * 4 };
    encoder.copyBufferToTexture(source, { texture }, { width, height });
  } else if (usage & RENDER_ATTACHMENT) {
    drawPicture(device, encoder, result, size, texture, isPremultiplied);
  } else {
    const needs = `usage COPY_DST, format rgba8unorm and ${size.width}×${size.height} pixels; or usage RENDER_ATTACHMENT`;
    throw new InvalidArgumentError('target', `${format} of ${width}×${height}, usage ${usage}`, needs);
  }
}

/** Resizes a canvas. A texture keeps its size. */
export function fitCanvas(target: ImageTarget, { width, height }: Size): void {
  if (!('getCurrentTexture' in target)) return;
  const { canvas } = target;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/** @throws InvalidArgumentError if it is not a target */
export function checkTarget(target: ImageTarget): void {
  const isTarget =
    target !== null &&
    typeof target === 'object' &&
    ('getCurrentTexture' in target || 'createView' in target);
  if (!isTarget)
    throw new InvalidArgumentError('target', target, "a canvas's 'webgpu' context, or a GPUTexture");
}

const configured = new WeakMap<GPUCanvasContext, GPUDevice>();

function currentTexture(device: GPUDevice, context: GPUCanvasContext): GPUTexture {
  const current = context.getConfiguration?.();
  const owner = current ? current.device : current === undefined ? configured.get(context) : undefined;
  if (owner !== device) {
    deviceState(device);
    context.configure({ device, format: 'rgba8unorm', usage: COPY_DST | RENDER_ATTACHMENT });
    configured.set(context, device);
  }
  return context.getCurrentTexture();
}
