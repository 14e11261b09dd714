import shader from '../../../shaders/image/image_reduce.wgsl';
import type { Picture, Size } from '../picture.ts';
import type { PassList } from './passes.ts';

/** Adds a pass that makes an 8-bit picture smaller: each pixel becomes the mean of what it covers. */
export const addReduction = (passes: PassList, input: Picture, size: Size): Picture =>
  passes.add({ shader, input, output: passes.picture(size, false) });
