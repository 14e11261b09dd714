import { KERNELS } from '../src/kernels/registry.ts';
import { planConv2d } from '../src/plan/plan.ts';
import type { Capabilities } from '../src/problem/capabilities.ts';
import type { Dtype } from '../src/problem/options.ts';
import { flopsOf } from '../src/problem/problem.ts';
import { type Conv2dCase, problemOf } from './case.ts';
import { float16Cases, float16StorageCases, float32Cases, withHalves } from './cases.ts';
import { cover, pairsOf } from './cover.ts';
import { sizeCases } from './factor-cases.ts';
import { valuesOf } from './factors.ts';
import { layerCases } from './layer-cases.ts';
import { drawCase } from './random-cases.ts';
import { tileSizeCases, tileSizesOf } from './size-cases.ts';

/** A case, on one kernel or on the planner's choice. */
export interface CaseRun {
  readonly conv2dCase: Conv2dCase;
  /** Default: the planner's choice. */
  readonly kernel?: string;
}

/** A case on one kernel. */
type KernelRun = Required<CaseRun>;

/** Cases that take any kernel milliseconds: shared ones, and draws of all options at once. */
const smallCases: readonly Conv2dCase[] = [
  ...float32Cases.filter((conv2dCase) => flopsOf(problemOf(conv2dCase)) < 3e6),
  ...Array.from({ length: 500 }, (_, index) => drawCase(1, index)),
];

/** Cases whose sizes are to meet the tiles that a kernel usually has. Others run on the smallest, which compile fastest. */
export const isAboutTiles = (conv2dCase: Conv2dCase) => aboutTiles.has(conv2dCase.name);
const aboutTiles = new Set([...sizeCases, ...tileSizeCases].map(({ name }) => name));

/** What `npm run test:all` runs on such a device. */
export function allRuns(dtype: Dtype, capabilities: Capabilities): CaseRun[] {
  const isHalf = dtype === 'float16';
  return distinct([
    ...onPlannersChoice(isHalf ? float16Cases : []),
    ...everyRun(isHalf ? float16StorageCases : float32Cases, capabilities),
    ...quickRuns(dtype, capabilities),
  ]);
}

/**
 * What `npm test` runs of it. In float32: each case on the planner's choice, every two values of different options together,
 * and sizes around tiles on every kernel. In float16: layers on the planner's choice, and each value of an option on every
 * kernel.
 */
export function quickRuns(dtype: Dtype, capabilities: Capabilities): CaseRun[] {
  if (dtype === 'float16') {
    const small = everyRun(smallCases.map(withHalves), capabilities);
    return distinct([...onPlannersChoice(layerCases.map(withHalves)), ...cover(small, valuesOnKernel)]);
  }
  return distinct([
    ...onPlannersChoice(float32Cases),
    ...onGpuChoice(layerCases, capabilities),
    ...cover(everyRun(smallCases, capabilities), pairsOfValues),
    ...cover(everyRun(tileSizeCases, capabilities), tilesOnKernel),
  ]);
}

/** Each case on every kernel that takes it. The kernels take turns in going first, so that {@link cover} picks all of them. */
export function everyRun(cases: readonly Conv2dCase[], capabilities: Capabilities): KernelRun[] {
  return cases.flatMap((conv2dCase, index) => {
    const problem = problemOf(conv2dCase);
    const takers = KERNELS.filter((kernel) => kernel.refusal(problem, capabilities) === undefined);
    const first = index % takers.length;
    return [...takers.slice(first), ...takers.slice(0, first)].map(({ name }) => ({
      conv2dCase,
      kernel: name,
    }));
  });
}

export const pairsOfValues = ({ conv2dCase, kernel }: KernelRun) =>
  pairsOf([kernel, ...valuesOf(conv2dCase)]);

export const valuesOnKernel = ({ conv2dCase, kernel }: KernelRun) =>
  valuesOf(conv2dCase).map((value) => `${kernel}: ${value}`);

export const tilesOnKernel = ({ conv2dCase, kernel }: KernelRun) =>
  tileSizesOf(conv2dCase).map((size) => `${kernel}: ${size}`);

function onPlannersChoice(cases: readonly Conv2dCase[]): CaseRun[] {
  return cases.map((conv2dCase) => ({ conv2dCase }));
}

/** Each case on the kernel that the planner takes for it on a GPU. */
function onGpuChoice(cases: readonly Conv2dCase[], capabilities: Capabilities): KernelRun[] {
  const gpu = { ...capabilities, isSoftware: false };
  return cases.map((conv2dCase) => ({ conv2dCase, kernel: planConv2d(problemOf(conv2dCase), gpu).kernel }));
}

function distinct(runs: readonly CaseRun[]): CaseRun[] {
  return [...new Map(runs.map((run) => [`${run.kernel} ${run.conv2dCase.name}`, run])).values()];
}
