import shader from '../../../shaders/image/image_reduce.wgsl';
import { owned, read, write } from '../../wgsl/bindings.ts';
import { type Picture, pictureConstants, type Size } from '../picture.ts';
import type { PassList } from './passes.ts';

/** Adds a pass that makes an 8-bit picture smaller, each pixel the mean of what it covers. */
export function addReduction(passes: PassList, input: Picture, size: Size): Picture {
  const { width, height } = size;
  const output = passes.picture({ width, height }, false);
  const { IN_HALF: _, OUT_HALF: __, ...constants } = pictureConstants(input, output);
  passes.add({
    shader,
    constants,
    bindings: [read('input', owned(input.buffer)), write('output', owned(output.buffer))],
    workgroupCount: Math.ceil((width * height) / 64),
  });
  return output;
}
