import shader from '../../../shaders/image/image_convert.wgsl';
import type { Picture } from '../picture.ts';
import type { PassList } from './passes.ts';
import { addPointPass } from './point_pass.ts';

/** What a chain computes with instead of stored colors. */
export interface Conversion {
  readonly isLinear: boolean;
  readonly isPremultiplied: boolean;
}

/** Adds the way from stored colors to those of the conversion, in half floats; or back, in 8 bits. */
export function addConversion(
  passes: PassList,
  input: Picture,
  conversion: Conversion,
  isBack: boolean,
): Picture {
  const output = passes.picture(input, !isBack);
  const { isLinear, isPremultiplied } = conversion;
  addPointPass(passes, {
    shader,
    input,
    output,
    constants: { IS_BACK: isBack, IS_LINEAR: isLinear, IS_PREMULTIPLIED: isPremultiplied },
  });
  return output;
}
