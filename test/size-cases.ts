import { flopsOf } from '../src/problem/problem.ts';
import { type Conv2dCase, makeCase, problemOf } from './case.ts';
import { pick, randomGenerator } from './random.ts';

/** What keeps the float64 reference quick. */
const MAX_FLOPS = 1e7;

/** Less than a tile, about a small one, and about a multiple of all: one less, the same, one more. */
const SIZES = [4, 16, 64].flatMap((size) => [size - 1, size, size + 1]);

/** Draws of cases whose channels, height and width are all around the sizes of tiles; the smallest first. */
export const tileSizeCases: readonly Conv2dCase[] = drawTileSizes(600);

/** The sizes of a case that kernels cut into tiles, such as `width 17`. */
export function tileSizesOf(conv2dCase: Conv2dCase): string[] {
  const { inChannels, outChannels, inHeight, inWidth } = problemOf(conv2dCase);
  return [
    `input channels ${inChannels}`,
    `output channels ${outChannels}`,
    `height ${inHeight}`,
    `width ${inWidth}`,
  ];
}

function drawTileSizes(count: number): Conv2dCase[] {
  const random = randomGenerator(1);
  const draw = () => pick(random, SIZES);
  const cases = Array.from({ length: count }, (_, index) => {
    const isDepthwise = index % 3 === 1;
    const isPointwise = index % 3 === 2;
    const inChannels = draw();
    return makeCase('tile sizes', {
      inChannels,
      height: draw(),
      width: draw(),
      outChannels: isDepthwise ? inChannels : draw(),
      groups: isDepthwise ? inChannels : 1,
      filter: isPointwise ? [1, 1] : [3, 3],
      padding: isPointwise ? 0 : 1,
    });
  });
  const flops = (conv2dCase: Conv2dCase) => flopsOf(problemOf(conv2dCase));
  return cases.filter((conv2dCase) => flops(conv2dCase) < MAX_FLOPS).sort((a, b) => flops(a) - flops(b));
}
