import type { PassList } from './passes.ts';
import type { Picture } from './picture.ts';
import { addPointPass, parametersBinding } from './point_pass.ts';
import type { ResolvedStage } from './stages.ts';

const PHASES = 5;

/** Adds Canny's detector on a picture that is blurred already: slopes, thinning, joining, marking, showing. */
export function addCanny(
  passes: PassList,
  input: Picture,
  { numbers }: ResolvedStage,
  isHalf: boolean,
): Picture {
  const sizeBytes = input.width * input.height * 4;
  const slopes = passes.scratch('slopes', sizeBytes);
  const labels = passes.scratch('labels', sizeBytes);
  const parameters = parametersBinding(passes, [numbers.low, numbers.high]);
  const output = passes.picture(input, isHalf);
  for (let phase = 0; phase < PHASES; phase++) {
    addPointPass(passes, {
      shader: 'image_canny',
      input,
      output,
      constants: { PHASE: phase },
      bindings: [
        parameters,
        { name: 'slopes', access: 'write', buffer: slopes },
        { name: 'labels', access: 'write', buffer: labels },
      ],
    });
  }
  return output;
}
