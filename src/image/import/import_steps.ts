import frame from '../../../shaders/image/image_frame.wgsl';
import texture from '../../../shaders/image/image_texture.wgsl';
import { caller, type StepBinding, sample, write } from '../../wgsl/bindings.ts';
import type { Shader } from '../../wgsl/shader.ts';
import type { StepInit } from '../../wgsl/step.ts';
import { pitchOf, type Size } from '../picture.ts';

/** The step that reads an imported video frame, bound as `picture`, into `output`. */
export const frameStep = (size: Size): StepInit =>
  pixelStep(frame, size, { name: 'picture', access: 'external-texture', ...caller('picture') });

/** The step that reads a texture, bound as `picture`, into `output`. */
export const textureStep = (size: Size): StepInit =>
  pixelStep(texture, size, sample('picture', caller('picture')), { LEFT: 0, TOP: 0 });

/** One invocation per pixel, 64 per workgroup. */
function pixelStep(
  shader: Shader,
  { width, height }: Size,
  picture: StepBinding,
  constants: StepInit['constants'] = {},
): StepInit {
  return {
    shader,
    constants: { WIDTH: width, HEIGHT: height, PITCH: pitchOf(width), ...constants },
    bindings: [picture, write('output')],
    workgroupCount: Math.ceil((width * height) / 64),
  };
}
