import shader from '../../../shaders/image/image_frame.wgsl';
import { caller, write } from '../../wgsl/bindings.ts';
import type { StepInit } from '../../wgsl/step.ts';
import { pitchOf, type Size } from '../picture.ts';

/** The pass that reads an imported video frame, bound as `picture`, into `output`. */
export function frameStep({ width, height }: Size): StepInit {
  return {
    shader,
    constants: { WIDTH: width, HEIGHT: height, PITCH: pitchOf(width) },
    bindings: [{ name: 'picture', access: 'external-texture', ...caller('picture') }, write('output')],
    workgroupCount: Math.ceil((width * height) / 64),
  };
}
