import border from '../../shaders/image_border.wgsl?raw';
import draw from '../../shaders/image_draw.wgsl?raw';
import frame from '../../shaders/image_frame.wgsl?raw';
import matrix from '../../shaders/image_matrix.wgsl?raw';
import texture from '../../shaders/image_texture.wgsl?raw';
import { SHADERS } from '../kernels/shaders.ts';

/** WGSL text by stem: the convolution's modules and the passes on pictures. */
export const IMAGE_SHADERS: Readonly<Record<string, string>> = {
  ...SHADERS,
  image_border: border,
  image_draw: draw,
  image_frame: frame,
  image_matrix: matrix,
  image_texture: texture,
};
