import { TEXTURE_USAGE } from '../../gpu/flags.ts';
import { pitchOf } from '../picture.ts';
import { codingOf, planesLayout, planesStep } from './image_planes.ts';
import type { ImportContext } from './import_context.ts';
import { frameStep, textureStep } from './import_steps.ts';
import type { ImageSource, SourceInfo } from './source.ts';

/**
 * How a picture is imported to the GPU. `external-texture`: without a copy. `copy-external-image`: the browser copies it
 * into a texture. `image-bitmap`: the same, through an ImageBitmap. `video-frame-copy`: through host memory. `pixels`: an
 * ImageData is uploaded. `texture`: it is a texture already.
 */
export type ImportPath =
  | 'external-texture'
  | 'copy-external-image'
  | 'image-bitmap'
  | 'video-frame-copy'
  | 'pixels'
  | 'texture';

/** Records the part of an import that goes into a command encoder. */
export type Recording = (encoder: GPUCommandEncoder) => void;

type Import = (
  context: ImportContext,
  source: ImageSource,
  info: SourceInfo,
) => Promise<Recording> | Recording;

/** Imports by path. Each throws, or records an invalid command, if the browser does not support it. */
export const IMPORTS: Readonly<Record<ImportPath, Import>> = {
  'external-texture': async (context, source, info) => {
    const program = await context.program(frameStep(info));
    // imported after the wait: the texture expires with the task
    const texture = context.device.importExternalTexture({ source: source as HTMLVideoElement | VideoFrame });
    return (encoder) => program.encode(encoder, { picture: { texture }, output: output(context) });
  },
  'copy-external-image': (context, source, info) => copyImage(context, source as ImageBitmap, info),
  'image-bitmap': async (context, source, info) => {
    const bitmap = await createImageBitmap(source as ImageBitmap, { premultiplyAlpha: 'none' });
    const recording = copyImage(context, bitmap, info);
    bitmap.close();
    return recording;
  },
  'video-frame-copy': async (context, source, info) => {
    const isFrame = info.kind === 'frame';
    const frame = isFrame ? (source as VideoFrame) : new VideoFrame(source as HTMLVideoElement);
    try {
      checkUpright(frame, info);
      return await copyFrame(context, frame, info);
    } finally {
      if (!isFrame) frame.close();
    }
  },
  pixels: (context, source, { width, height }) => {
    const { data } = source as ImageData;
    const bytes = context.bytes();
    const stride = pitchOf(width) * 4;
    for (let row = 0; row < height; row++) {
      bytes.set(data.subarray(row * width * 4, (row + 1) * width * 4), row * stride);
    }
    context.device.queue.writeBuffer(context.target, 0, bytes);
    return () => {};
  },
  texture: async (context, source, info) => {
    const texture = source as GPUTexture;
    if (texture.format === 'rgba8unorm' && texture.usage & TEXTURE_USAGE.COPY_SRC) {
      return (encoder) => copyTexture(context, encoder, texture, info);
    }
    const program = await context.program(textureStep(info));
    const view = { dimension: '2d', mipLevelCount: 1, arrayLayerCount: 1 } as const;
    const picture = { texture: texture.createView(view) };
    return (encoder) => program.encode(encoder, { picture, output: output(context) });
  },
};

function copyImage(context: ImportContext, source: ImageBitmap, info: SourceInfo): Recording {
  const texture = context.texture();
  const { width, height } = info;
  context.device.queue.copyExternalImageToTexture({ source }, { texture }, { width, height });
  return (encoder) => copyTexture(context, encoder, texture, info);
}

function copyTexture(
  context: ImportContext,
  encoder: GPUCommandEncoder,
  texture: GPUTexture,
  { width, height }: SourceInfo,
): void {
  const target = { buffer: context.target, bytesPerRow: pitchOf(width) * 4 };
  encoder.copyTextureToBuffer({ texture }, target, { width, height });
}

/** Copies the frame as coded if {@link planesStep} can read it: the browser's conversion takes ten times as long as the copy. */
async function copyFrame(context: ImportContext, frame: VideoFrame, info: SourceInfo): Promise<Recording> {
  const coding = codingOf(frame);
  const { queue } = context.device;
  if (!coding) {
    const stride = pitchOf(info.width) * 4;
    await frame.copyTo(context.bytes(), { format: 'RGBA', layout: [{ offset: 0, stride }] });
    queue.writeBuffer(context.target, 0, context.bytes());
    return () => {};
  }
  const { layout, sizeBytes } = planesLayout(info, coding);
  const program = await context.program(planesStep(info, coding));
  await frame.copyTo(context.bytes(), { layout });
  queue.writeBuffer(context.planes(), 0, context.bytes(), 0, sizeBytes);
  const picture = { buffer: context.planes(), offsetBytes: 0, sizeBytes };
  return (encoder) => program.encode(encoder, { picture, output: output(context) });
}

/** This picture needs another path; the next one of its kind may not. */
export class PathMismatchError extends Error {}

/** `copyTo` ignores rotation, mirroring and scaling of the frame. */
function checkUpright(frame: VideoFrame, { width, height }: SourceInfo): void {
  // not in TypeScript's library yet: https://www.w3.org/TR/webcodecs/#videoframe-interface
  const { visibleRect, rotation, flip } = frame as VideoFrame & { rotation?: number; flip?: boolean };
  if (rotation || flip || visibleRect?.width !== width || visibleRect.height !== height) {
    throw new PathMismatchError('the frame is shown rotated, mirrored or scaled');
  }
}

const output = ({ target }: ImportContext) => ({ buffer: target, offsetBytes: 0, sizeBytes: target.size });
