import { ConvError } from '../src/errors.ts';
import type { Dtype, Padding } from '../src/problem/options.ts';
import { flopsOf } from '../src/problem/problem.ts';
import { type CaseSizes, type Conv2dCase, makeCase, problemOf } from './case.ts';
import { ACTIVATIONS } from './factor-cases.ts';
import { pick, type Random, randomGenerator, wholeNumber } from './random.ts';

/** What keeps a thousand drawn problems within a test's patience. */
const MAX_FLOPS = 1e6;
const MAX_OUTPUTS = 30_000;

/**
 * Draws problem number `index` of the run with this seed, from the whole option space: every layout, border, stride,
 * dilation, grouping, epilogue. Half of them are of the sizes that fast kernels are made for.
 */
export function drawCase(seed: number, index: number, dtypes: readonly Dtype[] = ['float32']): Conv2dCase {
  const random = randomGenerator(Math.imul(seed, 0x9e3779b1) + index);
  for (;;) {
    const sizes = random() < 0.5 ? drawAnySizes(random) : drawUsualSizes(random);
    const drawn = tryMakeCase(`seed ${seed} #${index}`, { ...sizes, ...drawOptions(random, dtypes) });
    if (drawn) return drawn;
  }
}

/** Undefined where the window does not fit, or the problem is too large. */
function tryMakeCase(about: string, sizes: CaseSizes): Conv2dCase | undefined {
  try {
    const drawn = makeCase(about, sizes);
    const problem = problemOf(drawn);
    const outputs = problem.batch * problem.outChannels * problem.outHeight * problem.outWidth;
    return flopsOf(problem) <= MAX_FLOPS && outputs <= MAX_OUTPUTS ? drawn : undefined;
  } catch (error) {
    if (error instanceof ConvError) return undefined;
    throw error;
  }
}

function drawAnySizes(random: Random): CaseSizes {
  const groups = pick(random, [1, 1, 2, 3, 5]);
  const groupChannels = pick(random, [1, 1, 2, 3, 4, 7]);
  return {
    batch: wholeNumber(random, 1, 3),
    groups,
    inChannels: groups * groupChannels,
    outChannels: groups * wholeNumber(random, 1, 9),
    height: wholeNumber(random, 1, 24),
    width: wholeNumber(random, 1, 40),
    filter: [wholeNumber(random, 1, 7), wholeNumber(random, 1, 7)],
    strides: [wholeNumber(random, 1, 4), wholeNumber(random, 1, 4)],
    dilations: [wholeNumber(random, 1, 3), wholeNumber(random, 1, 3)],
    padding: drawPadding(random),
  };
}

function drawUsualSizes(random: Random): CaseSizes {
  const isDepthwise = random() < 0.2;
  const inChannels = pick(random, [1, 3, 4, 8, 16, 17, 32, 48]);
  const size = pick(random, [1, 3, 3, 3, 5]);
  return {
    batch: pick(random, [1, 1, 1, 2]),
    groups: isDepthwise ? inChannels : 1,
    inChannels,
    outChannels: isDepthwise
      ? inChannels * pick(random, [1, 1, 2])
      : pick(random, [1, 3, 4, 8, 16, 17, 32, 64]),
    height: wholeNumber(random, 3, 20),
    width: wholeNumber(random, 3, 36),
    filter: [size, size],
    strides: pick(random, [1, 1, 1, 2]),
    padding: pick(random, ['same', 'valid', (size - 1) / 2]),
  };
}

function drawPadding(random: Random): Padding {
  const side = () => wholeNumber(random, 0, pick(random, [3, 3, 12]));
  switch (wholeNumber(random, 0, 3)) {
    case 0:
      return side();
    case 1:
      return [side(), side()];
    case 2:
      return [side(), side(), side(), side()];
    default:
      return pick(random, ['same', 'same-lower', 'valid', 'full']);
  }
}

function drawOptions(random: Random, dtypes: readonly Dtype[]): Partial<CaseSizes> {
  const paddingMode = pick(random, [
    'zeros',
    'zeros',
    'constant',
    'reflect',
    'symmetric',
    'replicate',
    'circular',
  ] as const);
  return {
    paddingMode,
    paddingValue: paddingMode === 'constant' ? pick(random, [0, -1.5, 0.25, 2]) : undefined,
    inputLayout: pick(random, ['nchw', 'nhwc'] as const),
    filterLayout: pick(random, ['oihw', 'hwio', 'ohwi', 'ihwo'] as const),
    flipFilter: random() < 0.2,
    hasBias: random() < 0.5,
    hasResidual: random() < 0.15,
    activation: random() < 0.5 ? pick(random, ACTIVATIONS) : undefined,
    accuracy: pick(random, ['strict', 'default', 'default', 'fast']),
    dtype: pick(random, dtypes),
    values: random() < 0.2 ? 'integers' : 'normal',
  };
}
