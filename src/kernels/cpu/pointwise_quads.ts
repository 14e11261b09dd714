import type { Capabilities } from '../../problem/capabilities.ts';
import { elementCount } from '../../problem/layouts.ts';
import { type Conv2dProblem, inputShapeOf, outputShapeOf } from '../../problem/problem.ts';
import { caller, owned } from '../../wgsl/bindings.ts';
import { epilogueBindings } from '../bindings.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import { CPU_KERNEL_ON_GPU, type Kernel } from '../kernel.ts';
import { packMatrix } from '../pack.ts';
import { quadMatmulCost, quadMatmulRefusal, quadMatmulStep, quadRows, TILE } from './matmul_quads.ts';

const RIGHT = { ...caller('input'), isSampled: false };

/** A 1×1 convolution in nchw as one matrix product per image, for CPU adapters with subgroups. */
export const pointwiseQuads: Kernel = {
  name: 'pointwise_quads',
  algorithm: 'direct',
  refusal,
  candidates: () => [{}],
  cost: (problem, { isSoftware }) => quadMatmulCost(shapeOf(problem)) * (isSoftware ? 1 : CPU_KERNEL_ON_GPU),
  build(problem) {
    const { step: pack, buffers } = packMatrix(problem, quadRows(problem.outChannels, problem.inChannels, 1));
    const multiply = quadMatmulStep({
      ...shapeOf(problem),
      side: 1,
      leftSide: 1,
      epilogue: problemConstants(problem),
      types: elementTypes(problem),
      left: owned('packedFilter'),
      bindings: epilogueBindings(problem),
    });
    return { prepare: [pack], steps: [multiply], buffers };
  },
};

function refusal(problem: Conv2dProblem, capabilities: Capabilities): string | undefined {
  if (problem.filterHeight * problem.filterWidth !== 1) return 'the filter is larger than 1×1';
  if (problem.strideHeight * problem.strideWidth !== 1) return 'the stride is not 1';
  if (problem.groups !== 1) return 'groups is not 1';
  if (problem.inputLayout !== 'nchw') return 'the layout is not nchw';
  if (problem.outHeight * problem.outWidth !== problem.inHeight * problem.inWidth)
    return 'the input is padded';
  const counts = [inputShapeOf(problem), outputShapeOf(problem)].map(elementCount);
  if (!counts.every((count) => count % 4 === 0)) return 'input and output sizes must be multiples of 4';
  return quadMatmulRefusal(problem.inChannels, Math.ceil(problem.outChannels / TILE), capabilities);
}

function shapeOf({ batch, outChannels, inChannels, outHeight, outWidth }: Conv2dProblem) {
  return { batch, rows: outChannels, columns: outHeight * outWidth, depth: inChannels, right: RIGHT };
}
