import { elementTypes, problemConstants } from '../kernels/constants.ts';
import { outputShapeOf } from '../problem/problem.ts';
import { type Conv2dOperatorInit, conv2dProblemOf } from './convolution.ts';
import { countOf, defineOperator, type Operator } from './operator.ts';

const WORKGROUP_SIZE = 64;

/**
 * The gradient of `conv2d` with respect to its filter: `input`, `outputGradient` → `filterGradient`. The convolution's
 * activation is not part of it: take that one's gradient first.
 */
export function conv2dFilterGradient(init: Conv2dOperatorInit): Operator {
  const problem = conv2dProblemOf(init);
  const { inputShape, filterShape, dtype = 'float32' } = init;
  const outputShape = outputShapeOf(problem);
  const countWeights = countOf(filterShape);
  return defineOperator({
    kind: 'conv2dFilterGradient',
    inputs: { input: { shape: inputShape, dtype }, outputGradient: { shape: outputShape, dtype } },
    outputs: { filterGradient: { shape: filterShape, dtype } },
    countMultiplyAdds: (countOf(outputShape) * countOf(filterShape)) / problem.outChannels,
    steps: ({ isSoftware }) => [
      {
        shader: 'nn_filter_gradient',
        constants: {
          ...problemConstants(problem),
          LANES: isSoftware ? 1 : WORKGROUP_SIZE,
          COUNT_WEIGHTS: countWeights,
        },
        types: elementTypes(problem),
        bindings: [
          { name: 'input', access: 'read', buffer: 'input' },
          { name: 'outputGradient', access: 'read', buffer: 'outputGradient' },
          { name: 'filterGradient', access: 'write', buffer: 'filterGradient' },
        ],
        countWorkgroups: isSoftware ? Math.ceil(countWeights / WORKGROUP_SIZE) : countWeights,
      },
    ],
  });
}
