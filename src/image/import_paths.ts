import type { Program } from '../gpu/program.ts';
import { pitchOf } from './picture.ts';
import type { ImageSource, SourceInfo } from './source.ts';

/**
 * How a picture came to the GPU. `external-texture`: no copy; `copy-external-image`: by the browser into a texture;
 * `image-bitmap`: the same through an ImageBitmap; `video-frame-copy`: through host memory; `pixels`: an ImageData
 * written; `texture`: a texture that is there already.
 */
export type ImportPath =
  | 'external-texture'
  | 'copy-external-image'
  | 'image-bitmap'
  | 'video-frame-copy'
  | 'pixels'
  | 'texture';

/** Shaders that import. */
export type ImportShader = 'image_frame' | 'image_texture';

/** Records the rest of an import. */
export type Recording = (encoder: GPUCommandEncoder) => void;

/** What imports write to and keep between pictures. */
export interface ImportContext {
  readonly device: GPUDevice;
  /** The `source` buffer: rows of `pitchOf(width)` words. */
  readonly target: GPUBuffer;
  /** Turns what is bound as `picture` (an external texture, a texture) into `output`; compiled when first asked for. */
  program(shader: ImportShader): Promise<Program>;
  /** A texture of the picture's size, made when first asked for. */
  texture(): GPUTexture;
  /** Host memory of the target's size, made when first asked for. */
  bytes(): Uint8Array<ArrayBuffer>;
}

type Import = (
  context: ImportContext,
  source: ImageSource,
  info: SourceInfo,
) => Promise<Recording> | Recording;

/** The ways, by name. Each throws, or makes an invalid command, where the browser lacks it. */
export const IMPORTS: Readonly<Record<ImportPath, Import>> = {
  'external-texture': async (context, source) => {
    const program = await context.program('image_frame');
    // after the wait: the texture ends with the task
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
      const stride = pitchOf(info.width) * 4;
      checkUpright(frame, info);
      await frame.copyTo(context.bytes(), { format: 'RGBA', layout: [{ offset: 0, stride }] });
    } finally {
      if (!isFrame) frame.close();
    }
    context.device.queue.writeBuffer(context.target, 0, context.bytes());
    return () => {};
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
  texture: async (context, source) => {
    const program = await context.program('image_texture');
    const view = { dimension: '2d', mipLevelCount: 1, arrayLayerCount: 1 } as const;
    const texture = (source as GPUTexture).createView(view);
    return (encoder) => program.encode(encoder, { picture: { texture }, output: output(context) });
  },
};

function copyImage(context: ImportContext, source: ImageBitmap, { width, height }: SourceInfo): Recording {
  const texture = context.texture();
  context.device.queue.copyExternalImageToTexture({ source }, { texture }, { width, height });
  return (encoder) =>
    encoder.copyTextureToBuffer(
      { texture },
      { buffer: context.target, bytesPerRow: pitchOf(width) * 4 },
      { width, height },
    );
}

/** `copyTo` gives the pixels as they are coded: not those of a turned or stretched frame. */
function checkUpright(frame: VideoFrame, { width, height }: SourceInfo): void {
  const { visibleRect } = frame;
  if (visibleRect?.width !== width || visibleRect.height !== height) {
    throw new TypeError('the frame is shown turned or stretched');
  }
}

const output = ({ target }: ImportContext) => ({ buffer: target, offsetBytes: 0, sizeBytes: target.size });
