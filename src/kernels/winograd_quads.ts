import { resolveActivation } from '../problem/activation.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import type { Conv2dProblem } from '../problem/problem.ts';
import { activationConstants } from './constants.ts';
import type { Kernel } from './kernel.ts';
import { paddedRows4, quadMatmulCost, quadMatmulStep } from './matmul_quads.ts';
import type { KernelProgram } from './step.ts';
import { winogradFilterStep } from './winograd_filter.ts';
import { winogradInputStep } from './winograd_input.ts';
import { winogradOutputStep } from './winograd_output.ts';
import { type WinogradTiling, winogradTiling } from './winograd_tiling.ts';

/** Invocations of a transform's workgroup. */
const WORKGROUP_SIZE = 16;
/** With fewer input channels the transforms cost more than they save and the error bound is not kept. */
const FEWEST_CHANNELS = { default: 16, fast: 4 };

/** F(2×2, 3×3) as three passes around quad products, on CPU adapters with subgroups. */
export const winograd2Quads = winogradQuads(2);

/** F(4×4, 3×3) likewise: a quarter of the multiplications, at up to four times the error. */
export const winograd4Quads = winogradQuads(4);

function winogradQuads(outTile: 2 | 4): Kernel {
  return {
    name: `winograd${outTile}_quads`,
    algorithm: `winograd${outTile}`,
    supports: (problem, capabilities) => whyNot(problem, capabilities, outTile),
    candidates: () => [{}],
    cost(problem, { isSoftware }) {
      const tiling = winogradTiling(problem, outTile);
      const perPoint =
        problem.inChannels * 33 + problem.outChannels * (18 + 14 * (outTile === 4 ? 0.45 : 0.25));
      const transforms = (tiling.countTiles / 4) * tiling.countPoints * perPoint;
      return (transforms + quadMatmulCost(productOf(problem, tiling))) * (isSoftware ? 1 : 8);
    },
    build: (problem) => build(problem, winogradTiling(problem, outTile)),
  };
}

function build(problem: Conv2dProblem, tiling: WinogradTiling): KernelProgram {
  const { inChannels, outChannels } = problem;
  const { countPoints, pitch } = tiling;
  const multiply = quadMatmulStep({
    ...productOf(problem, tiling),
    sharesLeft: false,
    epilogue: { HAS_BIAS: false, HAS_RESIDUAL: false, ...activationConstants(resolveActivation(undefined)) },
    types: { Element: 'f32' },
    bindings: [
      { name: 'right', access: 'read', buffer: 'transformedInput' },
      { name: 'left', access: 'read', buffer: 'transformedFilter' },
      { name: 'bias', access: 'read', buffer: 'none' },
      { name: 'residual', access: 'read', buffer: 'none' },
      { name: 'output', access: 'write', buffer: 'products' },
    ],
  });
  const filterBytes = countPoints * inChannels * paddedRows4(outChannels) * 16;
  return {
    prepare: [winogradFilterStep(problem, tiling)],
    steps: [
      winogradInputStep(problem, tiling, WORKGROUP_SIZE),
      multiply,
      winogradOutputStep(problem, tiling, WORKGROUP_SIZE),
    ],
    buffers: {
      transformedFilter: { sizeBytes: filterBytes, lifetime: 'prepared' },
      transformedInput: { sizeBytes: countPoints * inChannels * pitch * 4, lifetime: 'scratch' },
      products: { sizeBytes: countPoints * outChannels * pitch * 4, lifetime: 'scratch' },
    },
  };
}

function productOf(problem: Conv2dProblem, { countPoints, pitch }: WinogradTiling) {
  return { batch: countPoints, rows: problem.outChannels, columns: pitch, depth: problem.inChannels };
}

function whyNot(problem: Conv2dProblem, { hasSubgroups }: Capabilities, outTile: 2 | 4): true | string {
  if (problem.accuracy === 'strict') return 'the accuracy asked for is strict';
  if (!hasSubgroups) return 'the device has no subgroups';
  if (problem.filterHeight !== 3 || problem.filterWidth !== 3) return 'the filter is not 3×3';
  if (problem.strideHeight * problem.strideWidth !== 1) return 'it strides';
  if (problem.dilationHeight * problem.dilationWidth !== 1) return 'it is dilated';
  if (problem.groups !== 1) return 'it has groups';
  if (outTile === 4 && problem.dataType === 'float16') return 'F(4,3) exceeds the error bound of float16';
  return problem.inChannels >= FEWEST_CHANNELS[problem.accuracy] || 'it has few input channels';
}
