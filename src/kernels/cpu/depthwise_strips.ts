import shader from '../../../shaders/cpu/depthwise_strips.wgsl';
import type { Conv2dProblem } from '../../problem/problem.ts';
import { makeStep } from '../../wgsl/step.ts';
import { convBindings } from '../bindings.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import { CPU_KERNEL_ON_GPU, distinctTiles, type Kernel, type Tiles } from '../kernel.ts';

const WORKGROUP_SIZE = 32;
/** Maximum sums, weights and loads of unrolled code; more compile slowly. */
const MAX_SUMS = 64;
const MAX_WEIGHTS = 49;
const MAX_LOADS = 28;
const HEIGHTS = [28, 14, 7, 1];
const WIDTHS = [8, 7, 4, 1];

/** Depthwise convolutions with small filters, for CPU adapters. Each input value is loaded once per strip. */
export const depthwiseStrips: Kernel = {
  name: 'depthwise_strips',
  algorithm: 'direct',
  refusal(problem) {
    if (problem.groups !== problem.inChannels) return 'a group has more than one input channel';
    return candidates(problem).length > 0 ? undefined : 'the filter does not fit in registers';
  },
  candidates,
  cost(problem, { isSoftware }, tiles) {
    const taps = problem.filterHeight * problem.filterWidth;
    const turns = tiles.THREAD_OH + reachOf(problem) - 1;
    const sums = tiles.THREAD_OW * reachOf(problem);
    const perTurn = loadsOf(problem, tiles) * 9 + tiles.THREAD_OW * (taps * 0.55 + 7) + sums;
    const perTile = turns * perTurn + taps * 9 + 500;
    const subgroupCount = Math.max(tileCount(problem, tiles) / 4, 8);
    return subgroupCount * perTile * (isSoftware ? 1 : CPU_KERNEL_ON_GPU);
  },
  build(problem, _capabilities, tiles) {
    const step = makeStep({
      shader,
      constants: { ...problemConstants(problem), ...tiles, WORKGROUP_SIZE },
      types: elementTypes(problem),
      bindings: convBindings(problem),
      workgroupCount: Math.ceil(tileCount(problem, tiles) / WORKGROUP_SIZE),
    });
    return { prepare: [], steps: [step], buffers: {} };
  },
};

function candidates(problem: Conv2dProblem): Tiles[] {
  if (problem.filterHeight * problem.filterWidth > MAX_WEIGHTS) return [];
  const { outHeight, outWidth } = problem;
  const choices = HEIGHTS.flatMap((height) =>
    WIDTHS.map((width) => ({ THREAD_OH: Math.min(height, outHeight), THREAD_OW: Math.min(width, outWidth) })),
  );
  return distinctTiles(choices).filter(
    (tiles) => tiles.THREAD_OW * reachOf(problem) <= MAX_SUMS && loadsOf(problem, tiles) <= MAX_LOADS,
  );
}

/** Output rows that one input row contributes to. */
function reachOf({ filterHeight, dilationHeight, strideHeight }: Conv2dProblem): number {
  return Math.ceil(((filterHeight - 1) * dilationHeight + 1) / strideHeight);
}

/** Input values loaded per turn. */
function loadsOf(problem: Conv2dProblem, { THREAD_OW }: Tiles): number {
  const { filterWidth, strideHeight, strideWidth, dilationWidth } = problem;
  const span = (THREAD_OW - 1) * strideWidth + (filterWidth - 1) * dilationWidth + 1;
  return strideHeight * Math.min(span, THREAD_OW * filterWidth);
}

function tileCount(problem: Conv2dProblem, { THREAD_OH, THREAD_OW }: Tiles): number {
  const { batch, outChannels, outHeight, outWidth } = problem;
  return batch * outChannels * Math.ceil(outHeight / THREAD_OH) * Math.ceil(outWidth / THREAD_OW);
}
