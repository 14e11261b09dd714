import { strideConstants } from '../kernels/constants.ts';
import { foldSteps, makeStep, type StepInit } from '../kernels/step.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import { tensorStrides } from '../problem/layouts.ts';
import type { InputLayout } from '../problem/options.ts';
import { NN_SHADERS } from './shaders.ts';

/** A picture of red, green and blue as a tensor. */
export interface PictureTensor {
  readonly layout: InputLayout;
  readonly height: number;
  readonly width: number;
  /** What the largest byte stands for. */
  readonly range: number;
}

const WORKGROUP_SIZE = 64;
const COLOURS = 3;
/** Rows that are copied to textures start on a multiple of 256 bytes. */
const PITCH_PIXELS = 64;

/** Pixels from one row to the next in a buffer that is copied to a texture. */
export function pitchOf(width: number): number {
  return PITCH_PIXELS * Math.ceil(width / PITCH_PIXELS);
}

/** `picture`, a texture → `tensor`. */
export function unpackSteps(to: PictureTensor, capabilities: Capabilities) {
  return folded(capabilities, {
    shader: 'nn_unpack_picture',
    constants: { ...constantsOf(to), ...strideConstants('OUTPUT', stridesOf(to)) },
    bindings: [
      { name: 'picture', access: 'texture', buffer: 'picture' },
      { name: 'output', access: 'write', buffer: 'tensor' },
    ],
    countWorkgroups: Math.ceil((to.height * to.width) / WORKGROUP_SIZE),
  });
}

/** `tensor` → `pixels`, four bytes each. */
export function packSteps(from: PictureTensor, capabilities: Capabilities) {
  const pitch = { PITCH: pitchOf(from.width) };
  return folded(capabilities, {
    shader: 'nn_pack_picture',
    constants: { ...constantsOf(from), ...pitch, ...strideConstants('INPUT', stridesOf(from)) },
    bindings: [
      { name: 'input', access: 'read', buffer: 'tensor' },
      { name: 'pixels', access: 'write', buffer: 'pixels' },
    ],
    countWorkgroups: Math.ceil((from.height * from.width) / WORKGROUP_SIZE),
  });
}

function constantsOf({ height, width, range }: PictureTensor) {
  return { HEIGHT: height, WIDTH: width, RANGE: range };
}

function stridesOf({ layout, height, width }: PictureTensor) {
  return tensorStrides(layout, { c: COLOURS, h: height, w: width });
}

function folded({ limits }: Capabilities, step: StepInit) {
  return foldSteps([makeStep(step, NN_SHADERS)], limits.maxComputeWorkgroupsPerDimension);
}
