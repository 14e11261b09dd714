import shader from '../../../shaders/image/image_texture.wgsl';
import { caller, sample, write } from '../../wgsl/bindings.ts';
import type { StepInit } from '../../wgsl/step.ts';
import { pitchOf, type Size } from '../picture.ts';

/** The pass that reads a texture, bound as `picture`, from a place in it, into `output`. */
export function textureStep({ width, height }: Size, left = 0, top = 0): StepInit {
  return {
    shader,
    constants: { WIDTH: width, HEIGHT: height, PITCH: pitchOf(width), LEFT: left, TOP: top },
    bindings: [sample('picture', caller('picture')), write('output')],
    workgroupCount: Math.ceil((width * height) / 64),
  };
}
