import shader from '../../../shaders/image/image_bilateral.wgsl';
import type { Picture } from '../picture.ts';
import type { PassList } from './passes.ts';
import { around } from './reach.ts';
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
  return passes.add({
    shader,
    input,
    output: passes.picture(input, isHalf),
    border,
    reach: around(radius),
    constants: { RADIUS: radius },
    bindings: [passes.values('parameters', [...weights, ...border.color.slice(0, 3)])],
  });
}
