import shader from '../../../shaders/image/image_box.wgsl';
import type { Picture } from '../picture.ts';
import { borderOfLines, type PassList } from './passes.ts';
import type { Border } from './spec.ts';

const WORKGROUP_SIZE = 64;
/** Pixels per invocation: many on a CPU adapter, which few invocations keep busy, and few on a GPU. */
const SEGMENTS = { cpuAdapter: 512, gpu: 96 };

/** Adds the mean of a square window, by running sums along the rows, then along the columns. */
export function addBox(
  passes: PassList,
  input: Picture,
  radius: number,
  border: Border,
  isHalf: boolean,
): Picture {
  const between = addRunningMean(passes, input, passes.picture(input, true), radius, border, false);
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
): Picture {
  const { isSoftware } = passes.capabilities;
  const [length, lines] = isVertical ? [input.height, input.width] : [input.width, input.height];
  const segment = Math.min(length, isSoftware ? SEGMENTS.cpuAdapter : SEGMENTS.gpu);
  const [red, green, blue, alpha] = border.color;
  return passes.add({
    shader,
    input,
    output,
    border,
    reach: isVertical ? { rows: radius + 1, columns: 0 } : { rows: 0, columns: radius + 1 },
    filtersAlpha: true,
    constants: {
      IS_VERTICAL: isVertical,
      SIZE: 2 * radius + 1,
      BEFORE: radius,
      SEGMENT: segment,
      BORDER_RED: red,
      BORDER_GREEN: green,
      BORDER_BLUE: blue,
      BORDER_ALPHA: alpha,
    },
    workgroupCount: Math.ceil((lines * Math.ceil(length / segment)) / WORKGROUP_SIZE),
  });
}
