import shader from '../../shaders/nn/nn_filter_gradient.wgsl';
import { elementTypes, problemConstants } from '../kernels/constants.ts';
import { elementCount } from '../problem/layouts.ts';
import { type Conv2dProblem, filterShapeOf, outputShapeOf } from '../problem/problem.ts';
import { read, write } from '../wgsl/bindings.ts';
import { type Conv2dOperatorInit, conv2dProblemOf } from './convolution.ts';
import { canSumRows, rowSteps, rowTiles } from './nn_filter_gradient_rows.ts';
import { defineOperator, type Operator } from './operator.ts';

/**
 * The gradient of `conv2d` with respect to its filter: `input`, `outputGradient` → `filterGradient`. The convolution's
 * activation is not part of it: take `activationGradient` first.
 */
export function conv2dFilterGradient(init: Conv2dOperatorInit): Operator {
  const problem = conv2dProblemOf(init);
  const { inputShape, filterShape, dtype = 'float32' } = init;
  const outputShape = outputShapeOf(problem);
  return defineOperator({
    kind: 'conv2dFilterGradient',
    inputs: { input: { shape: inputShape, dtype }, outputGradient: { shape: outputShape, dtype } },
    outputs: { filterGradient: { shape: filterShape, dtype } },
    multiplyAddCount: (elementCount(outputShape) * elementCount(filterShape)) / problem.outChannels,
    scratch: canSumRows(problem)
      ? { parts: rowTiles(problem).partCount * elementCount(filterShape) * 4 }
      : {},
    steps: ({ isSoftware }) =>
      isSoftware && canSumRows(problem) ? rowSteps(problem) : [workgroupStep(problem)],
  });
}

/** One workgroup per weight. */
function workgroupStep(problem: Conv2dProblem) {
  return {
    shader,
    constants: problemConstants(problem),
    types: elementTypes(problem),
    bindings: [read('input'), read('outputGradient'), write('filterGradient')],
    workgroupCount: elementCount(filterShapeOf(problem)),
  } as const;
}
