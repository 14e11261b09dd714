import shader from '../../shaders/nn/nn_pack_picture.wgsl';
import { strideConstants } from '../kernels/constants.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import { caller, read, write } from '../wgsl/bindings.ts';
import { type PictureTensor, pictureStrides, pixelSteps } from './picture_tensor.ts';

/** Rows that are copied to textures start on a multiple of 256 bytes. */
const PITCH_PIXELS = 64;

/** Pixels from one row to the next in a buffer that is copied to a texture. */
export function pitchOf(width: number): number {
  return PITCH_PIXELS * Math.ceil(width / PITCH_PIXELS);
}

/** `tensor` → `pixels`, four bytes each. */
export function packSteps(from: PictureTensor, capabilities: Capabilities) {
  return pixelSteps(from, capabilities, {
    shader,
    constants: { PITCH: pitchOf(from.width), ...strideConstants('INPUT', pictureStrides(from)) },
    bindings: [read('input', caller('tensor')), write('pixels')],
  });
}
