import shader from '../../../shaders/image/image_canny.wgsl';
import { owned, write } from '../../wgsl/bindings.ts';
import type { Picture } from '../picture.ts';
import type { PassList } from './passes.ts';

const PHASES = 5;

/** Gradients read one pixel around, thinning one more. */
export const CANNY_REACH = 2;

/** Adds Canny's detector for a picture that is already blurred. Its phases: gradients, thinning, joining, marking, output. */
export function addCanny(
  passes: PassList,
  input: Picture,
  thresholds: { readonly low: number; readonly high: number },
  isHalf: boolean,
): Picture {
  const sizeBytes = input.width * input.height * 4;
  const slopes = passes.scratch('slopes', sizeBytes);
  const labels = passes.scratch('labels', sizeBytes);
  const parameters = passes.values('parameters', [thresholds.low, thresholds.high]);
  const output = passes.picture(input, isHalf);
  for (let phase = 0; phase < PHASES; phase++) {
    passes.add({
      shader,
      input,
      output,
      constants: { PHASE: phase },
      bindings: [parameters, write('slopes', owned(slopes)), write('labels', owned(labels))],
    });
  }
  return output;
}
