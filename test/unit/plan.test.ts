import { describe, expect, test } from 'vitest';
import { LimitExceededError } from '../../src/errors.ts';
import { planConv2d } from '../../src/plan/plan.ts';
import { sliceBatch } from '../../src/plan/slices.ts';
import { type Capabilities, DEFAULT_LIMITS } from '../../src/problem/capabilities.ts';
import { type Conv2dProblemInit, createConv2dProblem } from '../../src/problem/create.ts';
import { foldSteps, type KernelStep } from '../../src/wgsl/step.ts';

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

test('planConv2d refuses a kernel that does not exist, naming those that do', () => {
  const plan = () => planConv2d(createConv2dProblem(layer), gpu, { kernel: 'conv2d_magic' });
  expect(plan).toThrow(/conv2d_magic.*conv2d_direct/);
});

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
    expect(() => sliceBatch(odd, limits)).toThrow(/64 images.*asks for 3840.*3584/);
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
