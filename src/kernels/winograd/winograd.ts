import type { Conv2dProblem } from '../../problem/problem.ts';
import type { KernelProgram } from '../../wgsl/step.ts';
import type { Kernel, Tiles } from '../kernel.ts';
import { factorBuffer } from '../pack.ts';
import { sampledBuffer } from '../texture_runs.ts';
import { gemmProduct, quadProduct, type WinogradProduct } from './winograd_product.ts';
import { winogradFilterStep, winogradInputStep, winogradOutputStep } from './winograd_steps.ts';
import { type WinogradTiling, winogradTiling } from './winograd_tiling.ts';

/**
 * At the default accuracy, minimum input channels for the error bounds to hold. `fast` uses the product's own minimum.
 */
const MIN_CHANNELS = 16;

/**
 * F(2×2, 3×3) and F(4×4, 3×3), each in three passes: tiles to points, one product per point, points to outputs. A
 * dilated problem is several interleaved ones without dilation. Stride 2 splits the inputs into even and odd, see
 * winograd_points.wgsl.
 */
export const winogradKernels: readonly Kernel[] = [quadProduct, gemmProduct].flatMap((product) =>
  ([4, 2] as const).map((outTile) => winograd(outTile, product)),
);

function winograd(outTile: 2 | 4, product: WinogradProduct): Kernel {
  return {
    name: `winograd${outTile}_${product.name}`,
    algorithm: `winograd${outTile}`,
    refusal: (problem, capabilities) =>
      refusal(problem, outTile, product) ??
      product.refusal(problem, winogradTiling(problem, outTile), capabilities),
    candidates: (_problem, capabilities) => product.candidates(capabilities),
    cost(problem, capabilities, tiles) {
      const tiling = winogradTiling(problem, outTile);
      const values = tiling.tileCount * tiling.pointCount;
      const outputs = tiling.tileCount * outTile ** 2;
      const moves = values * (2 * problem.inChannels + problem.outChannels) + outputs * problem.outChannels;
      return moves * product.costOfMove + product.cost(problem, tiling, capabilities, tiles);
    },
    build: (problem, _capabilities, tiles) =>
      build(problem, winogradTiling(problem, outTile), product, tiles),
  };
}

function build(
  problem: Conv2dProblem,
  tiling: WinogradTiling,
  product: WinogradProduct,
  tiles: Tiles,
): KernelProgram {
  const { pointCount, pitch } = tiling;
  const rows = product.rows(problem, tiling, tiles);
  const filterSide = product.filterSide(tiling);
  const columns = product.columns(problem, tiling);
  const sizeBytes = pointCount * rows.depth * pitch * 4;
  return {
    prepare: [winogradFilterStep(problem, tiling, filterSide, rows)],
    steps: [
      winogradInputStep(problem, tiling, columns, rows.depth),
      product.step(problem, tiling, tiles),
      winogradOutputStep(problem, tiling),
    ],
    buffers: {
      transformedFilter: factorBuffer(rows, filterSide ** 2),
      transformedInput: columns.texture
        ? sampledBuffer(columns.texture, 'scratch')
        : { sizeBytes, lifetime: 'scratch' },
      products: { sizeBytes: pointCount * problem.outChannels * pitch * 4, lifetime: 'scratch' },
    },
  };
}

function refusal(
  problem: Conv2dProblem,
  outTile: 2 | 4,
  { minChannels }: WinogradProduct,
): string | undefined {
  if (problem.accuracy === 'strict') return "accuracy is 'strict'";
  if (problem.filterHeight !== 3 || problem.filterWidth !== 3) return 'the filter is not 3×3';
  if (problem.strideHeight !== problem.strideWidth || problem.strideHeight > 2)
    return 'the strides are not both 1 or both 2';
  if (problem.groups !== 1) return 'groups is not 1';
  if (outTile === 4 && problem.dtype === 'float16') return 'F(4,3) exceeds the error bound of float16';
  const minimum = Math.max(minChannels, problem.accuracy === 'default' ? MIN_CHANNELS : 0);
  return problem.inChannels >= minimum ? undefined : `the input has fewer than ${minimum} channels`;
}
