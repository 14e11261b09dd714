import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { InternalError, InvalidArgumentError, LimitExceededError } from '../../src/errors.ts';
import type { Kernel } from '../../src/kernels/kernel.ts';
import { KERNELS } from '../../src/kernels/registry.ts';
import { planConv2d, rankCandidates } from '../../src/plan/plan.ts';
import type { Capabilities } from '../../src/problem/capabilities.ts';
import { type Conv2dProblemInit, createConv2dProblem } from '../../src/problem/create.ts';
import { createJudge, randomValues } from '../../src/tuner/judge.ts';
import { importTuning } from '../../src/tuner/memory.ts';
import { planOn } from '../../src/tuner/plans.ts';
import { shortlist } from '../../src/tuner/shortlist.ts';
import { defaultStore, fileStore, memoryStore } from '../../src/tuner/store.ts';
import {
  EMPTY_TABLE,
  findRecord,
  LIBRARY_VERSION,
  mergeTables,
  parseTable,
  planTuned,
  type TuningRecord,
  type TuningTable,
  tuningDeviceKey,
  tuningTraits,
  withRecord,
} from '../../src/tuner/table.ts';
import { tuneConv2d } from '../../src/tuner/tuner.ts';
import { layerRows } from '../bench/rows.ts';
import { problemOf } from '../case.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

const capabilities: Capabilities = {
  limits: DEFAULT_LIMITS,
  hasF16: false,
  hasSubgroups: false,
  isSoftware: false,
  vendor: 'acme',
  architecture: 'one',
};
const deviceKey = tuningDeviceKey(capabilities);

function problem(channels: number, extent: number, more: Partial<Conv2dProblemInit> = {}) {
  const inputShape = [1, channels, extent, extent];
  return createConv2dProblem({ inputShape, filterShape: [channels, channels, 3, 3], padding: 1, ...more });
}

/** A record for `of` with a candidate that is not the planner's first. */
function record(of: ReturnType<typeof problem>, timeMs = 2): TuningRecord {
  const { kernel, tiles } = rankCandidates(of, capabilities)[1];
  return { ...tuningTraits(of), kernel: kernel.name, tiles, timeMs, defaultTimeMs: 4 };
}

const control = problem(64, 56);
const table = withRecord(EMPTY_TABLE, deviceKey, record(control));

describe('a tuning table', () => {
  test('names the version in package.json', () => {
    expect(LIBRARY_VERSION).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });

  test('gives the plan that was found for the very shape, and says so', () => {
    const plan = planTuned(control, capabilities, table);
    expect(plan).toMatchObject({ kernel: record(control).kernel, tiles: record(control).tiles });
    expect(plan?.reason).toBe("tuned: 2.00× the default's speed");
  });

  test.each([
    ['one size a little off', problem(64, 60)],
    [
      'one size twice',
      createConv2dProblem({ inputShape: [2, 64, 56, 56], filterShape: [64, 64, 3, 3], padding: 1 }),
    ],
    ['a bias besides', problem(64, 56, { biasShape: [64] })],
  ])('lends to a neighbor: %s', (_, neighbor) => {
    expect(planTuned(neighbor, capabilities, table)?.kernel).toBe(record(control).kernel);
  });

  test.each([
    ['far away', problem(64, 7)],
    ['another stride', problem(64, 56, { strides: 2 })],
    ['another filter', problem(64, 56, { filterShape: [64, 64, 5, 5], padding: 2 })],
    ['groups', problem(64, 56, { filterShape: [64, 1, 3, 3], groups: 64 })],
    ['another accuracy', problem(64, 56, { accuracy: 'strict' })],
    [
      'another layout',
      createConv2dProblem({
        inputShape: [1, 56, 56, 64],
        filterShape: [64, 64, 3, 3],
        padding: 1,
        inputLayout: 'nhwc',
      }),
    ],
  ])('does not lend to %s', (_, other) => {
    expect(planTuned(other, capabilities, table)).toBeUndefined();
  });

  test.each<[string, Partial<Capabilities>]>([
    ['vendor', { vendor: 'other' }],
    ['architecture', { architecture: 'two' }],
    ['feature', { hasF16: true }],
    ['feature, subgroups', { hasSubgroups: true }],
    ['kind, in software', { isSoftware: true }],
    ['limit', { limits: { ...DEFAULT_LIMITS, maxComputeWorkgroupStorageSize: 65536 } }],
    ['limit of invocations', { limits: { ...DEFAULT_LIMITS, maxComputeInvocationsPerWorkgroup: 512 } }],
  ])('does not lend to a device of another %s, nor borrow from it', (_, change) => {
    const other = { ...capabilities, ...change };
    const choice = sharedChoice(other);
    const tuned = (key: string) => withRecord(EMPTY_TABLE, key, { ...record(control), ...choice });
    const otherKey = tuningDeviceKey(other);
    expect(planTuned(control, other, tuned(otherKey))).toMatchObject(choice);
    expect(planTuned(control, other, tuned(deviceKey))).toBeUndefined();
    expect(planTuned(control, capabilities, tuned(otherKey))).toBeUndefined();
  });

  /** A kernel with tiles that both kinds of device offer, so that nothing but the key keeps one from the other's record. */
  function sharedChoice(other: Capabilities) {
    const offered = new Set(rankCandidates(control, other).map((candidate) => choiceOf(candidate)));
    const shared = rankCandidates(control, capabilities).find((candidate) =>
      offered.has(choiceOf(candidate)),
    );
    return { kernel: shared!.kernel.name, tiles: shared!.tiles };
  }

  const choiceOf = ({ kernel, tiles }: ReturnType<typeof rankCandidates>[number]) =>
    JSON.stringify([kernel.name, tiles]);

  test('takes the nearer of two', () => {
    const near = problem(64, 80);
    const usual = rankCandidates(near, capabilities)[0];
    const other = { ...record(near), kernel: usual.kernel.name, tiles: usual.tiles };
    const both = withRecord(table, deviceKey, other);
    expect(planTuned(problem(64, 78), capabilities, both)?.tiles).toEqual(usual.tiles);
    expect(planTuned(problem(64, 57), capabilities, both)?.tiles).toEqual(record(control).tiles);
  });

  test('passes over what is no longer offered', () => {
    const gone = withRecord(EMPTY_TABLE, deviceKey, { ...record(control), tiles: { NO_SUCH: 3 } });
    expect(planTuned(control, capabilities, gone)).toBeUndefined();
    const unknown = withRecord(EMPTY_TABLE, deviceKey, { ...record(control), kernel: 'conv2d_gone' });
    expect(planTuned(control, capabilities, unknown)).toBeUndefined();
  });

  test('keeps one record a bucket, the last', () => {
    const twice = withRecord(table, deviceKey, record(control, 1));
    expect(twice.devices[deviceKey]).toEqual([record(control, 1)]);
    expect(findRecord(twice, deviceKey, problem(64, 57))).toEqual(record(control, 1));
    expect(findRecord(twice, deviceKey, problem(64, 112))).toBeUndefined();
  });

  test('merges: the news wins', () => {
    const news = withRecord(withRecord(EMPTY_TABLE, deviceKey, record(control, 1)), 'else', record(control));
    const merged = mergeTables(table, news);
    expect(merged.devices[deviceKey]).toEqual([record(control, 1)]);
    expect(Object.keys(merged.devices)).toEqual([deviceKey, 'else']);
  });
});

describe('a stored table', () => {
  test.each(['constructor', 'toString', '__proto__'])('may name a device %s', (name) => {
    const devices = Object.fromEntries([[name, [record(control)]]]);
    const parsed = parseTable(JSON.stringify({ ...table, devices })) as TuningTable;
    const merged = mergeTables(mergeTables(EMPTY_TABLE, parsed), parsed);
    expect(Object.entries(merged.devices)).toEqual([[name, [record(control)]]]);
    expect(findRecord(merged, name, control)).toEqual(record(control));
    expect(findRecord(EMPTY_TABLE, name, control)).toBeUndefined();
    expect(() => importTuning(plainDevice(), JSON.stringify(parsed))).not.toThrow();
  });

  test('comes back as it was', () => {
    expect(parseTable(JSON.stringify(table))).toEqual(table);
  });

  const changed = (change: object) => JSON.stringify({ ...table, ...change });
  const damaged = (change: object) =>
    changed({ devices: { [deviceKey]: [{ ...record(control), ...change }] } } satisfies Partial<TuningTable>);

  test.each([
    ['cut short', JSON.stringify(table).slice(0, 40), 'not valid JSON'],
    ['empty', '', 'not valid JSON'],
    ['null', 'null', 'webgpu-conv tuning'],
    ['something else', '{"format":"cookies"}', 'webgpu-conv tuning'],
    ['of another version', changed({ version: '0.0.1' }), '0.0.1'],
    ['without devices', changed({ devices: null }), 'no devices'],
    ['with a list that is none', changed({ devices: { a: {} } }), 'damaged'],
    ['with a negative time', damaged({ timeMs: -1 }), 'damaged'],
    ['with sizes in words', damaged({ sizes: ['1', 2, 3, 4, 5, 6] }), 'damaged'],
    ['with too few sizes', damaged({ sizes: [1] }), 'damaged'],
    ['with tiles in words', damaged({ tiles: { A: '8' } }), 'damaged'],
    ['with null for a record', changed({ devices: { a: [null] } }), 'damaged'],
  ])('is refused, with the reason: %s', (_, text, reason) => {
    expect(parseTable(text)).toContain(reason);
  });
});

describe('a store', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'webgpu-conv-'));

  test.each([
    ['memory', memoryStore()],
    ['file', fileStore(path.join(folder, 'deep', 'tuning.json'))],
  ])('in a %s gives back the last text', async (_, store) => {
    expect(await store.load()).toBeUndefined();
    await store.save('one');
    await store.save('two');
    expect(await store.load()).toBe('two');
  });

  test('in a file leaves nothing beside it, and says when it cannot be read', async () => {
    expect(readdirSync(path.join(folder, 'deep'))).toEqual(['tuning.json']);
    writeFileSync(path.join(folder, 'plain'), '');
    await expect(fileStore(path.join(folder, 'plain', 'tuning.json')).load()).rejects.toThrow(/ENOTDIR/);
  });

  test('is a file in Node by default', () => {
    expect(defaultStore()).toMatchObject({ load: expect.any(Function), save: expect.any(Function) });
  });
});

describe('the judge', () => {
  const small = problem(4, 6, { biasShape: [4] });
  const [filter, bias] = [randomValues(4 * 4 * 9, 2), randomValues(4, 3)];
  const judge = createJudge(small, filter, bias);
  const right = {
    data: Float32Array.from({ length: 4 * 36 }, (_, index) => index / 7),
    algorithm: 'direct',
  } as const;
  const off = (error: number) => ({
    ...right,
    data: right.data.map((value, index) => value + (index === 143 ? error : 0)),
  });

  test('lets rounding pass, and nothing else', () => {
    expect(judge(right, right)).toBe(true);
    expect(judge(off(1e-6), right)).toBe(true);
    expect(judge(off(1e-3), right)).toBe(false);
    expect(judge(off(Number.NaN), right)).toBe(false);
    expect(judge({ ...right, data: right.data.subarray(1) }, right)).toBe(false);
  });

  test('allows Winograd F(4,3) more than plain sums', () => {
    const error = 3e-5;
    expect(judge(off(error), right)).toBe(false);
    expect(judge({ ...off(error), algorithm: 'winograd4' }, right)).toBe(true);
  });

  test('makes noise that float16 holds exactly, the same each time', () => {
    expect(randomValues(5, 1)).toEqual(randomValues(5, 1));
    expect(randomValues(5, 1)).not.toEqual(randomValues(5, 2));
    expect(
      [...randomValues(100, 1)].every((value) => Number.isInteger(value * 64) && Math.abs(value) <= 1),
    ).toBe(true);
  });
});

describe('the candidates to try', () => {
  const software = { ...capabilities, isSoftware: true, hasSubgroups: true };
  const rows = layerRows.flatMap((row) =>
    [capabilities, software].map((on) => ({ name: `${row.name} ${on.isSoftware}`, of: problemOf(row), on })),
  );

  test.each(rows)('are a dozen at most, the default first, each once: $name', ({ of, on }) => {
    const plans = shortlist(of, on, 99);
    expect(plans.length).toBeLessThanOrEqual(12);
    expect(plans[0]).toEqual(planConv2d(of, on));
    const choices = plans.map(({ kernel, tiles }) => JSON.stringify([kernel, tiles]));
    expect(new Set(choices).size).toBe(plans.length);
    expect(shortlist(of, on, 1)).toHaveLength(1);
  });

  /** The plans to try, while every plan of a kernel fails with `error`. */
  function shortlistWithout(name: string, error: Error): string[] {
    const kernel = KERNELS.find((each) => each.name === name) as Kernel;
    const { build } = kernel;
    const broken: Kernel['build'] = () => {
      throw error;
    };
    Object.assign(kernel, { build: broken });
    try {
      return shortlist(control, capabilities).map((plan) => plan.kernel);
    } finally {
      Object.assign(kernel, { build });
    }
  }

  test('leave out what exceeds a limit, and hide no other error', () => {
    expect(shortlist(control, capabilities).map((plan) => plan.kernel)).toContain('conv2d_tiled');
    const tooLarge = new LimitExceededError('a buffer', 'maxStorageBufferBindingSize', 1, 2, 'use less');
    expect(shortlistWithout('conv2d_tiled', tooLarge)).not.toContain('conv2d_tiled');
    expect(() => shortlistWithout('conv2d_tiled', new InternalError('at fault'))).toThrow('at fault');
  });

  test('leave out what the model puts far behind', () => {
    const of = problem(64, 56, { filterShape: [64, 1, 3, 3], groups: 64 });
    const kernels = shortlist(of, software, 99).map(({ kernel }) => kernel);
    expect(kernels).toContain('depthwise_rows');
    expect(rankCandidates(of, software).map(({ kernel }) => kernel.name)).toContain('depthwise_fft');
    expect(kernels).not.toContain('depthwise_fft');
  });
});

/** As much of a device as planning needs. */
const plainDevice = () =>
  ({
    createBuffer: () => {},
    lost: new Promise(() => {}),
    limits: DEFAULT_LIMITS,
    features: new Set(),
    adapterInfo: { vendor: 'acme', architecture: 'one' },
  }) as unknown as GPUDevice;

describe('a plan on a device', () => {
  const device = plainDevice();

  test('is made once, and anew after tuning', () => {
    const first = planOn(device, control);
    expect(planOn(device, problem(64, 56))).toBe(first);
    importTuning(device, JSON.stringify(table));
    expect(planOn(device, control)).toMatchObject({ reason: "tuned: 2.00× the default's speed" });
  });

  test('is as an earlier session stored it, once that is read', async () => {
    const later = plainDevice();
    const store = memoryStore();
    await store.save(JSON.stringify(table));
    expect(await tuneConv2d(later, [], { store })).toEqual([]);
    expect(planOn(later, control)).toMatchObject({ reason: "tuned: 2.00× the default's speed" });
  });

  test('that is tuned needs no store', async () => {
    const known = plainDevice();
    importTuning(known, JSON.stringify(table));
    const load = () => Promise.reject(new Error('not to be read'));
    const onStoreProblem = expect.unreachable;
    const store = { ...memoryStore(), load };
    expect(await tuneConv2d(known, [control, control], { store, onStoreProblem })).toEqual([
      { problemKey: control.key, record: record(control), tried: [] },
      { problemKey: control.key, record: record(control), tried: [] },
    ]);
  });

  test('refuses to import what is no table', () => {
    expect(() => importTuning(device, '{}')).toThrow(InvalidArgumentError);
  });
});
