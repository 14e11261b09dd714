import shader from '../../../shaders/image/image_box.wgsl';
import { PADDING_MODES } from '../../kernels/constants.ts';
import { owned, read, write } from '../../wgsl/bindings.ts';
import { type Picture, pictureConstants } from '../picture.ts';
import { borderOfLines } from './borders.ts';
import { ALPHA_MODES, borderConstants, type PassList } from './passes.ts';
import type { Border } from './spec.ts';

const WORKGROUP_SIZE = 64;
/** Pixels an invocation slides over: long where few invocations keep the device busy, short on a GPU. */
const SEGMENTS = { processor: 512, gpu: 96 };

/** Adds the mean of a square window: running sums along the rows, then along the columns. */
export function addBox(
  passes: PassList,
  input: Picture,
  radius: number,
  border: Border,
  isHalf: boolean,
): Picture {
  const between = passes.picture(input, true);
  addRunningMean(passes, input, between, radius, border, false);
  const output = passes.picture(input, isHalf);
  addRunningMean(passes, between, output, radius, borderOfLines(border, 1), true);
  passes.release(between);
  return output;
}

function addRunningMean(
  passes: PassList,
  input: Picture,
  output: Picture,
  radius: number,
  border: Border,
  isVertical: boolean,
): void {
  const { isSoftware } = passes.capabilities;
  const [length, lines] = isVertical ? [input.height, input.width] : [input.width, input.height];
  const segment = Math.min(length, isSoftware ? SEGMENTS.processor : SEGMENTS.gpu);
  const reach = radius + 1;
  const [red, green, blue, alpha] = border.color;
  passes.add({
    shader,
    constants: {
      ...pictureConstants(input, output),
      ...borderConstants(
        border,
        input,
        isVertical ? { width: 0, height: reach } : { width: reach, height: 0 },
      ),
      IS_VERTICAL: isVertical,
      SIZE: 2 * radius + 1,
      BEFORE: radius,
      SEGMENT: segment,
      HAS_BORDER_VALUE: PADDING_MODES[border.mode] === 0,
      BORDER_RED: red,
      BORDER_GREEN: green,
      BORDER_BLUE: blue,
      BORDER_ALPHA: alpha,
      ALPHA: ALPHA_MODES[passes.alpha],
    },
    bindings: [read('input', owned(input.buffer)), write('output', owned(output.buffer))],
    workgroupCount: Math.ceil((lines * Math.ceil(length / segment)) / WORKGROUP_SIZE),
  });
}
