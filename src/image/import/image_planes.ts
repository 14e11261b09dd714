import shader from '../../../shaders/image/image_planes.wgsl';
import { caller, read, write } from '../../wgsl/bindings.ts';
import type { StepInit } from '../../wgsl/step.ts';
import { pitchOf, type Size } from '../picture.ts';

/** How a frame stores luma and chroma, and the colors they stand for. */
export interface FrameCoding {
  readonly isPlanar: boolean;
  readonly matrix: keyof typeof LUMA_WEIGHTS;
  readonly isFullRange: boolean;
}

/** Weights of red and blue in luma, by WebCodecs' names of the matrices. */
const LUMA_WEIGHTS = {
  bt709: [0.2126, 0.0722],
  bt470bg: [0.299, 0.114],
  smpte170m: [0.299, 0.114],
} as const;

/** Primaries and transfers of ordinary video. Browsers show their values unchanged. */
const ORDINARY: readonly unknown[] = ['bt709', 'bt470bg', 'smpte170m', 'iec61966-2-1', null];

/** The coding of a frame, or undefined if {@link planesStep} cannot read it. */
export function codingOf({ format, colorSpace, visibleRect }: VideoFrame): FrameCoding | undefined {
  const { matrix, fullRange, primaries, transfer } = colorSpace;
  const isOrdinary = ORDINARY.includes(primaries) && ORDINARY.includes(transfer);
  const isWhole = visibleRect !== null && visibleRect.x % 2 === 0 && visibleRect.y % 2 === 0;
  if (!isOrdinary || !isWhole || (format !== 'NV12' && format !== 'I420')) return undefined;
  if (matrix === null || !Object.hasOwn(LUMA_WEIGHTS, matrix) || fullRange === null) return undefined;
  return {
    isPlanar: format === 'I420',
    matrix: matrix as FrameCoding['matrix'],
    isFullRange: fullRange,
  };
}

/** Layout of a frame's planes, as `VideoFrame.copyTo` takes it, and their bytes together. */
export function planesLayout({ width, height }: Size, { isPlanar }: FrameCoding) {
  const stride = strideOf(width);
  const [colors, halfHeight] = [stride * height, Math.ceil(height / 2)];
  const plane = (offset: number, bytes: number): PlaneLayout => ({ offset, stride: bytes });
  const layout = isPlanar
    ? [plane(0, stride), plane(colors, stride / 2), plane(colors + (stride / 2) * halfHeight, stride / 2)]
    : [plane(0, stride), plane(colors, stride)];
  return { layout, sizeBytes: planesBytes({ width, height }) };
}

/** Bytes of a frame's planes: the same for planar and interleaved chroma. */
export const planesBytes = ({ width, height }: Size) => strideOf(width) * (height + Math.ceil(height / 2));

/** Luma rows start at multiples of 8 bytes, so that chroma rows of half the size start at whole words. */
const strideOf = (width: number) => Math.ceil(width / 8) * 8;

/** The step that converts a frame's planes, bound as `picture`, to pixels in `output`. */
export function planesStep(size: Size, { isPlanar, matrix, isFullRange }: FrameCoding): StepInit {
  const { width, height } = size;
  const [red, blue] = LUMA_WEIGHTS[matrix];
  const green = 1 - red - blue;
  const depth = isFullRange ? 1 : 255 / 224;
  return {
    shader,
    constants: {
      WIDTH: width,
      HEIGHT: height,
      PITCH: pitchOf(width),
      STRIDE: strideOf(width),
      IS_PLANAR: isPlanar,
      BLACK: isFullRange ? 0 : 16 / 255,
      CONTRAST: isFullRange ? 1 : 255 / 219,
      RED_FROM_CR: 2 * (1 - red) * depth,
      GREEN_FROM_CB: ((-2 * (1 - blue) * blue) / green) * depth,
      GREEN_FROM_CR: ((-2 * (1 - red) * red) / green) * depth,
      BLUE_FROM_CB: 2 * (1 - blue) * depth,
    },
    bindings: [read('planes', caller('picture')), write('output')],
    workgroupCount: Math.ceil((Math.ceil(width / 4) * Math.ceil(height / 2)) / 64),
  };
}
