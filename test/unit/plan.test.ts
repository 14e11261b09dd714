import { describe, expect, test } from 'vitest';
import { InvalidArgumentError, LimitExceededError } from '../../src/errors.ts';
import type { Tiles } from '../../src/kernels/kernel.ts';
import type { PlanChoice } from '../../src/plan/choice.ts';
import { planConv2d, rankCandidates } from '../../src/plan/plan.ts';
import { sliceBatch } from '../../src/plan/slices.ts';
import type { Capabilities } from '../../src/problem/capabilities.ts';
import { type Conv2dProblemInit, createConv2dProblem } from '../../src/problem/create.ts';
import { foldSteps, type KernelStep } from '../../src/wgsl/step.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

const gpu: Capabilities = {
  limits: DEFAULT_LIMITS,
  hasF16: false,
  hasSubgroups: false,
  isSoftware: false,
  vendor: '',
  architecture: '',
};
const layer: Conv2dProblemInit = { inputShape: [1, 64, 56, 56], filterShape: [64, 64, 3, 3], padding: 1 };

describe.each([
  ['a GPU', gpu],
  ['a software adapter', { ...gpu, isSoftware: true }],
])('planConv2d for %s', (_, capabilities) => {
  test('gives plain data that survives JSON', () => {
    const plan = planConv2d(createConv2dProblem(layer), capabilities);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(plan.reason).not.toBe('');
  });

  test('keeps every dispatch within the limit a dimension', () => {
    const limits = { ...DEFAULT_LIMITS, maxComputeWorkgroupsPerDimension: 4 };
    const plan = planConv2d(createConv2dProblem(layer), { ...capabilities, limits });
    for (const { workgroups } of [...plan.prepare, ...plan.steps]) {
      expect(Math.max(...workgroups)).toBeLessThanOrEqual(4);
    }
  });

  test('binds nothing larger than the largest binding', () => {
    const limits = { ...DEFAULT_LIMITS, maxStorageBufferBindingSize: 2 ** 16 };
    const problem = createConv2dProblem({
      inputShape: [9, 16, 16, 24],
      filterShape: [16, 16, 3, 3],
      padding: 1,
    });
    const plan = planConv2d(problem, { ...capabilities, limits });
    for (const { sizeBytes } of Object.values(plan.buffers)) expect(sizeBytes).toBeLessThanOrEqual(2 ** 16);
    const bound = plan.steps.flatMap(({ bindings }) => bindings.filter(({ buffer }) => buffer === 'output'));
    expect(bound.every(({ range }) => range !== undefined && range.sizeBytes <= 2 ** 16)).toBe(true);
  });
});

describe('a choice', () => {
  const problem = createConv2dProblem(layer);
  const offers = rankCandidates(problem, gpu, { kernel: 'conv2d_gemm' }).map(({ tiles }) => tiles);
  const gemm = (tiles: unknown): PlanChoice => ({ kernel: 'conv2d_gemm', tiles: tiles as Tiles });
  const { SPLITS, ...fewer } = offers[0];

  test('fixes the kernel and its tiles', () => {
    expect(offers.length).toBeGreaterThan(4);
    for (const tiles of offers) {
      expect(planConv2d(problem, gpu, gemm({ ...tiles }))).toMatchObject({ kernel: 'conv2d_gemm', tiles });
    }
    expect(planConv2d(problem, gpu, { kernel: 'conv2d_direct', tiles: {} }).kernel).toBe('conv2d_direct');
  });

  test.each<[string, PlanChoice, string, RegExp]>([
    ['an unknown kernel', { kernel: 'conv2d_magic' }, 'choice.kernel', /conv2d_magic.*conv2d_direct/],
    [
      'a kernel that cannot',
      { kernel: 'depthwise_strips' },
      'choice.kernel',
      /n1ic64ih56.* more than one input/,
    ],
    ['tiles without a kernel', { tiles: offers[0] }, 'choice.tiles', /needs a kernel beside it/],
    ['no tiles', gemm({}), 'choice.tiles.THREADS_M', /got undefined, needs one of 8, 16/],
    ['null', gemm(null), 'choice.tiles', /got null, needs an object of THREADS_M, THREADS_N, /],
    ['a number', gemm(8), 'choice.tiles', /got 8, needs an object of THREADS_M, THREADS_N, /],
    ['a size too few', gemm(fewer), 'choice.tiles.SPLITS', /got undefined, needs one of 1/],
    ['half a thread', gemm({ ...offers[0], THREADS_M: 3.5 }), 'choice.tiles.THREADS_M', /got 3.5/],
    ['a size in words', gemm({ ...offers[0], THREADS_M: '8' }), 'choice.tiles.THREADS_M', /got '8'/],
    ['1,600 invocations', gemm({ ...offers[0], THREADS_N: 200 }), 'choice.tiles.THREADS_N', /got 200/],
    [
      'an unknown size',
      gemm({ ...offers[0], DEPTH: 2 }),
      'choice.tiles.DEPTH',
      /got 2, needs no size.*the kernel has THREADS_M/,
    ],
    [
      'an inherited name',
      gemm({ ...offers[0], constructor: Object }),
      'choice.tiles.constructor',
      /the kernel has THREADS_M/,
    ],
    [
      'sizes of two offers',
      gemm({ ...offers[0], THREADS_M: 16, THREADS_N: 8 }),
      'choice.tiles',
      /together, such as/,
    ],
    ['tiles of none', { kernel: 'conv2d_direct', tiles: { A: 1 } }, 'choice.tiles.A', /the kernel has none/],
  ])('is refused by name: %s', (_, choice, argument, message) => {
    const error = errorOf(() => planConv2d(problem, gpu, choice));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error).toMatchObject({ argument, message: expect.stringMatching(message) });
  });

  test('leaves out tiles that this device cannot hold', () => {
    const limits = { ...DEFAULT_LIMITS, maxComputeInvocationsPerWorkgroup: 64 };
    const large = offers.find(({ THREADS_M, THREADS_N }) => THREADS_M * THREADS_N > 64);
    const error = errorOf(() => planConv2d(problem, { ...gpu, limits }, gemm(large)));
    expect(error).toMatchObject({ name: 'InvalidArgumentError', argument: 'choice.tiles.THREADS_N' });
  });
});

function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('sliceBatch', () => {
  const bytes = 16 * 16 * 24 * 4;
  const problem = createConv2dProblem({
    inputShape: [9, 16, 16, 24],
    filterShape: [16, 16, 3, 3],
    padding: 1,
  });

  test('leaves a batch that fits alone', () => {
    expect(sliceBatch(problem, DEFAULT_LIMITS)).toEqual([{ problem }]);
  });

  test('covers the batch without gap or overlap', () => {
    const limits = { ...DEFAULT_LIMITS, maxStorageBufferBindingSize: 4 * bytes };
    const slices = sliceBatch(problem, limits);
    expect(slices.map((slice) => slice.problem.batch)).toEqual([4, 4, 1]);
    expect(slices.map((slice) => slice.ranges?.input.offsetBytes)).toEqual([0, 4 * bytes, 8 * bytes]);
  });

  test('gives every slice a key of its own, frozen', () => {
    const limits = { ...DEFAULT_LIMITS, maxStorageBufferBindingSize: 4 * bytes };
    for (const slice of sliceBatch(problem, limits)) {
      const { batch } = slice.problem;
      const alone = createConv2dProblem({
        inputShape: [batch, 16, 16, 24],
        filterShape: [16, 16, 3, 3],
        padding: 1,
      });
      expect(slice.problem).toEqual(alone);
      expect(Object.isFrozen(slice.problem)).toBe(true);
    }
  });

  test('starts every slice on an aligned offset', () => {
    const odd = createConv2dProblem({ inputShape: [300, 1, 3, 5], filterShape: [1, 1, 1, 1] });
    const several = sliceBatch(odd, { ...DEFAULT_LIMITS, maxStorageBufferBindingSize: 8192 });
    expect(several.map((slice) => slice.problem.batch)).toEqual([128, 128, 44]);
    for (const { ranges } of several) expect((ranges?.output.offsetBytes ?? 1) % 256).toBe(0);
  });

  test('refuses a batch whose smallest aligned run is too large', () => {
    const odd = createConv2dProblem({ inputShape: [65, 1, 3, 5], filterShape: [1, 1, 1, 1] });
    const limits = { ...DEFAULT_LIMITS, maxStorageBufferBindingSize: 3584 };
    expect(() => sliceBatch(odd, limits)).toThrow(/64 images.*needs 3840.*3584/);
  });

  test('says which limit an image breaks, its value and what was asked', () => {
    const limits = { ...DEFAULT_LIMITS, maxStorageBufferBindingSize: bytes - 4 };
    expect(() => sliceBatch(problem, limits)).toThrow(LimitExceededError);
    expect(() => sliceBatch(problem, limits)).toThrow(/maxStorageBufferBindingSize.*24572/);
  });
});

describe('foldSteps', () => {
  const step = (workgroupCount: number): KernelStep => ({
    shader: { name: 's', code: '' },
    constants: {},
    types: {},
    bindings: [],
    workgroupCount,
  });

  test.each([1, 3, 4, 5, 16, 17, 63, 64, 65, 200])('lays %i workgroups out, each exactly once', (count) => {
    const seen = new Map<number, number>();
    for (const { workgroups, constants } of foldSteps([step(count)], 4)) {
      const [x, y, z] = workgroups;
      for (let k = 0; k < z; k++) {
        for (let j = 0; j < y; j++) {
          for (let i = 0; i < x; i++) {
            const group =
              Number(constants.FIRST_WORKGROUP) +
              i +
              Number(constants.WORKGROUPS_X) * (j + Number(constants.WORKGROUPS_Y) * k);
            if (group < Number(constants.WORKGROUP_COUNT)) seen.set(group, (seen.get(group) ?? 0) + 1);
          }
        }
      }
    }
    expect(seen.size).toBe(count);
    expect([...seen.values()].every((times) => times === 1)).toBe(true);
  });
});
