import type { Algorithm } from '../problem/algorithm.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import type { Conv2dProblem } from '../problem/problem.ts';
import type { KernelProgram } from '../wgsl/step.ts';

/** Tile sizes by the names of the shader's constants. */
export type Tiles = Readonly<Record<string, number>>;

/** One way to compute a convolution: pure data in, pure data out, no GPU. */
export interface Kernel {
  /** The name that `plan.kernel` shows. */
  readonly name: string;
  /** The kernel's error bound in `src/problem/tolerance.ts`. */
  readonly algorithm: Algorithm;
  /** Why the kernel cannot compute `problem` on such a device, in a few words; undefined if it can. */
  refusal(problem: Conv2dProblem, capabilities: Capabilities): string | undefined;
  /** Tile sizes worth trying, the usual ones first. None breaks a limit. */
  candidates(problem: Conv2dProblem, capabilities: Capabilities): readonly Tiles[];
  /** Estimated time in arbitrary units, comparable between kernels on one kind of device. */
  cost(problem: Conv2dProblem, capabilities: Capabilities, tiles: Tiles): number;
  build(problem: Conv2dProblem, capabilities: Capabilities, tiles: Tiles): KernelProgram;
}

/** Removes duplicates: sizes clamped to a small problem often coincide. */
export function distinctTiles(choices: readonly Tiles[]): Tiles[] {
  return [...new Map(choices.map((tiles) => [JSON.stringify(tiles), tiles])).values()];
}

/**
 * Cost factor of a CPU kernel on a GPU: its small workgroups leave most lanes idle, and it saves loads, which are cheap
 * there.
 */
export const CPU_KERNEL_ON_GPU = 64;

/** Cost, in multiply-adds, of writing or reading one buffer value between two passes on a GPU. */
export const GPU_COST_OF_MOVE = 60;

/** Invocations that keep a mid-range GPU busy. */
export const BUSY_INVOCATIONS = 2 ** 13;

/** Share of a GPU that `invocationCount` invocations keep busy, at most 1. CPU adapters are always busy. */
export function busyShare(invocationCount: number, { isSoftware }: Capabilities): number {
  return isSoftware ? 1 : Math.min(1, invocationCount / BUSY_INVOCATIONS);
}
