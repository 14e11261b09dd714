import { InvalidArgumentError } from '../errors.ts';
import { checkInteger } from '../problem/validate.ts';
import { type Size, sameSize } from './picture.ts';

/** Format of a frame. Passes are planned and compiled for one format. */
export interface FrameFormat {
  /** Size of the frame. */
  readonly size: Size;
  /** Whether alpha is known to be 1 everywhere. */
  readonly isOpaque: boolean;
  /** Size that the passes compute at, at most `size`. The result has it. */
  readonly processingSize: Size;
}

/**
 * A checked, frozen format.
 * @throws InvalidArgumentError if a size is not of positive integers, or `processingSize` exceeds `size`
 */
export function frameFormat(size: Size, isOpaque: boolean, processingSize: Size = size): FrameFormat {
  const format = {
    size: checkSize('size', size),
    isOpaque,
    processingSize: checkSize('processingSize', processingSize),
  };
  if (processingSize.width > size.width || processingSize.height > size.height) {
    const got = `${processingSize.width}×${processingSize.height}`;
    throw new InvalidArgumentError(
      'processingSize',
      got,
      `at most ${size.width}×${size.height}, the source's size`,
    );
  }
  return Object.freeze(format);
}

export const sameFormat = (a: FrameFormat, b: FrameFormat) =>
  a.isOpaque === b.isOpaque && sameSize(a.size, b.size) && sameSize(a.processingSize, b.processingSize);

function checkSize(argument: string, { width, height }: Size): Size {
  checkInteger(`${argument}.width`, width, 1);
  checkInteger(`${argument}.height`, height, 1);
  return Object.freeze({ width, height });
}
