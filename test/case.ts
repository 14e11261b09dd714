import { createConv2dProblem } from '../src/problem/create.ts';
import { readFilterShape, shapeOf } from '../src/problem/layouts.ts';
import type { Conv2dSettings, Dtype } from '../src/problem/options.ts';
import type { Conv2dProblem } from '../src/problem/problem.ts';

/** A convolution to run, as plain data; `data.ts` makes its numbers from its name. */
export interface Conv2dCase extends Conv2dSettings {
  /** What it is about, then the problem's key. */
  readonly name: string;
  readonly inputShape: readonly number[];
  readonly filterShape: readonly number[];
  readonly hasBias?: boolean;
  readonly hasResidual?: boolean;
  /** Default `'float32'`. */
  readonly dtype?: Dtype;
  /** Default `'normal'`. */
  readonly values?: 'normal' | 'integers';
}

/** A case by its sizes, whatever its layouts. */
export interface CaseSizes extends Omit<Conv2dCase, 'name' | 'inputShape' | 'filterShape'> {
  readonly batch?: number;
  readonly inChannels: number;
  readonly height: number;
  readonly width: number;
  readonly outChannels: number;
  /** Height and width. */
  readonly filter: readonly [number, number];
}

/** The problem a case states. */
export function problemOf({ hasBias, ...init }: Omit<Conv2dCase, 'name'>): Conv2dProblem {
  const { outChannels } = readFilterShape(init.filterShape, init.filterLayout ?? 'oihw');
  return createConv2dProblem({ ...init, biasShape: hasBias ? [outChannels] : undefined });
}

/** Puts sizes into the order of their layouts and the problem's key into the name. */
export function makeCase(about: string, sizes: CaseSizes): Conv2dCase {
  const { batch = 1, inChannels, height, width, outChannels, filter, ...options } = sizes;
  const filterSizes = { o: outChannels, i: inChannels / (options.groups ?? 1), h: filter[0], w: filter[1] };
  const axes = [...(options.filterLayout ?? 'oihw')] as (keyof typeof filterSizes)[];
  const unnamed = {
    ...options,
    inputShape: shapeOf(options.inputLayout ?? 'nchw', [batch, inChannels, height, width]),
    filterShape: axes.map((axis) => filterSizes[axis]),
  };
  const values = options.values === 'integers' ? ' integers' : '';
  return { ...unnamed, name: `${about}${values}: ${problemOf(unnamed).key}` };
}
