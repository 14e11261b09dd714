import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { planImageFilter } from '../../src/image/filters/plan.ts';
import { resolveFilter } from '../../src/image/filters/stages.ts';
import { KERNELS } from '../../src/kernels/registry.ts';
import { operators } from '../../src/nn/index.ts';
import { planConv2d } from '../../src/plan/plan.ts';
import type { Capabilities } from '../../src/problem/capabilities.ts';
import { type FoldedStep, shaderText } from '../../src/wgsl/step.ts';
import { makeCase, problemOf } from '../case.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { listFiles } from './module-graph.ts';

/** A device that every kernel may run on. */
const capabilities: Capabilities = {
  limits: DEFAULT_LIMITS,
  hasF16: false,
  hasSubgroups: true,
  isSoftware: false,
  vendor: '',
  architecture: '',
};

type CaseInit = Parameters<typeof makeCase>[1];

/** Small problems; a kernel gets the first that it computes. */
const sizes: readonly CaseInit[] = [
  { inChannels: 2, outChannels: 2, groups: 2, height: 4, width: 4, filter: [3, 3], padding: 1 },
  { inChannels: 4, outChannels: 4, height: 4, width: 4, filter: [1, 1] },
  { inChannels: 32, outChannels: 4, height: 4, width: 4, filter: [3, 3], padding: 1 },
];
const problems = sizes.map((each) =>
  problemOf(makeCase('golden', { ...each, hasBias: true, activation: 'relu' })),
);

const COMMENT = /^\s*\/\/.*\n/gm;

/** The text of each shader of a plan, as it is first compiled, without comments. */
function textOf(steps: readonly FoldedStep[]): string {
  const first = new Map(steps.toReversed().map((step) => [step.shader.name, step]));
  const texts = [...first.values()]
    .reverse()
    .map((step) => `// ${step.shader.name}\n${shaderText(step).replace(COMMENT, '')}`);
  return texts.join('\n');
}

const kernelTexts = KERNELS.map((kernel): [string, string] => {
  const problem = problems.find((each) => kernel.refusal(each, capabilities) === undefined)!;
  const texts = kernel.candidates(problem, capabilities).map((tiles) => {
    const { prepare, steps } = planConv2d(problem, capabilities, { kernel: kernel.name, tiles });
    return textOf([...prepare, ...steps]);
  });
  return [kernel.name, texts.sort((a, b) => a.length - b.length)[0]];
});

const size = { width: 20, height: 20 };
const format = { size, isOpaque: true, processingSize: size };
const sobel = planImageFilter(resolveFilter('sobel'), format, { ...capabilities, isSoftware: true });
const pool = operators.maxPool2d({ inputShape: [1, 1, 4, 4], windowDimensions: 2, strides: 2 });

const texts: [name: string, text: string][] = [
  ...kernelTexts,
  ['image_gradient', textOf(sobel.steps)],
  ['nn_pool2d', textOf(pool.plan(capabilities).steps)],
];

// a changed text is looked at, then kept with `npx vitest run --project unit test/unit/golden.test.ts -u`
describe('the text that is compiled', () => {
  test('is kept for every kernel, and for nothing else', () => {
    const kept = listFiles('test/unit/golden', '.wgsl').map((file) => path.basename(file, '.wgsl'));
    expect(kept).toEqual(texts.map(([name]) => name).sort());
  });

  test.each(texts)('of %s is the one that was looked at', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`golden/${name}.wgsl`);
  });
});
