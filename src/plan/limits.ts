import { LimitExceededError } from '../errors.ts';
import type { PlanLimits } from '../problem/capabilities.ts';
import { ELEMENT_BYTES } from '../problem/layouts.ts';
import type { Conv2dProblem } from '../problem/problem.ts';
import type { KernelProgram } from '../wgsl/step.ts';

/** An error for the first buffer, filter included, that is too large to bind; undefined if there is none. */
export function oversizedBuffer(
  problem: Conv2dProblem,
  program: KernelProgram,
  { maxStorageBufferBindingSize }: PlanLimits,
): LimitExceededError | undefined {
  const sizes = [
    ['the filter', filterBytes(problem)] as const,
    ...Object.entries(program.buffers).map(
      ([name, buffer]) => [`the intermediate '${name}'`, buffer.sizeBytes] as const,
    ),
  ];
  const oversized = sizes.find(([, sizeBytes]) => sizeBytes > maxStorageBufferBindingSize);
  return (
    oversized &&
    new LimitExceededError(
      `${problem.key}: ${oversized[0]}`,
      'maxStorageBufferBindingSize',
      maxStorageBufferBindingSize,
      oversized[1],
      'split the output channels over several convolutions',
    )
  );
}

function filterBytes(problem: Conv2dProblem): number {
  const { outChannels, inChannels, groups, filterHeight, filterWidth, dtype } = problem;
  return outChannels * (inChannels / groups) * filterHeight * filterWidth * ELEMENT_BYTES[dtype];
}
