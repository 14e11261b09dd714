import { expect, test } from 'vitest';
import { flopsOf } from '../../src/problem/problem.ts';
import { type Conv2dCase, problemOf } from '../case.ts';
import { float16Cases, float16StorageCases, float32Cases } from '../cases.ts';
import { tensorsOf } from '../data.ts';
import { ACTIVATIONS } from '../factor-cases.ts';
import { drawCase } from '../random-cases.ts';

test('shared cases have names of their own', () => {
  for (const cases of [float32Cases, float16Cases, float16StorageCases]) {
    expect(cases.length).toBeGreaterThan(50);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  }
});

test('layers are small enough for a float64 loop', () => {
  for (const conv2dCase of float32Cases) expect(flopsOf(problemOf(conv2dCase))).toBeLessThan(1e8);
});

const drawn = Array.from({ length: 3000 }, (_, index) => drawCase(1, index, ['float32', 'float16']));

test('a drawn problem is repeated by its seed and number', () => {
  expect(drawCase(1, 17, ['float32', 'float16'])).toEqual(drawn[17]);
  expect(tensorsOf(drawn[17])).toEqual(tensorsOf(drawCase(1, 17, ['float32', 'float16'])));
  expect(drawCase(2, 17).name).not.toBe(drawCase(1, 17).name);
});

test('drawn problems reach every value of every option', () => {
  const seen = (read: (problem: ReturnType<typeof problemOf>) => unknown) =>
    new Set(drawn.map((conv2dCase) => read(problemOf(conv2dCase)))).size;
  expect(seen((p) => p.paddingMode)).toBe(6);
  expect(seen((p) => p.inputLayout)).toBe(2);
  expect(seen((p) => p.filterLayout)).toBe(4);
  expect(seen((p) => JSON.stringify(p.activation))).toBe(ACTIVATIONS.length + 1);
  expect(seen((p) => p.flipFilter)).toBe(2);
  expect(seen((p) => p.hasBias)).toBe(2);
  expect(seen((p) => p.hasResidual)).toBe(2);
  expect(seen((p) => p.dtype)).toBe(2);
  expect(seen((p) => p.accuracy)).toBe(3);
  expect(seen((p) => `${p.strideHeight} ${p.strideWidth}`)).toBe(16);
  expect(seen((p) => `${p.dilationHeight} ${p.dilationWidth}`)).toBe(9);
  expect(seen((p) => `${p.filterHeight} ${p.filterWidth}`)).toBe(49);
  const borderIsWider = drawn.map(problemOf).filter((p) => p.padTop > p.inHeight || p.padRight > p.inWidth);
  expect(borderIsWider.length).toBeGreaterThan(30);
  const depthwise = drawn.map(problemOf).filter((p) => p.groups > 1 && p.groups === p.inChannels);
  expect(depthwise.length).toBeGreaterThan(100);
});

test('a key names one problem and a problem has one key', () => {
  const byKey = new Map<string, string>();
  for (const conv2dCase of [...drawn, ...float32Cases, ...float16Cases]) {
    const { key, ...problem } = problemOf(conv2dCase);
    const text = JSON.stringify(problem);
    expect(byKey.get(key) ?? text, key).toBe(text);
    byKey.set(key, text);
  }
  expect(new Set(byKey.values()).size).toBe(byKey.size);
});

/** Each differs from the first in one option only. */
const neighbors: Partial<Conv2dCase>[] = [
  {},
  { padding: [1, 0, 0, 0] },
  { padding: [0, 1, 0, 0] },
  { padding: [0, 0, 1, 0] },
  { padding: [0, 0, 0, 1] },
  { strides: [2, 1] },
  { strides: [1, 2] },
  { dilations: [2, 1] },
  { dilations: [1, 2] },
  { paddingMode: 'constant' },
  { paddingMode: 'constant', paddingValue: 1 },
  { paddingMode: 'constant', paddingValue: -1 },
  { paddingMode: 'constant', paddingValue: 10 },
  { paddingMode: 'reflect' },
  { flipFilter: true },
  { hasBias: true },
  { hasResidual: true },
  { activation: 'gelu-erf' },
  { activation: 'gelu-tanh' },
  { activation: 'leaky-relu' },
  { activation: { type: 'leaky-relu', slope: 0.1 } },
  { activation: { type: 'clamp', min: 1, max: 10 } },
  { activation: { type: 'clamp', min: 0, max: 110 } },
  { dtype: 'float16' },
  { accuracy: 'fast' },
  { accuracy: 'strict' },
  { filterLayout: 'ihwo', filterShape: [9, 3, 3, 9] },
  { inputLayout: 'nhwc' },
];

test('keys of problems that differ in one option differ', () => {
  const control = { inputShape: [9, 9, 9, 9], filterShape: [9, 9, 3, 3] };
  const keys = neighbors.map((change) => problemOf({ ...control, ...change }).key);
  expect(new Set(keys).size).toBe(neighbors.length);
});
