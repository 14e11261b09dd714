import { TEXTURE_USAGE } from '../../gpu/flags.ts';
import type { Size } from '../picture.ts';

/** A texture that `copyExternalImageToTexture` can fill, and that steps can read or copy to a buffer. */
export function importTexture(device: GPUDevice, { width, height }: Size): GPUTexture {
  const { COPY_SRC, COPY_DST, TEXTURE_BINDING, RENDER_ATTACHMENT } = TEXTURE_USAGE;
  return device.createTexture({
    label: 'imported picture',
    size: { width, height },
    format: 'rgba8unorm',
    usage: COPY_SRC | COPY_DST | TEXTURE_BINDING | RENDER_ATTACHMENT,
  });
}
