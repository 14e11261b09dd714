import { ConvError } from '../errors.ts';
import type { Tiles } from '../kernels/kernel.ts';
import { type Conv2dPlan, planConv2d, rankCandidates } from '../plan/plan.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import type { Conv2dProblem } from '../problem/problem.ts';

/** Of package.json. What was tuned with another version is not used: its kernels were others. */
export const LIBRARY_VERSION = '0.1.0';

const FORMAT = 'webgpu-conv tuning';

/**
 * How far a tuned shape may be from one that borrows its choice, in octaves over all sizes together: beyond a
 * factor of four in one of them, what wins is another matter.
 */
const MAX_DISTANCE = 2;

/** What was found to be quickest for one kind of problem on one kind of device. */
export interface TuningRecord {
  /** All of a problem that is not a size; equal for problems that may borrow from each other. */
  readonly traits: string;
  /** Batch, channels of a group in and out, groups, output height and width. */
  readonly sizes: readonly number[];
  readonly kernel: string;
  readonly tiles: Tiles;
  /** Milliseconds of one run. */
  readonly timeMs: number;
  /** Of the plan that would have been used untuned. */
  readonly defaultTimeMs: number;
}

/** All that is known of some devices. Plain data: this is what is stored, exported and imported. */
export interface TuningTable {
  readonly format: typeof FORMAT;
  readonly version: string;
  readonly devices: Readonly<Record<string, readonly TuningRecord[]>>;
}

/** A table in which nothing is written. */
export const EMPTY_TABLE: TuningTable = { format: FORMAT, version: LIBRARY_VERSION, devices: {} };

/** Names the kind of device that a record holds for. */
export function tuningDeviceKey(capabilities: Capabilities): string {
  const { vendor, architecture, hasF16, hasSubgroups, isSoftware, limits } = capabilities;
  return [
    vendor || 'unknown vendor',
    architecture || 'unknown architecture',
    ...(isSoftware ? ['software'] : []),
    ...(hasF16 ? ['f16'] : []),
    ...(hasSubgroups ? ['subgroups'] : []),
    `${limits.maxComputeInvocationsPerWorkgroup} invocations`,
    `${limits.maxComputeWorkgroupStorageSize} bytes`,
  ].join(', ');
}

/** The table with `record` in it, in place of what it held for the same bucket of problems. */
export function withRecord(table: TuningTable, deviceKey: string, record: TuningRecord): TuningTable {
  const others = (table.devices[deviceKey] ?? []).filter((other) => bucketKey(other) !== bucketKey(record));
  return { ...table, devices: { ...table.devices, [deviceKey]: [...others, record] } };
}

/** `base` with all that `news` knows; where both know, `news` does. */
export function mergeTables(base: TuningTable, news: TuningTable): TuningTable {
  let merged = base;
  for (const [deviceKey, records] of Object.entries(news.devices)) {
    for (const record of records) merged = withRecord(merged, deviceKey, record);
  }
  return merged;
}

/** What tells `problem` from others, for a record or to look one up. */
export function tuningTraits(problem: Conv2dProblem): Pick<TuningRecord, 'traits' | 'sizes'> {
  const { batch, inChannels, outChannels, groups, outHeight, outWidth } = problem;
  const grouping = groups === 1 ? 'dense' : groups === inChannels ? 'depthwise' : 'grouped';
  const border = problem.paddingMode === 'zeros' ? 'zeros' : 'other border';
  return {
    traits: [
      `${problem.filterHeight}×${problem.filterWidth}`,
      `stride ${problem.strideHeight}×${problem.strideWidth}`,
      `dilation ${problem.dilationHeight}×${problem.dilationWidth}`,
      grouping,
      border,
      problem.inputLayout,
      problem.filterLayout,
      problem.dtype,
      problem.accuracy,
    ].join(', '),
    sizes: [batch, inChannels / groups, outChannels / groups, groups, outHeight, outWidth],
  };
}

/** Whether the table has a record for the very bucket of `problem`. */
export function isTuned(table: TuningTable, deviceKey: string, problem: Conv2dProblem): boolean {
  const key = bucketKey(tuningTraits(problem));
  return (table.devices[deviceKey] ?? []).some((record) => bucketKey(record) === key);
}

/**
 * The plan that the nearest record suggests: nearest by its sizes, among those with the same traits. Undefined
 * where none is near or none of its choices is still offered for this problem.
 */
export function planTuned(
  problem: Conv2dProblem,
  capabilities: Capabilities,
  table: TuningTable,
): Conv2dPlan | undefined {
  for (const { kernel, tiles, timeMs, defaultTimeMs } of nearestRecords(table, problem, capabilities)) {
    if (!isOffered(problem, capabilities, kernel, tiles)) continue;
    const gain = (defaultTimeMs / timeMs).toFixed(2);
    try {
      return planConv2d(problem, capabilities, {
        kernel,
        tiles,
        reason: `tuned: ${gain}× the default's speed`,
      });
    } catch (error) {
      // a neighbor's kernel may need buffers too large for this problem
      if (!(error instanceof ConvError)) throw error;
    }
  }
  return undefined;
}

function nearestRecords(table: TuningTable, problem: Conv2dProblem, capabilities: Capabilities) {
  const { traits, sizes } = tuningTraits(problem);
  return (table.devices[tuningDeviceKey(capabilities)] ?? [])
    .filter((record) => record.traits === traits)
    .map((record) => ({ ...record, distance: distance(record.sizes, sizes) }))
    .filter((record) => record.distance <= MAX_DISTANCE)
    .sort((a, b) => a.distance - b.distance);
}

/** Between two lists of sizes, in octaves. */
function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((size, index) => Math.log2(size / b[index])));
}

function isOffered(
  problem: Conv2dProblem,
  capabilities: Capabilities,
  kernel: string,
  tiles: Tiles,
): boolean {
  return rankCandidates(problem, capabilities).some(
    (candidate) => candidate.kernel.name === kernel && sameTiles(candidate.tiles, tiles),
  );
}

/** Whether two choices of tiles are the same. */
export function sameTiles(a: Tiles, b: Tiles): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** Problems whose sizes round to the same half octaves share a record. */
function bucketKey({ traits, sizes }: Pick<TuningRecord, 'traits' | 'sizes'>): string {
  return `${traits}: ${sizes.map((size) => Math.round(2 * Math.log2(size))).join()}`;
}

/**
 * Reads a table from JSON, believing nothing.
 * @returns the table, or in words why the text is none
 */
export function parseTable(text: string): TuningTable | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is no JSON';
  }
  const { format, version, devices } = (value ?? {}) as Partial<TuningTable>;
  if (format !== FORMAT) return `it is no '${FORMAT}'`;
  if (version !== LIBRARY_VERSION) return `it was written by version ${String(version).slice(0, 20)}`;
  if (typeof devices !== 'object' || devices === null) return 'it has no devices';
  const records = Object.values(devices);
  if (!records.every((list) => Array.isArray(list) && list.every(isRecord)))
    return 'a record in it is damaged';
  return { format, version, devices };
}

function isRecord(value: unknown): value is TuningRecord {
  const { traits, sizes, kernel, tiles, timeMs, defaultTimeMs } = (value ?? {}) as Partial<TuningRecord>;
  const isPositive = (size: unknown) => typeof size === 'number' && size > 0 && Number.isFinite(size);
  return (
    typeof traits === 'string' &&
    typeof kernel === 'string' &&
    Array.isArray(sizes) &&
    sizes.length === 6 &&
    sizes.every(isPositive) &&
    typeof tiles === 'object' &&
    tiles !== null &&
    Object.values(tiles).every((size) => typeof size === 'number') &&
    isPositive(timeMs) &&
    isPositive(defaultTimeMs)
  );
}
