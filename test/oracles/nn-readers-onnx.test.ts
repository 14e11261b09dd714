import { beforeEach, describe, expect, test } from 'vitest';
import { readOnnx } from '../../src/readers/onnx.ts';
import { worstError } from '../nn/data.ts';
import { runDescription } from './description-reference.ts';
import { onnxCases } from './onnx-cases.ts';
import { loadOnnxRuntime, type RunOnnx } from './onnxruntime.ts';

const run = await loadOnnxRuntime();

beforeEach((context) => {
  if (!run) context.skip('onnxruntime-web is not installed: npm ci in test/peers');
});

describe('what readOnnx reads computes what ONNX Runtime does', () => {
  test.each(onnxCases)('%s', async (_, { file, x }) => {
    const actual = await (run as RunOnnx)(file, x);
    const [reference] = runDescription(readOnnx(file), { x });
    expect(worstError(actual, reference)).toBeLessThanOrEqual(1);
  });
});
