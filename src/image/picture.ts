/** Size of a picture in pixels. */
export interface Size {
  /** Number of columns. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
}

export const sameSize = (a: Size, b: Size) => a.width === b.width && a.height === b.height;

/** A picture in a buffer: rows of `pitchOf(width)` pixels. A pixel takes one word (four 8-bit values) or two (half floats). */
export interface Picture extends Size {
  /** The buffer's name in a plan. */
  readonly buffer: string;
  readonly isHalf: boolean;
}

/** Rows of 8-bit pixels start at multiples of 256 bytes, which copies between buffers and textures require. */
const PITCH_STEP = 64;

/** Pixels from one row of a picture to the next. */
export const pitchOf = (width: number) => Math.ceil(width / PITCH_STEP) * PITCH_STEP;

/** Bytes of a picture in a buffer. */
export const pictureBytes = ({ width, height }: Size, isHalf: boolean) =>
  pitchOf(width) * height * (isHalf ? 8 : 4);
