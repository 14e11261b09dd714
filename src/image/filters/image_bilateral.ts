import shader from '../../../shaders/image/image_bilateral.wgsl';
import type { Picture } from '../picture.ts';
import type { PassList } from './passes.ts';
import { addPointPass, parametersBinding } from './point_pass.ts';
import type { ResolvedStage } from './stages.ts';

/** Adds a blur that keeps edges. */
export function addBilateral(
  passes: PassList,
  input: Picture,
  { numbers, border }: ResolvedStage,
  isHalf: boolean,
): Picture {
  const radius = Math.round(numbers.radius);
  const exponent = (sigma: number) => -1 / (2 * sigma * sigma);
  const weights = [exponent(numbers.sigmaColor), exponent(numbers.sigmaSpace)];
  const output = passes.picture(input, isHalf);
  addPointPass(passes, {
    shader,
    input,
    output,
    border,
    reach: radius,
    constants: { RADIUS: radius },
    bindings: [parametersBinding(passes, [...weights, ...border.color.slice(0, 3)])],
  });
  return output;
}
