import shader from '../../../shaders/image/image_gradient.wgsl';
import type { Picture } from '../picture.ts';
import type { PassList } from './passes.ts';
import { addPointPass, parametersBinding } from './point_pass.ts';
import type { ResolvedStage } from './stages.ts';

/** Smoothing across the slope: the outer weights and the middle one. */
const SMOOTHING: Readonly<Record<string, readonly [side: number, middle: number]>> = {
  sobel: [1, 2],
  scharr: [3, 10],
  prewitt: [1, 1],
};

/** Whether a stage is one of the presets made here. */
export const isGradient = (type: string) =>
  type === 'edge-overlay' || Object.hasOwn(SMOOTHING, type.replace('-direction', ''));

/** Adds steepness, direction, or edges painted over the picture. */
export function addGradient(
  passes: PassList,
  input: Picture,
  { type, stage, numbers, border }: ResolvedStage,
  isHalf: boolean,
): Picture {
  const isOverlay = type === 'edge-overlay';
  const [side, middle] = SMOOTHING[isOverlay ? 'sobel' : type.replace('-direction', '')];
  const { scale = 1, bias = 0 } = stage;
  const biases = typeof bias === 'number' ? [bias, bias, bias] : bias;
  const paint = isOverlay ? colorOfHue(numbers.hue / 360) : [0, 0, 0];
  const strength = isOverlay ? numbers.strength * scale : scale;
  const output = passes.picture(input, isHalf);
  addPointPass(passes, {
    shader,
    input,
    output,
    border,
    constants: { SIDE: side, MIDDLE: middle, SHOWS: isOverlay ? 2 : type.endsWith('-direction') ? 1 : 0 },
    bindings: [parametersBinding(passes, [strength, ...biases, ...paint, ...border.color.slice(0, 3)])],
  });
  return output;
}

/** Full color of a hue from 0 to 1: red, green, blue. */
export function colorOfHue(hue: number): number[] {
  const channel = (shift: number) => Math.abs(((((hue + shift) % 1) + 1) % 1) * 6 - 3) - 1;
  return [0, 2 / 3, 1 / 3].map((shift) => Math.min(1, Math.max(0, channel(shift))));
}
