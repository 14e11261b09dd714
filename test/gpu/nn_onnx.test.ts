import { describe, expect, test } from 'vitest';
import { readOnnx } from '../../src/readers/onnx.ts';
import { worstError } from '../nn/data.ts';
import { runDescription } from '../oracles/description-reference.ts';
import { onnxCases } from '../oracles/onnx-cases.ts';
import { lane } from './lane.ts';
import type { PlainTensor } from './page/nn.ts';

/** `test/oracles` holds the reference here to ONNX Runtime, case by case. */
describe('an ONNX file on the GPU', () => {
  test.each(onnxCases)('%s', async (_, { file, x }) => {
    const input = { data: Array.from(x.data), shape: x.shape };
    const actual = await lane.call<PlainTensor>('runOnnx', Buffer.from(file).toString('base64'), input);
    const [reference] = runDescription(readOnnx(file), { x });
    expect(worstError(actual, reference)).toBeLessThanOrEqual(1);
  });
});
