import type { OwnedBuffer, TextureSize } from '../wgsl/step.ts';

/** Texels of a row, and rows, that every device but those of the compatibility mode has: the default `maxTextureDimension2D`. */
export const MAX_TEXELS = 8192;

/** A texture of runs of texels that lie from end to end, so that reading on along one moves a single coordinate. */
export interface TextureRuns {
  readonly size: TextureSize;
  /** Runs of a row, a power of two: what it is a power of. */
  readonly log2: number;
}

/** Rows of a copy take whole 256 bytes. */
const ALIGNED_TEXELS = 16;
const MIN_RUNS_LOG2 = Math.log2(ALIGNED_TEXELS);

/**
 * A texture of `count` runs of `texels` each, no more of a row than there is room for, or than the next power of two from
 * `ofRow`: give that where textures of another `count` have to be alike.
 */
export function textureRuns(texels: number, count: number, ofRow = count): TextureRuns {
  const room = Math.floor(Math.log2(MAX_TEXELS / texels));
  const log2 = Math.min(room, Math.max(MIN_RUNS_LOG2, Math.ceil(Math.log2(ofRow))));
  return { size: { width: texels * 2 ** log2, height: Math.ceil(count / 2 ** log2) }, log2 };
}

/** Whether every device has room for such a texture, in rows that can be copied. */
export function hasRoom(texels: number, count: number, ofRow = count): boolean {
  if (texels > MAX_TEXELS) return false;
  const { width, height } = textureRuns(texels, count, ofRow).size;
  return width % ALIGNED_TEXELS === 0 && height <= MAX_TEXELS;
}

/** A buffer that is sampled: the texture's texels, row by row. */
export function sampledBuffer(texture: TextureSize, lifetime: OwnedBuffer['lifetime']): OwnedBuffer {
  return { sizeBytes: texture.width * texture.height * 16, lifetime, texture };
}
