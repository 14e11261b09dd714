import type { Algorithm } from '../problem/algorithm.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import type { Conv2dProblem } from '../problem/problem.ts';
import type { KernelProgram } from '../wgsl/step.ts';

/** A choice of tile sizes, by the names a kernel's shader gives them. */
export type Tiles = Readonly<Record<string, number>>;

/** One way to compute a convolution: pure data in, pure data out, no GPU. */
export interface Kernel {
  /** The stem shared with its shader; also what `plan.kernel` says. */
  readonly name: string;
  /** Which error bound of `src/problem/tolerance.ts` the kernel keeps. */
  readonly algorithm: Algorithm;
  /** Why the kernel cannot compute `problem` on such a device, in a few words; undefined if it can. */
  refusal(problem: Conv2dProblem, capabilities: Capabilities): string | undefined;
  /** Tile choices worth trying, none of which breaks a limit; the first is the usual one. */
  candidates(problem: Conv2dProblem, capabilities: Capabilities): readonly Tiles[];
  /** Estimated time in arbitrary units that are equal across kernels on one kind of device. */
  cost(problem: Conv2dProblem, capabilities: Capabilities, tiles: Tiles): number;
  build(problem: Conv2dProblem, capabilities: Capabilities, tiles: Tiles): KernelProgram;
}

/** The same choices, each once: sizes that a small problem cuts down often coincide. */
export function distinctTiles(choices: readonly Tiles[]): Tiles[] {
  return [...new Map(choices.map((tiles) => [JSON.stringify(tiles), tiles])).values()];
}

/**
 * What a kernel made for CPU adapters costs more on a GPU: its workgroups of 4 leave most lanes idle, and a load is
 * not what counts there.
 */
export const CPU_KERNEL_ON_GPU = 64;

/** What a GPU takes to write or read one value of a buffer between two passes, in multiply-adds. */
export const GPU_COST_OF_MOVE = 60;

/** Invocations that keep a GPU of middling size busy. */
export const BUSY_INVOCATIONS = 2 ** 13;

/** How much of a GPU so many invocations keep busy, at most 1; CPU adapters are busy with any number. */
export function busyShare(invocationCount: number, { isSoftware }: Capabilities): number {
  return isSoftware ? 1 : Math.min(1, invocationCount / BUSY_INVOCATIONS);
}
