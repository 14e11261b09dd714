import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../src/errors.ts';
import { rankCandidates } from '../../src/plan/plan.ts';
import type { Capabilities } from '../../src/problem/capabilities.ts';
import { createConv2dProblem } from '../../src/problem/create.ts';
import { importTuning } from '../../src/tuner/memory.ts';
import { planOn } from '../../src/tuner/plans.ts';
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
import { DEFAULT_LIMITS } from '../limits.ts';
import { capabilities, problem } from './tuning-problem.ts';

const deviceKey = tuningDeviceKey(capabilities);

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
