import { conv1d, conv2d, linear } from './convolution.ts';
import { activation, binary } from './elementwise.ts';
import { conv2dInputGradient } from './input_gradient.ts';
import { activationGradient } from './nn_activation_gradient.ts';
import { adam } from './nn_adam.ts';
import { adamPowers } from './nn_adam_powers.ts';
import { convTranspose2d } from './nn_conv_transpose2d.ts';
import { conv3d } from './nn_conv3d.ts';
import { softmaxCrossEntropy, squaredError } from './nn_cross_entropy.ts';
import { deformConv2d } from './nn_deform_conv2d.ts';
import { conv2dFilterGradient } from './nn_filter_gradient.ts';
import { batchNormalization, instanceNormalization } from './nn_normalize.ts';
import { pad } from './nn_pad.ts';
import { averagePool2d, l2Pool2d, maxPool2d } from './nn_pool2d.ts';
import { pool2dGradient } from './nn_pool2d_gradient.ts';
import { reduce } from './nn_reduce.ts';
import { resize2d } from './nn_resize2d.ts';
import { sgd } from './nn_sgd.ts';
import { softmax } from './nn_softmax.ts';
import { concat, pixelShuffle, slice, transpose } from './rearrange.ts';

/**
 * Every operator. Each function takes shapes and options, and returns plain data for `prepare()` or a graph. It throws
 * InvalidArgumentError, naming the argument, what it got and what it needs.
 */
export const operators = {
  activation,
  activationGradient,
  adam,
  adamPowers,
  averagePool2d,
  batchNormalization,
  binary,
  concat,
  conv1d,
  conv2d,
  conv2dFilterGradient,
  conv2dInputGradient,
  conv3d,
  convTranspose2d,
  deformConv2d,
  instanceNormalization,
  l2Pool2d,
  linear,
  maxPool2d,
  pad,
  pixelShuffle,
  pool2dGradient,
  reduce,
  resize2d,
  sgd,
  slice,
  softmax,
  softmaxCrossEntropy,
  squaredError,
  transpose,
} as const;

/** Name of an operator. */
export type OperatorKind = keyof typeof operators;

/** Shapes and options of the operator of this name. */
export type OperatorInitOf<K extends OperatorKind> = Parameters<(typeof operators)[K]>[0];
