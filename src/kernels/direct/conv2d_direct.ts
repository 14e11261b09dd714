import shader from '../../../shaders/conv2d/conv2d_direct.wgsl';
import { flopsOf, outputShapeOf } from '../../problem/problem.ts';
import { makeStep } from '../../wgsl/step.ts';
import { convBindings } from '../bindings.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import type { Kernel } from '../kernel.ts';

const WORKGROUP_SIZE = 64;

/** Any problem, one output per invocation: the kernel of last resort. */
export const conv2dDirect: Kernel = {
  name: 'conv2d_direct',
  algorithm: 'direct',
  refusal: () => undefined,
  candidates: () => [{}],
  cost: (problem) => flopsOf(problem) * 8,
  build(problem) {
    const outputCount = outputShapeOf(problem).reduce((product, size) => product * size, 1);
    const step = makeStep({
      shader,
      constants: problemConstants(problem),
      types: elementTypes(problem),
      bindings: convBindings(problem),
      workgroupCount: Math.ceil(outputCount / WORKGROUP_SIZE),
    });
    return { prepare: [], steps: [step], buffers: {} };
  },
};
