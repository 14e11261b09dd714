import type { TextureSize } from './step.ts';

/** Texels of a row, and rows, that every device has room for: the default `maxTextureDimension2D`. */
const MOST_TEXELS = 8192;

/** A texture of runs of texels that lie from end to end, so that reading on along one moves a single coordinate. */
export interface TextureRuns {
  readonly size: TextureSize;
  /** Runs of a row, a power of two: what it is a power of. */
  readonly log2: number;
}

/** A texture of `count` runs of `texels` each. Its rows have whole copies of 256 bytes where `texels` is 16 or divides 512. */
export function textureRuns(texels: number, count: number): TextureRuns {
  const log2 = Math.floor(Math.log2(MOST_TEXELS / texels));
  return { size: { width: texels * 2 ** log2, height: Math.ceil(count / 2 ** log2) }, log2 };
}

/** Whether every device has room for such a texture. */
export function hasRoom(texels: number, count: number): boolean {
  return texels <= MOST_TEXELS && textureRuns(texels, count).size.height <= MOST_TEXELS;
}
