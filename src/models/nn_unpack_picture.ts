import shader from '../../shaders/nn/nn_unpack_picture.wgsl';
import { strideConstants } from '../kernels/constants.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import { caller, sample, write } from '../wgsl/bindings.ts';
import { type PictureTensor, pictureStrides, pixelSteps } from './picture_tensor.ts';

/** `picture`, a texture → `tensor`. */
export function unpackSteps(to: PictureTensor, capabilities: Capabilities) {
  return pixelSteps(to, capabilities, {
    shader,
    constants: strideConstants('OUTPUT', pictureStrides(to)),
    bindings: [sample('picture', caller('picture')), write('output', caller('tensor'))],
  });
}
