import { InvalidArgumentError } from '../../errors.ts';
import type { Size } from '../picture.ts';

/** A picture, or the current frame of a video. */
export type ImageSource =
  | HTMLVideoElement
  | VideoFrame
  | ImageBitmap
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | ImageData
  | GPUTexture;

/** Kinds of sources. Each has import paths of its own. */
export type SourceKind = 'video' | 'frame' | 'picture' | 'pixels' | 'texture';

/** Kind, size and opacity of a source. */
export interface SourceInfo extends Size {
  readonly kind: SourceKind;
  /** Whether alpha is known to be 1 everywhere. */
  readonly isOpaque: boolean;
}

/**
 * Describes a source by its properties, not its class: in a worker most of the classes are absent.
 * @throws InvalidArgumentError if it is not a source, or has no picture yet
 */
export function describeSource(source: ImageSource): SourceInfo {
  const info = inspect(source as unknown as Readonly<Record<string, unknown>>);
  if (!info) {
    throw new InvalidArgumentError(
      'source',
      source,
      'a video, VideoFrame, ImageBitmap, image, canvas, ImageData or GPUTexture',
    );
  }
  if (!(info.width > 0 && info.height > 0)) {
    throw new InvalidArgumentError('source', `${info.width}×${info.height} pixels`, 'one that has a picture');
  }
  return info;
}

function inspect(source: Readonly<Record<string, unknown>> | null): SourceInfo | undefined {
  if (source === null || typeof source !== 'object') return undefined;
  const of = (kind: SourceKind, width: unknown, height: unknown, isOpaque = false): SourceInfo => ({
    kind,
    width: Number(width),
    height: Number(height),
    isOpaque,
  });
  if ('createView' in source) return of('texture', source.width, source.height);
  if ('videoWidth' in source) return of('video', source.videoWidth, source.videoHeight, true);
  if ('codedWidth' in source) {
    return of('frame', source.displayWidth, source.displayHeight, !/A/.test(String(source.format ?? '')));
  }
  if ('naturalWidth' in source) return of('picture', source.naturalWidth, source.naturalHeight);
  if (ArrayBuffer.isView(source.data)) return of('pixels', source.width, source.height);
  if ('width' in source && ('getContext' in source || 'close' in source)) {
    return of('picture', source.width, source.height);
  }
  return undefined;
}
