import bilateral from '../../shaders/image/image_bilateral.wgsl?raw';
import box from '../../shaders/image/image_box.wgsl?raw';
import canny from '../../shaders/image/image_canny.wgsl?raw';
import convert from '../../shaders/image/image_convert.wgsl?raw';
import draw from '../../shaders/image/image_draw.wgsl?raw';
import expand from '../../shaders/image/image_expand.wgsl?raw';
import frame from '../../shaders/image/image_frame.wgsl?raw';
import gradient from '../../shaders/image/image_gradient.wgsl?raw';
import matrix from '../../shaders/image/image_matrix.wgsl?raw';
import planes from '../../shaders/image/image_planes.wgsl?raw';
import reduce from '../../shaders/image/image_reduce.wgsl?raw';
import texture from '../../shaders/image/image_texture.wgsl?raw';
import tile from '../../shaders/image/image_tile.wgsl?raw';
import border from '../../shaders/shared/image_border.wgsl?raw';
import { SHADERS } from '../kernels/shaders.ts';

/** WGSL text by stem: the convolution's modules and the passes on pictures. */
export const IMAGE_SHADERS: Readonly<Record<string, string>> = {
  ...SHADERS,
  image_bilateral: bilateral,
  image_border: border,
  image_box: box,
  image_canny: canny,
  image_convert: convert,
  image_draw: draw,
  image_expand: expand,
  image_frame: frame,
  image_gradient: gradient,
  image_matrix: matrix,
  image_planes: planes,
  image_reduce: reduce,
  image_texture: texture,
  image_tile: tile,
};
