/** Extent in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export const sameSize = (a: Size, b: Size) => a.width === b.width && a.height === b.height;

/** A picture in a buffer: rows of `pitch` pixels, a pixel one word (four 8-bit values) or two (half floats). */
export interface Picture extends Size {
  /** The buffer's name in a plan. */
  readonly buffer: string;
  readonly isHalf: boolean;
}

/** Rows start at multiples of 256 bytes, as copies between buffers and textures want them. */
const PITCH_STEP = 64;

/** Pixels from one row of a picture to the next. */
export const pitchOf = (width: number) => Math.ceil(width / PITCH_STEP) * PITCH_STEP;

/** Bytes a picture takes. */
export const pictureBytes = ({ width, height }: Size, isHalf: boolean) =>
  pitchOf(width) * height * (isHalf ? 8 : 4);
