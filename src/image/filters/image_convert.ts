import shader from '../../../shaders/image/image_convert.wgsl';
import type { Picture } from '../picture.ts';
import type { PassList } from './passes.ts';

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
  const { isLinear, isPremultiplied } = conversion;
  return passes.add({
    shader,
    input,
    output: passes.picture(input, !isBack),
    constants: { IS_BACK: isBack, IS_LINEAR: isLinear, IS_PREMULTIPLIED: isPremultiplied },
  });
}
