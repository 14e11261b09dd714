import { elementCount } from '../../problem/layouts.ts';
import { type Conv2dProblem, outputShapeOf } from '../../problem/problem.ts';
import { type KernelStep, makeStep } from '../../wgsl/step.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import { SHADERS } from '../shaders.ts';

const WORKGROUP_SIZE = 64;

/** Adds `splits` planes of sums in the buffer `partialSums` to the output, with all that follows a sum. */
export function sumSplitsStep(problem: Conv2dProblem, splits: number): KernelStep {
  return makeStep(
    {
      shader: 'sum_splits',
      constants: { ...problemConstants(problem), SPLITS: splits },
      types: elementTypes(problem),
      bindings: [
        { name: 'partialSums', access: 'read', buffer: 'partialSums' },
        { name: 'bias', access: 'read', buffer: problem.hasBias ? 'bias' : 'none' },
        { name: 'residual', access: 'read', buffer: problem.hasResidual ? 'residual' : 'none' },
        { name: 'output', access: 'write', buffer: 'output' },
      ],
      workgroupCount: Math.ceil(elementCount(outputShapeOf(problem)) / WORKGROUP_SIZE),
    },
    SHADERS,
  );
}
