import { resolveActivation } from '../../problem/activation.ts';
import type { Capabilities } from '../../problem/capabilities.ts';
import { createConv2dProblem } from '../../problem/create.ts';
import type { Conv2dProblem } from '../../problem/problem.ts';
import { owned } from '../../wgsl/bindings.ts';
import type { KernelStep } from '../../wgsl/step.ts';
import { convBindings, epilogueBindings } from '../bindings.ts';
import { activationConstants } from '../constants.ts';
import {
  factorTexture,
  quadMatmulCost,
  quadMatmulRefusal,
  quadMatmulStep,
  quadRows,
  TILE,
} from '../cpu/matmul_quads.ts';
import { type GemmSizes, gemmCandidates, gemmCost, gemmRows, gemmStep } from '../gemm/conv2d_gemm.ts';
import { CPU_KERNEL_ON_GPU, GPU_COST_OF_MOVE, type Tiles } from '../kernel.ts';
import type { RowLayout } from '../pack.ts';
import type { ColumnLayout } from './winograd_steps.ts';
import type { WinogradTiling } from './winograd_tiling.ts';

/**
 * How the products between Winograd's transforms are computed: out[oc][tile] = Σ_ic f[ic][oc]·x[ic][tile] per point.
 */
export interface WinogradProduct {
  readonly name: 'quads' | 'gemm';
  /** Input channels below which another kernel is always faster. */
  readonly minChannels: number;
  /** Why the device cannot compute it, in a few words; undefined if it can. */
  readonly refusal: (
    problem: Conv2dProblem,
    tiling: WinogradTiling,
    capabilities: Capabilities,
  ) => string | undefined;
  readonly candidates: (capabilities: Capabilities) => readonly Tiles[];
  readonly cost: (
    problem: Conv2dProblem,
    tiling: WinogradTiling,
    capabilities: Capabilities,
    tiles: Tiles,
  ) => number;
  /** Estimated cost of one value that a transform reads or writes, in the units of `cost`. */
  readonly costOfMove: number;
  /** Points of the transformed filter per dimension. */
  readonly filterSide: (tiling: WinogradTiling) => number;
  /** Memory layout of the output channels of the transformed filter. */
  readonly rows: (problem: Conv2dProblem, tiling: WinogradTiling, tiles: Tiles) => RowLayout;
  /** Memory layout of the tiles of the transformed input. */
  readonly columns: (problem: Conv2dProblem, tiling: WinogradTiling) => ColumnLayout;
  /** Multiplies the buffers `transformedInput` and `transformedFilter` into `products`. */
  readonly step: (problem: Conv2dProblem, tiling: WinogradTiling, tiles: Tiles) => KernelStep;
}

const TYPES = { Element: 'f32' };

/** The output transform adds bias and residual. */
const PLAIN = { hasBias: false, hasResidual: false };

const RIGHT = { ...owned('transformedInput'), isSampled: true };

/** Cost on a CPU adapter, in core-nanoseconds, of two more steps and a copy before the product. */
const COST_OF_PASSES = 320_000;

/** Products by the lanes of a quad, for CPU adapters. */
export const quadProduct: WinogradProduct = {
  name: 'quads',
  minChannels: 4,
  refusal: ({ inChannels, outChannels }, { filterSide, pointCount, pitch }, capabilities) => {
    const left = filterSide ** 2 * Math.ceil(outChannels / TILE);
    const tileCount = Math.max(left, (pointCount * pitch) / TILE);
    return quadMatmulRefusal(inChannels, tileCount, capabilities);
  },
  candidates: () => [{}],
  cost: (problem, tiling, { isSoftware }) =>
    (quadMatmulCost(sizesOf(problem, tiling)) + COST_OF_PASSES) * (isSoftware ? 1 : CPU_KERNEL_ON_GPU),
  costOfMove: 4.8,
  filterSide: (tiling) => tiling.filterSide,
  rows: ({ inChannels, outChannels }, { filterSide }) => quadRows(outChannels, inChannels, filterSide ** 2),
  columns: ({ inChannels }, { pointCount, pitch }) => ({
    tile: TILE,
    texture: factorTexture(inChannels, (pointCount * pitch) / TILE).size,
  }),
  step: (problem, tiling) =>
    quadMatmulStep({
      ...sizesOf(problem, tiling),
      side: tiling.side,
      leftSide: tiling.filterSide,
      epilogue: {
        HAS_BIAS: false,
        HAS_RESIDUAL: false,
        ...activationConstants(resolveActivation(undefined)),
      },
      types: TYPES,
      left: owned('transformedFilter'),
      bindings: epilogueBindings(PLAIN, owned('products')),
    }),
};

/** Products as a 1×1 convolution with one group per point, in workgroup memory, for GPUs. */
export const gemmProduct: WinogradProduct = {
  name: 'gemm',
  minChannels: 32,
  refusal: () => undefined,
  candidates: gemmCandidates,
  cost: (problem, tiling, capabilities, tiles) => gemmCost(gemmSizesOf(problem, tiling), capabilities, tiles),
  costOfMove: GPU_COST_OF_MOVE,
  filterSide: (tiling) => tiling.side,
  rows: (problem, tiling, tiles) => gemmRows(gemmSizesOf(problem, tiling), tiles),
  columns: (_problem, { pitch }) => ({ tile: pitch }),
  step(problem, tiling, tiles) {
    const pointwise = pointwiseOf(problem, tiling);
    const bindings = convBindings(PLAIN, {
      input: owned('transformedInput'),
      filter: owned('transformedFilter'),
      output: owned('products'),
    });
    return gemmStep(pointwise, tiles, TYPES, bindings);
  },
};

function sizesOf({ outChannels, inChannels }: Conv2dProblem, { pointCount, pitch }: WinogradTiling) {
  return { batch: pointCount, rows: outChannels, columns: pitch, depth: inChannels, right: RIGHT };
}

/**
 * The products as a convolution of one image with one row: channels [point][ic] to [point][oc], one group per point.
 */
function gemmSizesOf({ outChannels, inChannels }: Conv2dProblem, tiling: WinogradTiling): GemmSizes {
  const { pointCount, pitch } = tiling;
  return {
    batch: 1,
    inChannels: pointCount * inChannels,
    outChannels: pointCount * outChannels,
    outHeight: 1,
    outWidth: pitch,
    filterHeight: 1,
    filterWidth: 1,
    groups: pointCount,
  };
}

function pointwiseOf(problem: Conv2dProblem, tiling: WinogradTiling): Conv2dProblem {
  const { inChannels, outChannels, outWidth, groups } = gemmSizesOf(problem, tiling);
  return createConv2dProblem({
    inputShape: [1, inChannels, 1, outWidth],
    filterShape: [outChannels, inChannels / groups, 1, 1],
    groups,
  });
}
