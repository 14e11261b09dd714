import type { Tiles } from '../kernels/kernel.ts';
import { sameTiles } from '../plan/choice.ts';
import { type Conv2dPlan, planIfBindable, rankCandidates } from '../plan/plan.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import type { Conv2dProblem } from '../problem/problem.ts';

/** The version in package.json. Results of another version are not used: its kernels differ. */
export const LIBRARY_VERSION = '0.1.0';

const FORMAT = 'webgpu-conv tuning';

/** Largest distance in octaves, over all sizes, at which a problem uses the record of another: a factor of 4 in one. */
const MAX_DISTANCE = 2;

/** The quickest kernel and tiles found for one kind of problem on one kind of device. */
export interface TuningRecord {
  /** What describes the problem apart from its sizes. Problems of equal traits may use each other's records. */
  readonly traits: string;
  /** Batch, input and output channels per group, groups, output height and width. */
  readonly sizes: readonly number[];
  readonly kernel: string;
  readonly tiles: Tiles;
  /** Milliseconds per run. */
  readonly timeMs: number;
  /** Milliseconds per run of the plan that is used without tuning. */
  readonly defaultTimeMs: number;
}

/** The records of some kinds of devices. Plain data: it is stored, exported and imported as JSON. */
export interface TuningTable {
  readonly format: typeof FORMAT;
  readonly version: string;
  readonly devices: Readonly<Record<string, readonly TuningRecord[]>>;
}

/** A table without records. */
export const EMPTY_TABLE: TuningTable = { format: FORMAT, version: LIBRARY_VERSION, devices: {} };

/** Names a kind of device: devices of one name share records. */
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

/** The table with `record`, which replaces one for the same bucket of problems. */
export function withRecord(table: TuningTable, deviceKey: string, record: TuningRecord): TuningTable {
  const others = recordsOf(table, deviceKey).filter((other) => bucketKey(other) !== bucketKey(record));
  return { ...table, devices: { ...table.devices, [deviceKey]: [...others, record] } };
}

/** The records of both tables; those of `news` replace those of `base` for the same bucket. */
export function mergeTables(base: TuningTable, news: TuningTable): TuningTable {
  let merged = base;
  for (const [deviceKey, records] of Object.entries(news.devices)) {
    for (const record of records) merged = withRecord(merged, deviceKey, record);
  }
  return merged;
}

/** The part of a record that says which problems it is for. */
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

/** The record for the bucket of `problem`; undefined if the table has none. */
export function findRecord(
  table: TuningTable,
  deviceKey: string,
  problem: Conv2dProblem,
): TuningRecord | undefined {
  const key = bucketKey(tuningTraits(problem));
  return recordsOf(table, deviceKey).find((record) => bucketKey(record) === key);
}

/**
 * The plan of the nearest record by size that has the traits of `problem`. Undefined if none is near enough, or if
 * no near record's kernel offers its tiles for `problem`.
 */
export function planTuned(
  problem: Conv2dProblem,
  capabilities: Capabilities,
  table: TuningTable,
): Conv2dPlan | undefined {
  const records = nearestRecords(table, problem, capabilities);
  if (records.length === 0) return undefined;
  const offered = rankCandidates(problem, capabilities);
  for (const { kernel, tiles, timeMs, defaultTimeMs } of records) {
    if (!offered.some((offer) => offer.kernel.name === kernel && sameTiles(offer.tiles, tiles))) continue;
    const reason = `tuned: ${(defaultTimeMs / timeMs).toFixed(2)}× the default's speed`;
    const plan = planIfBindable(problem, capabilities, { kernel, tiles, reason });
    if (plan) return plan;
  }
  return undefined;
}

function nearestRecords(table: TuningTable, problem: Conv2dProblem, capabilities: Capabilities) {
  const { traits, sizes } = tuningTraits(problem);
  return recordsOf(table, tuningDeviceKey(capabilities))
    .filter((record) => record.traits === traits)
    .map((record) => ({ ...record, distance: distance(record.sizes, sizes) }))
    .filter((record) => record.distance <= MAX_DISTANCE)
    .sort((a, b) => a.distance - b.distance);
}

/** The distance between two lists of sizes, in octaves. */
function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((size, index) => Math.log2(size / b[index])));
}

/** The records of one kind of device. Its name may be that of a property which all objects inherit. */
function recordsOf({ devices }: TuningTable, deviceKey: string): readonly TuningRecord[] {
  return Object.hasOwn(devices, deviceKey) ? devices[deviceKey] : [];
}

/** Problems whose sizes round to the same half octaves share a record. */
function bucketKey({ traits, sizes }: Pick<TuningRecord, 'traits' | 'sizes'>): string {
  return `${traits}: ${sizes.map((size) => Math.round(2 * Math.log2(size))).join()}`;
}

/**
 * Reads a table from JSON and checks all of it.
 * @returns the table, or in words why the text is not one
 */
export function parseTable(text: string): TuningTable | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not valid JSON';
  }
  const { format, version, devices } = (value ?? {}) as Partial<TuningTable>;
  if (format !== FORMAT) return `it is not a '${FORMAT}'`;
  if (version !== LIBRARY_VERSION) return `it was written by version ${String(version).slice(0, 20)}`;
  if (typeof devices !== 'object' || devices === null) return 'it has no devices';
  const lists = Object.values(devices);
  if (!lists.every((list) => Array.isArray(list) && list.every(isRecord)))
    return 'one of its records is damaged';
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
