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

/** What the last step of every kernel binds: bias and residual where the problem has them, and the output. */
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

/** Bindings that all single-step kernels share, in the order of their `@binding` numbers. */
export function convBindings(
  problem: Pick<Conv2dProblem, 'hasBias' | 'hasResidual'>,
  { input = caller('input'), filter = caller('filter'), output = caller('output') } = {},
): StepBinding[] {
  return [read('input', input), read('filterWeights', filter), ...epilogueBindings(problem, output)];
}

/** Those of kernels that sample their filter from the plan's buffer `packedFilter`. */
export function sampledFilterBindings(problem: Conv2dProblem): StepBinding[] {
  return [
    read('input'),
    sample('filterWeights', owned('packedFilter')),
    ...epilogueBindings(problem),
    NEAREST,
  ];
}
