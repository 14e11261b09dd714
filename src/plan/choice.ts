import { InvalidArgumentError } from '../errors.ts';
import type { Kernel, Tiles } from '../kernels/kernel.ts';
import { KERNELS } from '../kernels/registry.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import type { Conv2dProblem } from '../problem/problem.ts';

/** Fixes the kernel, and optionally its tiles, instead of leaving them to the planner. */
export interface PlanChoice {
  /** Name of a kernel, as in `Conv2dPlan.kernel`. Default: the planner chooses. */
  readonly kernel?: string;
  /** One of the sets of tiles that `kernel` offers for the problem on the device. Default: the cheapest. */
  readonly tiles?: Tiles;
  /** Shown as the plan's reason. Default: that the kernel was asked for by name. */
  readonly reason?: string;
}

/** A kernel with one of the sets of tiles it offers. */
export interface Offer {
  readonly kernel: Kernel;
  readonly tiles: Tiles;
}

/**
 * The kernels and tiles that `choice` leaves to the model.
 * @param argument how the caller writes `choice`, for errors
 * @throws InvalidArgumentError if none is left.
 */
export function offersFor(
  problem: Conv2dProblem,
  capabilities: Capabilities,
  choice: PlanChoice,
  argument: string,
): Offer[] {
  const offers = chosenKernels(problem, capabilities, choice.kernel, `${argument}.kernel`).flatMap((kernel) =>
    kernel.candidates(problem, capabilities).map((tiles) => ({ kernel, tiles })),
  );
  const { kernel, tiles } = choice;
  if (tiles === undefined) return offers;
  if (kernel === undefined) throw new InvalidArgumentError(`${argument}.tiles`, tiles, 'a kernel beside it');
  const chosen = isObject(tiles) ? offers.filter((offer) => sameTiles(offer.tiles, tiles)) : [];
  if (chosen.length > 0) return chosen;
  const offered = offers.map((offer) => offer.tiles);
  throw tilesError(`${argument}.tiles`, tiles, offered);
}

/** Whether two sets of tiles are the same. */
export function sameTiles(a: Tiles, b: Tiles): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** The kernel of this name, or all of them without one, if they can compute `problem`. */
function chosenKernels(
  problem: Conv2dProblem,
  capabilities: Capabilities,
  name: string | undefined,
  argument: string,
): Kernel[] {
  if (name === undefined) return KERNELS.filter((kernel) => !kernel.refusal(problem, capabilities));
  const kernel = KERNELS.find((kernel) => kernel.name === name);
  if (!kernel) {
    throw new InvalidArgumentError(argument, name, `one of ${KERNELS.map((each) => each.name).join(', ')}`);
  }
  const refusal = kernel.refusal(problem, capabilities);
  if (refusal === undefined) return [kernel];
  const needs = `a kernel that can compute ${problem.key}; this one cannot: ${refusal}`;
  throw new InvalidArgumentError(argument, name, needs);
}

/** Names the first size that is unknown, or that no offer has. */
function tilesError(argument: string, tiles: Tiles, offered: readonly Tiles[]): InvalidArgumentError {
  const names = Object.keys(offered[0]);
  if (!isObject(tiles)) return new InvalidArgumentError(argument, tiles, `an object of ${names.join(', ')}`);
  const unknown = Object.keys(tiles).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const needs = `no size of this name; the kernel has ${names.join(', ') || 'none'}`;
    return new InvalidArgumentError(`${argument}.${unknown}`, tiles[unknown], needs);
  }
  for (const name of names) {
    const sizes = [...new Set(offered.map((offer) => offer[name]))];
    if (sizes.includes(tiles[name])) continue;
    return new InvalidArgumentError(`${argument}.${name}`, tiles[name], `one of ${sizes.join(', ')}`);
  }
  const needs = `sizes that are offered together, such as ${JSON.stringify(offered[0])}`;
  return new InvalidArgumentError(argument, JSON.stringify(tiles), needs);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
