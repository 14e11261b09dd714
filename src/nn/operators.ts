import { conv1d, conv2d, linear } from './convolution.ts';
import { activation, binary } from './elementwise.ts';
import { batchNormalization, instanceNormalization } from './nn_normalize.ts';
import { averagePool2d, l2Pool2d, maxPool2d } from './nn_pool2d.ts';
import { reduce } from './nn_reduce.ts';
import { resize2d } from './nn_resize2d.ts';
import { softmax } from './nn_softmax.ts';
import { concat, pixelShuffle, slice, transpose } from './rearrange.ts';

/** Every operator: each function takes shapes and options and gives plain data for `prepare()` or a graph. */
export const operators = {
  activation,
  averagePool2d,
  batchNormalization,
  binary,
  concat,
  conv1d,
  conv2d,
  instanceNormalization,
  l2Pool2d,
  linear,
  maxPool2d,
  pixelShuffle,
  reduce,
  resize2d,
  slice,
  softmax,
  transpose,
} as const;

/** Name of an operator. */
export type OperatorKind = keyof typeof operators;

/** What the operator of this name is made from. */
export type OperatorInitOf<K extends OperatorKind> = Parameters<(typeof operators)[K]>[0];
