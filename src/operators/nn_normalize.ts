import shader from '../../shaders/nn/nn_normalize.wgsl';
import { InvalidArgumentError } from '../errors.ts';
import { activationConstants } from '../kernels/constants.ts';
import { resolveActivation } from '../problem/activation.ts';
import type { Activation, Dtype, InputLayout } from '../problem/options.ts';
import { checkFinite, checkOneOf, checkShape } from '../problem/validate.ts';
import { caller, optional, owned, read, write } from '../wgsl/bindings.ts';
import type { StepInit } from '../wgsl/step.ts';
import { reduceStep } from './nn_reduce.ts';
import { defineOperator, elementCount, elementType, type Operator, type TensorSpec } from './operator.ts';

/** Shapes and options of the normalizations. */
export interface NormalizationInit {
  /** At least two axes: images first, channels second or last (`'nhwc'`). */
  readonly inputShape: readonly number[];
  /** Whether there is an input `scale`, `[channels]`. Default false. */
  readonly hasScale?: boolean;
  /** Whether there is an input `bias`, `[channels]`. Default false. */
  readonly hasBias?: boolean;
  /** Added to the variance. Default 1e-5, as in WebNN. */
  readonly epsilon?: number;
  /** Applied last. Default none. */
  readonly activation?: Activation;
  /** Axes of input and output. Default `'nchw'`. */
  readonly inputLayout?: InputLayout;
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

const WORKGROUP_SIZE = 64;

/**
 * Normalizes by given statistics, `[channels]`: `input`, `mean`, `variance` (and `scale`, `bias`) → `output`.
 * Semantics: WebNN's `batchNormalization`.
 */
export function batchNormalization(init: NormalizationInit): Operator {
  const { channels, dtype, inputs, step } = normalization(init, false);
  const statistic = { shape: [channels], dtype };
  return defineOperator({
    kind: 'batchNormalization',
    inputs: { ...inputs, mean: statistic, variance: statistic },
    outputs: { output: inputs.input },
    steps: [step],
  });
}

/**
 * Normalizes each channel of each image by its own mean and variance: `input` (and `scale`, `bias`) → `output`.
 * Semantics: WebNN's `instanceNormalization`.
 */
export function instanceNormalization(init: NormalizationInit): Operator {
  const { batch, channels, axes, dtype, inputs, step } = normalization(init, true);
  const { inputShape } = init;
  const statisticCount = batch * channels;
  const moments = {
    inputShape,
    axes,
    input: caller('input'),
    scale: statisticCount / elementCount(inputShape),
    dtype,
    resultType: 'float32',
  } as const;
  const sizeBytes = statisticCount * 4;
  return defineOperator({
    kind: 'instanceNormalization',
    inputs,
    outputs: { output: inputs.input },
    scratch: { mean: sizeBytes, variance: sizeBytes },
    steps: [
      reduceStep({ ...moments, output: owned('mean') }),
      reduceStep({
        ...moments,
        output: owned('variance'),
        center: { ...owned('mean'), per: 'output' },
        squared: true,
      }),
      step,
    ],
  });
}

function normalization(init: NormalizationInit, isInstance: boolean) {
  const { inputShape, dtype = 'float32' } = init;
  const layout = checkOneOf('inputLayout', init.inputLayout ?? 'nchw', ['nchw', 'nhwc']);
  const rank = checkShape('inputShape', inputShape).length;
  if (rank < 2) throw new InvalidArgumentError('inputShape', inputShape, 'at least two axes');
  const channelAxis = layout === 'nchw' ? 1 : rank - 1;
  const [batch, channels] = [inputShape[0], inputShape[channelAxis]];
  const inputs: Record<string, TensorSpec> = { input: { shape: inputShape, dtype } };
  if (init.hasScale) inputs.scale = { shape: [channels], dtype };
  if (init.hasBias) inputs.bias = { shape: [channels], dtype };
  const statistic = isInstance ? owned : caller;
  const step: StepInit = {
    shader,
    constants: {
      CHANNELS: channels,
      HEIGHT: 1,
      WIDTH: elementCount(inputShape) / (batch * channels),
      IS_INSTANCE: isInstance,
      HAS_SCALE: init.hasScale ?? false,
      HAS_BIAS: init.hasBias ?? false,
      EPSILON: checkFinite('epsilon', init.epsilon ?? 1e-5),
      OUTPUT_COUNT: elementCount(inputShape),
      IS_NHWC: layout === 'nhwc',
      ...activationConstants(resolveActivation(init.activation)),
    },
    types: { ...elementType(dtype), Statistic: isInstance ? 'f32' : elementType(dtype).Element },
    bindings: [
      read('input'),
      read('mean', statistic('mean')),
      read('variance', statistic('variance')),
      read('scale', optional('scale', init.hasScale)),
      read('bias', optional('bias', init.hasBias)),
      write('output'),
    ],
    workgroupCount: Math.ceil(elementCount(inputShape) / WORKGROUP_SIZE),
  };
  const axes = inputShape.map((_, axis) => axis).filter((axis) => axis !== 0 && axis !== channelAxis);
  return { batch, channels, axes, dtype, inputs, step };
}
