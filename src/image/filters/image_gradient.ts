import shader from '../../../shaders/image/image_gradient.wgsl';
import type { Picture } from '../picture.ts';
import { SMOOTHING } from './matrices.ts';
import type { PassList } from './passes.ts';
import type { ResolvedStage } from './stages.ts';

/** Whether a stage is one of the presets made here. */
export const isGradient = (type: string) =>
  type === 'edge-overlay' || Object.hasOwn(SMOOTHING, operatorOf(type));

const operatorOf = (type: string) => type.replace('-direction', '') as keyof typeof SMOOTHING;

/** Adds steepness, direction, or edges painted over the picture. */
export function addGradient(
  passes: PassList,
  input: Picture,
  { type, stage, numbers, border }: ResolvedStage,
  isHalf: boolean,
): Picture {
  const isOverlay = type === 'edge-overlay';
  const [side, middle] = SMOOTHING[isOverlay ? 'sobel' : operatorOf(type)];
  const { scale = 1, bias = 0 } = stage;
  const biases = typeof bias === 'number' ? [bias, bias, bias] : bias;
  const paint = isOverlay ? colorOfHue(numbers.hue / 360) : [0, 0, 0];
  const strength = isOverlay ? numbers.strength * scale : scale;
  return passes.add({
    shader,
    input,
    output: passes.picture(input, isHalf),
    border,
    constants: { SIDE: side, MIDDLE: middle, SHOWS: isOverlay ? 2 : type.endsWith('-direction') ? 1 : 0 },
    bindings: [passes.values('parameters', [strength, ...biases, ...paint, ...border.color.slice(0, 3)])],
  });
}

/** Full color of a hue from 0 to 1: red, green, blue. */
function colorOfHue(hue: number): number[] {
  const channel = (shift: number) => Math.abs(((((hue + shift) % 1) + 1) % 1) * 6 - 3) - 1;
  return [0, 2 / 3, 1 / 3].map((shift) => Math.min(1, Math.max(0, channel(shift))));
}
