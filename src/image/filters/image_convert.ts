import shader from '../../../shaders/image/image_convert.wgsl';
import type { Picture } from '../picture.ts';
import type { PassList } from './passes.ts';

/** Colors that a chain computes with instead of stored ones. */
export interface Conversion {
  readonly isLinear: boolean;
  readonly isPremultiplied: boolean;
}

/** Adds the conversion from stored colors to half floats, or back to 8 bits. */
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
