import { type Picture, pictureConstants, type Size } from '../picture.ts';
import type { PassList } from './passes.ts';

/** Adds a pass that makes an 8-bit picture smaller, each pixel the mean of what it covers. */
export function addReduction(passes: PassList, input: Picture, size: Size): Picture {
  const { width, height } = size;
  const output = passes.picture({ width, height }, false);
  const { IN_HALF: _, OUT_HALF: __, ...constants } = pictureConstants(input, output);
  passes.add({
    shader: 'image_reduce',
    constants,
    bindings: [
      { name: 'input', access: 'read', buffer: input.buffer },
      { name: 'output', access: 'write', buffer: output.buffer },
    ],
    workgroupCount: Math.ceil((width * height) / 64),
  });
  return output;
}
