import { flopsOf, outputShapeOf } from '../../problem/problem.ts';
import { makeStep } from '../../wgsl/step.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import { convBindings, type Kernel } from '../kernel.ts';
import { SHADERS } from '../shaders.ts';

const WORKGROUP_SIZE = 64;

/** Any problem, one output an invocation: the kernel of last resort, and the one the others are tuned against. */
export const conv2dDirect: Kernel = {
  name: 'conv2d_direct',
  algorithm: 'direct',
  supports: () => true,
  candidates: () => [{}],
  cost: (problem) => flopsOf(problem) * 8,
  build(problem) {
    const outputCount = outputShapeOf(problem).reduce((product, size) => product * size, 1);
    const step = makeStep(
      {
        shader: 'conv2d_direct',
        constants: problemConstants(problem),
        types: elementTypes(problem),
        bindings: convBindings(problem),
        workgroupCount: Math.ceil(outputCount / WORKGROUP_SIZE),
      },
      SHADERS,
    );
    return { prepare: [], steps: [step], buffers: {} };
  },
};
