import { describe, expect, test } from 'vitest';
import { conv2dReference } from '../../src/index.ts';
import { createChecker } from '../bench/check.ts';
import { QUICK, timeInterleaved } from '../bench/clock.ts';
import { curveRows } from '../bench/curve.ts';
import { type BenchCase, type BenchReport, goalsOf, type Lap, summarize } from '../bench/index.ts';
import { markdownBlock, withBlock } from '../bench/markdown.ts';
import { permute } from '../bench/peers/permute.ts';
import { layerRows, titleOf, withDtype } from '../bench/rows.ts';
import { textTables } from '../bench/table.ts';
import { makeCase, problemOf } from '../case.ts';
import { tensorsOf } from '../data.ts';

describe('a row', () => {
  test('has a title and a key of its own', () => {
    expect(new Set(layerRows.map(titleOf)).size).toBe(layerRows.length);
    expect(new Set(layerRows.map((row) => problemOf(row).key)).size).toBe(layerRows.length);
  });

  test('of the cost curve is named by what it changes', () => {
    expect(curveRows.map(titleOf)).toContain('filter 11');
    expect(new Set(curveRows.map(titleOf)).size).toBe(curveRows.length);
  });

  test('changes its key with its data type, not its title', () => {
    const half = withDtype(layerRows[0], 'float16');
    expect(titleOf(half)).toBe(titleOf(layerRows[0]));
    expect(half.name.endsWith(problemOf(half).key)).toBe(true);
    expect(problemOf(half).dtype).toBe('float16');
  });
});

// enough products that only some output channels are computed
const sizes = {
  inChannels: 8,
  height: 12,
  width: 10,
  outChannels: 12,
  filter: [3, 3] as const,
  hasBias: true,
};

describe.each([
  ['whole', makeCase('whole', { ...sizes, inChannels: 2 })],
  ['by some channels', makeCase('sampled', sizes)],
  ['by some groups', makeCase('grouped', { ...sizes, inChannels: 16, outChannels: 16, groups: 4 })],
])('the checker holds a row %s', (_, row) => {
  const tensors = tensorsOf(row);
  const { outChannels, outHeight, outWidth } = problemOf(row);
  const area = outHeight * outWidth;
  const right = () =>
    Float32Array.from(conv2dReference(tensors.input, tensors.filter, { ...row, ...tensors }).data);
  const check = createChecker(row, tensors, 20e3);

  test('and passes the reference, rounded', () => {
    expect(check(right())).toBeLessThanOrEqual(1);
  });

  test.each([0, (outChannels - 1) * area, outChannels * area - 1])('and sees an error at %i', (index) => {
    const output = right();
    output[index] += 0.01;
    expect(check(output)).toBeGreaterThan(1);
    output[index] = Number.NaN;
    expect(check(output)).toBe(Number.POSITIVE_INFINITY);
  });

  test('and sees an output that is cut short', () => {
    expect(check(right().subarray(1))).toBe(Number.POSITIVE_INFINITY);
  });
});

test('contestants are timed in turn, a batch each', async () => {
  const order: string[] = [];
  const entry = (name: string) => ({
    run: async (count: number) => {
      order.push(name);
      await new Promise((resolve) => setTimeout(resolve, 60 * count));
    },
  });
  const effort = { ...QUICK, maxSamples: 3, budgetMs: 60_000 };
  const [a, b] = await timeInterleaved([entry('a'), entry('b')], effort);
  expect(order.join('')).toBe('ababab');
  expect(a.minMs).toBeLessThanOrEqual(a.medianMs);
  expect(b.minMs).toBeGreaterThan(10);
});

const lap: Lap = { medianMs: 2, minMs: 1, spread: 0.1, gflops: 5, errorFraction: 0.2, firstRunMs: 30 };
const ours = {
  ...lap,
  kernel: 'conv2d_tiled',
  tiles: { A: 8 },
  secondCreateMs: 0.5,
  percentOfCeiling: 40,
  boundBy: 'arithmetic',
} as const;
const row: BenchCase = { suite: 'layers', key: 'k', name: 'r', flops: 1e7, bytes: 1e6, ours, peers: {} };
const run: Omit<BenchReport, 'date'> = {
  host: 'here',
  adapter: 'adapter',
  dtype: 'float32',
  ceilings: { fmaGflops: 12, copyGBs: 3 },
  cases: [
    { ...row, ratioToBestPeer: 4, peers: { tfjs: { ...lap, medianMs: 8 }, ort: { error: 'no groups' } } },
    { ...row, ratioToBestPeer: 9, peers: { tfjs: { error: 'wrong' }, ort: { ...lap, medianMs: 18 } } },
  ],
};

test('a summary has the mean and the least ratio', () => {
  expect(summarize(run)).toMatchObject({ geomeanToBestPeer: expect.closeTo(6), minRatio: 4 });
  expect(summarize({ ...run, cases: [row] }).minRatio).toBeUndefined();
});

test('tables have a cell for each heading, and say why a peer has no time', () => {
  const report = summarize(run);
  expect(textTables(report)).toContain('no groups');
  const [, , head, rule, ...rows] = markdownBlock(report).split('\n').slice(0, 6);
  const count = (line: string) => line.split('|').length;
  expect(rows.map(count)).toEqual([count(head), count(head)]);
  expect(count(rule)).toBe(count(head));
});

test('goals are met or not by the figures of the rows', () => {
  const wide = { ...row, key: 'n1ic64ih56iw56oc64kh3kw3pt1', ours: { ...ours, gflops: 3 } };
  const met = (cases: BenchCase[]) =>
    goalsOf(summarize({ ...run, cases }))
      .filter(({ isMet }) => isMet)
      .map(({ text }) => text);
  const text = '3×3 rows with ≥ 64 channels reach ≥ 30% of the multiply-add ceiling';
  expect(met([wide])).not.toContain(text);
  expect(met([{ ...wide, ours: { ...ours, gflops: 4 } }])).toContain(text);
  const second = 'a second createConv2d of a shape takes < 1 ms';
  expect(met([row])).toContain(second);
  expect(met([{ ...row, ours: { ...ours, secondCreateMs: 2 } }])).not.toContain(second);
  expect(met([{ ...row, ours: { error: 'wrong' } }])).not.toContain('every row is right');
});

test('permuting there and back gives the same numbers', () => {
  const data = Float32Array.from({ length: 120 }, (_, index) => index);
  const nhwc = permute(data, [2, 3, 4, 5], [0, 2, 3, 1]);
  expect(nhwc.shape).toEqual([2, 4, 5, 3]);
  // image 0, row 0, column 1, channel 2
  expect(nhwc.data[1 * 3 + 2]).toBe(2 * 20 + 1);
  expect(permute(nhwc.data, nhwc.shape, [0, 3, 1, 2]).data).toEqual(data);
});

test('the README gets its block between the markers, and nowhere else', () => {
  const text = 'a\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nb\n';
  expect(withBlock(text, 'new')).toBe('a\n<!-- bench:begin -->\nnew\n<!-- bench:end -->\nb\n');
  expect(withBlock(withBlock(text, 'one'), 'two')).toBe(withBlock(text, 'two'));
  expect(() => withBlock('a', 'new')).toThrow(RangeError);
});
