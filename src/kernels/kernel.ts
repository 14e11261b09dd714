import type { Algorithm } from '../problem/algorithm.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import type { Conv2dProblem } from '../problem/problem.ts';
import type { KernelProgram, StepBinding } from './step.ts';

/** A choice of tile sizes, by the names a kernel's shader gives them. */
export type Tiles = Readonly<Record<string, number>>;

/** One way to compute a convolution: pure data in, pure data out, no GPU. */
export interface Kernel {
  /** The stem shared with its shader; also what `plan.kernel` says. */
  readonly name: string;
  /** Which error bound of `src/problem/tolerance.ts` the kernel keeps. */
  readonly algorithm: Algorithm;
  /** `true`, or in a few words why not. */
  supports(problem: Conv2dProblem, capabilities: Capabilities): true | string;
  /** Tile choices worth trying, none of which breaks a limit; the first is the usual one. */
  candidates(problem: Conv2dProblem, capabilities: Capabilities): readonly Tiles[];
  /** Estimated time in arbitrary units that are equal across kernels on one kind of device. */
  cost(problem: Conv2dProblem, capabilities: Capabilities, tiles: Tiles): number;
  build(problem: Conv2dProblem, capabilities: Capabilities, tiles: Tiles): KernelProgram;
}

/** Bindings that all single-step kernels share, in the order of their `@binding` numbers. */
export function convBindings(problem: Conv2dProblem, input = 'input', filter = 'filter'): StepBinding[] {
  return [
    { name: 'input', access: 'read', buffer: input },
    { name: 'filterWeights', access: 'read', buffer: filter },
    { name: 'bias', access: 'read', buffer: problem.hasBias ? 'bias' : 'none' },
    { name: 'residual', access: 'read', buffer: problem.hasResidual ? 'residual' : 'none' },
    { name: 'output', access: 'write', buffer: 'output' },
  ];
}
