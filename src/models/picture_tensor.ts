import packShader from '../../shaders/nn/nn_pack_picture.wgsl';
import unpackShader from '../../shaders/nn/nn_unpack_picture.wgsl';
import { pitchOf, type Size } from '../image/picture.ts';
import { strideConstants } from '../kernels/constants.ts';
import { tensorStrides } from '../problem/layouts.ts';
import type { InputLayout } from '../problem/options.ts';
import { caller, read, sample, write } from '../wgsl/bindings.ts';
import type { StepInit } from '../wgsl/step.ts';

/** How a tensor holds a picture of red, green and blue. */
export interface PictureTensor extends Size {
  readonly layout: InputLayout;
  /** The number that stands for full brightness. */
  readonly range: number;
}

/** The step from `picture`, a texture, to `tensor`. */
export const unpackStep = (to: PictureTensor): StepInit =>
  pixelStep(to, {
    shader: unpackShader,
    constants: strideConstants('OUTPUT', stridesOf(to)),
    bindings: [sample('picture', caller('picture')), write('output', caller('tensor'))],
  });

/** The step from `tensor` to `pixels`, four bytes each, in rows as `src/image` lays pictures out. */
export const packStep = (from: PictureTensor): StepInit =>
  pixelStep(from, {
    shader: packShader,
    constants: { PITCH: pitchOf(from.width), ...strideConstants('INPUT', stridesOf(from)) },
    bindings: [read('input', caller('tensor')), write('pixels')],
  });

/** One invocation per pixel, 64 per workgroup. */
function pixelStep(
  { height, width, range }: PictureTensor,
  step: Omit<StepInit, 'workgroupCount'>,
): StepInit {
  const constants = { HEIGHT: height, WIDTH: width, RANGE: range, ...step.constants };
  return { ...step, constants, workgroupCount: Math.ceil((height * width) / 64) };
}

const stridesOf = ({ layout, height, width }: PictureTensor) =>
  tensorStrides(layout, { c: 3, h: height, w: width });
