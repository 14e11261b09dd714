import shader from '../../shaders/nn/nn_pack_picture.wgsl';
import { pitchOf } from '../image/picture.ts';
import { strideConstants } from '../kernels/constants.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import { caller, read, write } from '../wgsl/bindings.ts';
import { type PictureTensor, pictureStrides, pixelSteps } from './picture_tensor.ts';

/** `tensor` → `pixels`, four bytes each. */
export function packSteps(from: PictureTensor, capabilities: Capabilities) {
  return pixelSteps(from, capabilities, {
    shader,
    constants: { PITCH: pitchOf(from.width), ...strideConstants('INPUT', pictureStrides(from)) },
    bindings: [read('input', caller('tensor')), write('pixels')],
  });
}
