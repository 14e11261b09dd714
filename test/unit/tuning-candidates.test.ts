import { describe, expect, test } from 'vitest';
import { InternalError, LimitExceededError } from '../../src/errors.ts';
import type { Kernel } from '../../src/kernels/kernel.ts';
import { KERNELS } from '../../src/kernels/registry.ts';
import { planConv2d, rankCandidates } from '../../src/plan/plan.ts';
import { createJudge, randomValues } from '../../src/tuner/judge.ts';
import { shortlist } from '../../src/tuner/shortlist.ts';
import { layerRows } from '../bench/rows.ts';
import { problemOf } from '../case.ts';
import { capabilities, problem } from './tuning-problem.ts';

const control = problem(64, 56);

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
