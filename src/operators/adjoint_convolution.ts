import { planConv2d } from '../plan/plan.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import { createConv2dProblem } from '../problem/create.ts';
import { elementCount, filterStrides } from '../problem/layouts.ts';
import { type Conv2dProblem, filterShapeOf, outputShapeOf } from '../problem/problem.ts';
import { type BufferRef, caller, owned } from '../wgsl/bindings.ts';
import { foldSteps, makeStep } from '../wgsl/step.ts';
import { denseStrides, mapStep } from './nn_map.ts';
import { type Operator, type OperatorPlan, rebind } from './operator.ts';

/** The gradient's buffers by the convolution's names for them. */
const RENAMED: ReadonlyMap<string, BufferRef> = new Map([
  ['input', caller('outputGradient')],
  ['filter', owned('rotated')],
  ['output', caller('inputGradient')],
]);

/**
 * The input gradient of a convolution with stride 1 is itself a convolution: of the output's gradient with the filter
 * rotated by 180°, its input and output channels swapped. Undefined with strides, with a border that repeats the input,
 * or with a border wider than the filter.
 */
export function adjointConvolution(problem: Conv2dProblem): Operator['plan'] | undefined {
  const { groups, filterHeight, filterWidth, dilationHeight, dilationWidth, inputLayout } = problem;
  const [rows, columns] = [(filterHeight - 1) * dilationHeight, (filterWidth - 1) * dilationWidth];
  const padding = [
    rows - problem.padTop,
    rows - problem.padBottom,
    columns - problem.padLeft,
    columns - problem.padRight,
  ] as const;
  const repeatsInput = problem.paddingMode !== 'zeros' && problem.paddingMode !== 'constant';
  const moves = problem.strideHeight * problem.strideWidth;
  if (moves > 1 || repeatsInput || padding.some((side) => side < 0)) return undefined;
  const adjoint = createConv2dProblem({
    inputShape: outputShapeOf(problem),
    filterShape: [problem.inChannels, problem.outChannels / groups, filterHeight, filterWidth],
    padding,
    dilations: [dilationHeight, dilationWidth],
    groups,
    inputLayout,
    flipFilter: !problem.flipFilter,
    accuracy: problem.accuracy,
    dtype: problem.dtype,
  });
  return (capabilities) => planAdjoint(problem, adjoint, capabilities);
}

function planAdjoint(
  problem: Conv2dProblem,
  adjoint: Conv2dProblem,
  capabilities: Capabilities,
): OperatorPlan {
  const plan = rebind(planConv2d(adjoint, capabilities), RENAMED);
  const turn = foldSteps([turnStep(problem)], capabilities.limits.maxComputeWorkgroupsPerDimension);
  const sizeBytes = elementCount(filterShapeOf(problem)) * 4;
  return {
    prepare: [...turn, ...plan.prepare],
    steps: plan.steps,
    buffers: { ...plan.buffers, rotated: { sizeBytes, lifetime: 'prepared' } },
  };
}

/** Copies the filter as `[group, ic, oc, kh, kw]`. */
function turnStep({ groups, inChannels, outChannels, filterHeight, filterWidth, ...rest }: Conv2dProblem) {
  const [i, o] = [inChannels / groups, outChannels / groups];
  const from = filterStrides(rest.filterLayout, { o: outChannels, i, h: filterHeight, w: filterWidth });
  const sizes = [groups, i, o, filterHeight, filterWidth];
  const a = { ...caller('filter'), strides: [from.o * o, from.i, from.o, from.h, from.w] };
  const output = { ...owned('rotated'), strides: denseStrides(sizes) };
  return makeStep(mapStep({ sizes, a, output, dtype: rest.dtype }));
}
