import { describe, expect, test } from 'vitest';
import { KERNELS } from '../../src/kernels/registry.ts';
import { planConv2d } from '../../src/plan/plan.ts';
import type { Capabilities } from '../../src/problem/capabilities.ts';
import { type Conv2dProblemInit, createConv2dProblem } from '../../src/problem/create.ts';
import { problemOf } from '../case.ts';
import { layerCases } from '../layer-cases.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

const gpu: Capabilities = {
  limits: DEFAULT_LIMITS,
  hasF16: true,
  hasSubgroups: true,
  isSoftware: false,
  vendor: '',
  architecture: '',
};
const cpu: Capabilities = { ...gpu, isSoftware: true };

const chosen = (init: Conv2dProblemInit, capabilities: Capabilities) =>
  planConv2d(createConv2dProblem(init), capabilities).kernel;

const blocks: Conv2dProblemInit = {
  inputShape: [1, 64, 56, 56],
  filterShape: [64, 64, 3, 3],
  padding: 1,
};

describe('the planner', () => {
  test.each(layerCases)('leaves kernels for CPU adapters to them: $name', (layer) => {
    expect(planConv2d(problemOf(layer), gpu).kernel).not.toMatch(/_quads|_rows|_strips/);
  });

  test.each(layerCases)('keeps barriers away from CPU adapters: $name', (layer) => {
    expect(planConv2d(problemOf(layer), cpu).kernel).not.toMatch(/_gemm|_tiled/);
  });

  test('takes Winograd for wide 3×3 layers, unless the accuracy is strict or the device lacks what it needs', () => {
    expect(chosen(blocks, cpu)).toBe('winograd4_quads');
    expect(chosen(blocks, gpu)).toBe('winograd4_gemm');
    expect(chosen({ ...blocks, dtype: 'float16' }, gpu)).toBe('winograd2_gemm');
    expect(chosen({ ...blocks, accuracy: 'strict' }, cpu)).toBe('conv2d_rows');
    expect(chosen({ ...blocks, accuracy: 'strict' }, gpu)).toBe('conv2d_gemm');
    expect(chosen(blocks, { ...cpu, hasSubgroups: false })).toBe('conv2d_rows');
  });

  test('finds textures for the factors of large pictures and many channels', () => {
    const picture: Conv2dProblemInit = {
      inputShape: [1, 16, 1024, 1024],
      filterShape: [16, 16, 3, 3],
      padding: 1,
    };
    const quads = KERNELS.filter(({ name }) => name.startsWith('winograd') && name.endsWith('quads'));
    const half = createConv2dProblem({ ...picture, dtype: 'float16' });
    const supported = quads.filter((kernel) => kernel.refusal(half, cpu) === undefined);
    expect(supported.map(({ name }) => name)).toEqual(['winograd2_quads']);
    const deep: Conv2dProblemInit = { inputShape: [1, 3840, 8, 8], filterShape: [640, 3840, 1, 1] };
    expect(chosen(deep, cpu)).toBe('pointwise_quads');
  });

  test('takes Winograd for strided and dilated 3×3 layers just the same', () => {
    const dilated: Conv2dProblemInit = { ...blocks, padding: 2, dilations: 2 };
    const strided: Conv2dProblemInit = {
      inputShape: [1, 128, 28, 28],
      filterShape: [256, 128, 3, 3],
      padding: 1,
      strides: 2,
    };
    for (const layer of [dilated, strided]) {
      expect(chosen(layer, cpu)).toBe('winograd4_quads');
      expect(chosen(layer, gpu)).toMatch(/^winograd[24]_gemm$/);
      expect(chosen({ ...layer, dtype: 'float16' }, gpu)).toBe('winograd2_gemm');
      expect(chosen({ ...layer, accuracy: 'strict' }, cpu)).toBe('conv2d_rows');
    }
    expect(chosen({ ...strided, strides: [1, 2] }, cpu)).toBe('conv2d_rows');
    expect(chosen({ ...strided, strides: 3 }, cpu)).toBe('conv2d_rows');
  });

  test('transforms depthwise filters of more than about 16 × 16 on CPU adapters', () => {
    const large = (side: number): Conv2dProblemInit => ({
      inputShape: [1, 3, 480, 640],
      filterShape: [3, 1, side, side],
      groups: 3,
      padding: 'same',
    });
    expect(chosen(large(13), cpu)).toBe('depthwise_rows');
    expect(chosen(large(21), cpu)).toBe('depthwise_fft');
    expect(chosen(large(128), cpu)).toBe('depthwise_fft');
    expect(chosen(large(128), gpu)).toBe('depthwise_fft');
    expect(chosen(large(129), cpu)).toBe('depthwise_rows');
    expect(chosen({ ...large(31), accuracy: 'strict' }, cpu)).toBe('depthwise_rows');
    expect(chosen({ ...large(31), strides: 2 }, cpu)).toBe('depthwise_rows');
    expect(chosen({ ...large(31), dilations: 2 }, cpu)).toBe('depthwise_rows');
  });

  test('gives depthwise and 1×1 layers kernels of their own on CPU adapters', () => {
    const depthwise = { inputShape: [1, 64, 56, 56], groups: 64, padding: 'same' } as const;
    expect(chosen({ ...depthwise, filterShape: [64, 1, 3, 3] }, cpu)).toBe('depthwise_strips');
    expect(chosen({ ...depthwise, filterShape: [64, 1, 31, 31] }, cpu)).toBe('depthwise_rows');
    expect(chosen({ inputShape: [1, 64, 56, 56], filterShape: [256, 64, 1, 1] }, cpu)).toBe(
      'pointwise_quads',
    );
  });
});
