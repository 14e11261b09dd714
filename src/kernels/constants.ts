import type { ResolvedActivation } from '../problem/activation.ts';
import { elementCount, filterStrides, tensorStrides } from '../problem/layouts.ts';
import type { PaddingMode } from '../problem/options.ts';
import { type Conv2dProblem, filterShapeOf, inputShapeOf, outputShapeOf } from '../problem/problem.ts';

/** The value of `PADDING_MODE` in shaders/shared/fold_index.wgsl. */
export const PADDING_MODES: Readonly<Record<PaddingMode, number>> = {
  zeros: 0,
  constant: 0,
  replicate: 1,
  circular: 2,
  symmetric: 3,
  reflect: 4,
};

/** The value of `ACTIVATION` in shaders/shared/activation.wgsl is the index in this list. */
const ACTIVATIONS: readonly ResolvedActivation['type'][] = [
  'identity',
  'relu',
  'relu6',
  'leaky-relu',
  'elu',
  'sigmoid',
  'tanh',
  'silu',
  'gelu-erf',
  'gelu-tanh',
  'hard-swish',
  'clamp',
];

/** Constants of shaders/shared/activation.wgsl. */
export function activationConstants({ type, a, b }: ResolvedActivation) {
  return { ACTIVATION: ACTIVATIONS.indexOf(type), ACTIVATION_A: a, ACTIVATION_B: b };
}

/** Every constant of a problem that a shader may declare. */
export function problemConstants(problem: Conv2dProblem): Record<string, number | boolean> {
  const { inChannels, outChannels, groups, filterHeight, filterWidth } = problem;
  const input = tensorStrides(problem.inputLayout, {
    c: inChannels,
    h: problem.inHeight,
    w: problem.inWidth,
  });
  const output = tensorStrides(problem.inputLayout, {
    c: outChannels,
    h: problem.outHeight,
    w: problem.outWidth,
  });
  const filter = filterStrides(problem.filterLayout, {
    o: outChannels,
    i: inChannels / groups,
    h: filterHeight,
    w: filterWidth,
  });
  return {
    INPUT_SIZE: elementCount(inputShapeOf(problem)),
    FILTER_SIZE: elementCount(filterShapeOf(problem)),
    OUTPUT_SIZE: elementCount(outputShapeOf(problem)),
    BATCH: problem.batch,
    IN_CHANNELS: inChannels,
    IN_HEIGHT: problem.inHeight,
    IN_WIDTH: problem.inWidth,
    OUT_CHANNELS: outChannels,
    OUT_HEIGHT: problem.outHeight,
    OUT_WIDTH: problem.outWidth,
    FILTER_HEIGHT: filterHeight,
    FILTER_WIDTH: filterWidth,
    GROUPS: groups,
    GROUP_IN_CHANNELS: inChannels / groups,
    GROUP_OUT_CHANNELS: outChannels / groups,
    PAD_TOP: problem.padTop,
    PAD_LEFT: problem.padLeft,
    PADDING_MODE: PADDING_MODES[problem.paddingMode],
    PADDING_VALUE: problem.paddingValue,
    HAS_BORDER: hasConstantBorder(problem),
    STRIDE_HEIGHT: problem.strideHeight,
    STRIDE_WIDTH: problem.strideWidth,
    DILATION_HEIGHT: problem.dilationHeight,
    DILATION_WIDTH: problem.dilationWidth,
    FLIP_FILTER: problem.flipFilter,
    HAS_BIAS: problem.hasBias,
    HAS_RESIDUAL: problem.hasResidual,
    IS_NHWC: problem.inputLayout === 'nhwc',
    ...strideConstants('INPUT', input),
    ...strideConstants('OUTPUT', output),
    FILTER_STRIDE_O: filter.o,
    FILTER_STRIDE_I: filter.i,
    FILTER_STRIDE_H: filter.h,
    FILTER_STRIDE_W: filter.w,
    ...activationConstants(problem.activation),
  };
}

/** WGSL type of a problem's stored elements. */
export function elementTypes(problem: Conv2dProblem): Record<string, string> {
  return { Element: problem.dtype === 'float16' ? 'f16' : 'f32' };
}

/** `<NAME>_STRIDE_N`, `_C`, `_H` and `_W`. */
export function strideConstants(name: string, strides: { n: number; c: number; h: number; w: number }) {
  return {
    [`${name}_STRIDE_N`]: strides.n,
    [`${name}_STRIDE_C`]: strides.c,
    [`${name}_STRIDE_H`]: strides.h,
    [`${name}_STRIDE_W`]: strides.w,
  };
}

/** Whether any tap can read the border's constant. */
function hasConstantBorder({ paddingMode, padTop, padBottom, padLeft, padRight }: Conv2dProblem): boolean {
  return PADDING_MODES[paddingMode] === 0 && padTop + padBottom + padLeft + padRight > 0;
}
