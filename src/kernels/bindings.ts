import type { Conv2dProblem } from '../problem/problem.ts';
import {
  type BufferRef,
  caller,
  NEAREST,
  optional,
  owned,
  read,
  type StepBinding,
  sample,
  write,
} from '../wgsl/bindings.ts';

/** Bindings of every kernel's last step: bias and residual (if the problem has them), and the output. */
export function epilogueBindings(
  { hasBias, hasResidual }: Pick<Conv2dProblem, 'hasBias' | 'hasResidual'>,
  output: BufferRef = caller('output'),
): StepBinding[] {
  return [
    read('bias', optional('bias', hasBias)),
    read('residual', optional('residual', hasResidual)),
    write('output', output),
  ];
}

/** Bindings of the single-step kernels, in the order of their `@binding` numbers. */
export function convBindings(
  problem: Pick<Conv2dProblem, 'hasBias' | 'hasResidual'>,
  { input = caller('input'), filter = caller('filter'), output = caller('output') } = {},
): StepBinding[] {
  return [read('input', input), read('filterWeights', filter), ...epilogueBindings(problem, output)];
}

/** Bindings of kernels that sample the filter from the plan's buffer `packedFilter`. */
export function sampledFilterBindings(problem: Conv2dProblem): StepBinding[] {
  return [
    read('input'),
    sample('filterWeights', owned('packedFilter')),
    ...epilogueBindings(problem),
    NEAREST,
  ];
}
