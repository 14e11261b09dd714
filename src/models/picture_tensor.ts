import type { Capabilities } from '../problem/capabilities.ts';
import { tensorStrides } from '../problem/layouts.ts';
import type { InputLayout } from '../problem/options.ts';
import { foldSteps, makeStep, type StepInit } from '../wgsl/step.ts';

/** A picture of red, green and blue as a tensor. */
export interface PictureTensor {
  readonly layout: InputLayout;
  readonly height: number;
  readonly width: number;
  /** What the largest byte stands for. */
  readonly range: number;
}

const WORKGROUP_SIZE = 64;
const COLORS = 3;

/** The only step of a shader with one invocation a pixel. */
export function pixelSteps(
  { height, width, range }: PictureTensor,
  { limits }: Capabilities,
  step: Omit<StepInit, 'workgroupCount'>,
) {
  const constants = { HEIGHT: height, WIDTH: width, RANGE: range, ...step.constants };
  const workgroupCount = Math.ceil((height * width) / WORKGROUP_SIZE);
  const made = makeStep({ ...step, constants, workgroupCount });
  return foldSteps([made], limits.maxComputeWorkgroupsPerDimension);
}

export function pictureStrides({ layout, height, width }: PictureTensor) {
  return tensorStrides(layout, { c: COLORS, h: height, w: width });
}
