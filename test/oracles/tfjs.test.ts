import { beforeEach, describe, expect, test } from 'vitest';
import { conv2dBounded } from '../bounds/conv2d.ts';
import { type Conv2dCase, problemOf } from '../case.ts';
import { tensorsOf } from '../data.ts';
import { errorFraction } from '../error-fraction.ts';
import { factorCases } from '../factor-cases.ts';
import { drawCase } from '../random-cases.ts';
import { loadTfjs, type Tf } from './tfjs.ts';
import { conv2dByTfjs } from './tfjs-conv2d.ts';

const tf = await loadTfjs();

beforeEach((context) => {
  if (!tf) context.skip('@tensorflow/tfjs is not installed: npm ci in test/peers');
});

/** TensorFlow.js sums in float32 on its CPU backend, so it is held to the bound that kernels are. */
function expectAgreement(conv2dCase: Conv2dCase): void {
  const tensors = tensorsOf(conv2dCase);
  const actual = conv2dByTfjs(tf as Tf, problemOf(conv2dCase), conv2dCase, tensors);
  const { data, bounds } = conv2dBounded(tensors.input, tensors.filter, { ...conv2dCase, ...tensors });
  expect(actual.length).toBe(data.length);
  const fractions = data.map((expected, index) => errorFraction(actual[index], expected, bounds[index]));
  expect(
    fractions.reduce((a, b) => Math.max(a, b)),
    conv2dCase.name,
  ).toBeLessThanOrEqual(1);
}

describe('the reference agrees with TensorFlow.js', () => {
  for (const conv2dCase of factorCases) test(conv2dCase.name, () => expectAgreement(conv2dCase));

  const SEED = 7;
  const CHUNK = 50;
  test.each([0, 1, 2, 3, 4, 5, 6, 7])(`on ${CHUNK} problems drawn with seed ${SEED}, part %i`, (part) => {
    for (let index = part * CHUNK; index < (part + 1) * CHUNK; index++)
      expectAgreement(drawCase(SEED, index));
  });
});
