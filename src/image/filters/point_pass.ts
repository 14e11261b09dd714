import { PADDING_MODES } from '../../kernels/constants.ts';
import { owned, read, type StepBinding, write } from '../../wgsl/bindings.ts';
import type { Shader } from '../../wgsl/shader.ts';
import { type Picture, pictureConstants } from '../picture.ts';
import { ALPHA_MODES, borderConstants, type PassList } from './passes.ts';
import type { Border } from './spec.ts';

/** A pass of one invocation a pixel, whose output has the input's size. */
export interface PointPass {
  readonly shader: Shader;
  readonly input: Picture;
  readonly output: Picture;
  readonly constants?: Readonly<Record<string, number | boolean>>;
  /** Bindings after `input` and `output`. */
  readonly bindings?: readonly StepBinding[];
  readonly border?: Border;
  /** How many pixels outside the input are read. Default 1. */
  readonly reach?: number;
}

const WORKGROUP_SIZE = 64;
const NO_BORDER: Border = { mode: 'replicate', color: [0, 0, 0, 0] };

export function addPointPass(passes: PassList, pass: PointPass): void {
  const { input, output, bindings = [], border = NO_BORDER, reach = 1 } = pass;
  passes.add({
    shader: pass.shader,
    constants: {
      ...pictureConstants(input, output),
      ...borderConstants(border, input, { width: reach, height: reach }),
      HAS_BORDER_VALUE: PADDING_MODES[border.mode] === 0,
      ALPHA: ALPHA_MODES[passes.alpha === 'filter' ? 'keep' : passes.alpha],
      ...pass.constants,
    },
    bindings: [read('input', owned(input.buffer)), write('output', owned(output.buffer)), ...bindings],
    workgroupCount: Math.ceil((output.width * output.height) / WORKGROUP_SIZE),
  });
}

/** The binding of a list of numbers that sliders change: data, so that a change compiles nothing. */
export const parametersBinding = (passes: PassList, values: readonly number[]): StepBinding =>
  read('parameters', owned(passes.values('parameters', values)));
