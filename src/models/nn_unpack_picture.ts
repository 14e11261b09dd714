import { strideConstants } from '../kernels/constants.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import { type PictureTensor, pictureStrides, pixelSteps } from './picture_tensor.ts';

/** `picture`, a texture → `tensor`. */
export function unpackSteps(to: PictureTensor, capabilities: Capabilities) {
  return pixelSteps(to, capabilities, {
    shader: 'nn_unpack_picture',
    constants: strideConstants('OUTPUT', pictureStrides(to)),
    bindings: [
      { name: 'picture', access: 'texture', buffer: 'picture' },
      { name: 'output', access: 'write', buffer: 'tensor' },
    ],
  });
}
