import type { OwnedBuffer, TextureSize } from '../wgsl/step.ts';

/** Maximum texels per row, and rows. The default `maxTextureDimension2D`: only compatibility mode has less. */
export const MAX_TEXELS = 8192;

/** A texture of runs of texels laid end to end: reading along a run changes one coordinate. */
export interface TextureRuns {
  readonly size: TextureSize;
  /** Base-2 logarithm of the runs per row. */
  readonly log2: number;
}

/** Copies need rows of a multiple of 256 bytes. */
const ALIGNED_TEXELS = 16;
const MIN_RUNS_LOG2 = Math.log2(ALIGNED_TEXELS);

/**
 * A texture of `count` runs of `texels` each. A row holds as many as fit, but at most the next power of two from
 * `ofRow`. Textures that must have equal rows pass the same `ofRow`.
 */
export function textureRuns(texels: number, count: number, ofRow = count): TextureRuns {
  const room = Math.floor(Math.log2(MAX_TEXELS / texels));
  const log2 = Math.min(room, Math.max(MIN_RUNS_LOG2, Math.ceil(Math.log2(ofRow))));
  return { size: { width: texels * 2 ** log2, height: Math.ceil(count / 2 ** log2) }, log2 };
}

/** Whether every device can hold and copy such a texture. */
export function hasRoom(texels: number, count: number, ofRow = count): boolean {
  if (texels > MAX_TEXELS) return false;
  const { width, height } = textureRuns(texels, count, ofRow).size;
  return width % ALIGNED_TEXELS === 0 && height <= MAX_TEXELS;
}

/** A buffer with a texture copy; it holds the texels row by row. */
export function sampledBuffer(texture: TextureSize, lifetime: OwnedBuffer['lifetime']): OwnedBuffer {
  return { sizeBytes: texture.width * texture.height * 16, lifetime, texture };
}
