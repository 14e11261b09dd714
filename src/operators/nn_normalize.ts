import shader from '../../shaders/nn/nn_normalize.wgsl';
import { activationConstants } from '../kernels/constants.ts';
import { resolveActivation } from '../problem/activation.ts';
import { readInputShape } from '../problem/layouts.ts';
import type { Activation, Dtype, InputLayout } from '../problem/options.ts';
import { checkFinite, checkOneOf, checkShape } from '../problem/validate.ts';
import { caller, optional, owned, read, write } from '../wgsl/bindings.ts';
import type { StepInit } from '../wgsl/step.ts';
import { reduceStep } from './nn_reduce.ts';
import { defineOperator, elementCount, elementType, type Operator, type TensorSpec } from './operator.ts';

/** What the normalizations are made from. */
export interface NormalizationInit {
  readonly inputShape: readonly number[];
  /** Whether there is an input `scale`, `[channels]`. Default false. */
  readonly scale?: boolean;
  /** Whether there is an input `bias`, `[channels]`. Default false. */
  readonly bias?: boolean;
  /** Added to the variance. Default 1e-5, as in WebNN. */
  readonly epsilon?: number;
  readonly activation?: Activation;
  /** Default `'nchw'`. */
  readonly inputLayout?: InputLayout;
  readonly dtype?: Dtype;
}

const WORKGROUP_SIZE = 64;

/** Normalizes by the given `mean` and `variance`, `[channels]`; WebNN's `batchNormalization`. */
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

/** Normalizes each channel of each image by its own mean and variance; WebNN's `instanceNormalization`. */
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
  const { batch, channels, height, width } = readInputShape(checkShape('inputShape', inputShape, 4), layout);
  const inputs: Record<string, TensorSpec> = { input: { shape: inputShape, dtype } };
  if (init.scale) inputs.scale = { shape: [channels], dtype };
  if (init.bias) inputs.bias = { shape: [channels], dtype };
  const statistic = isInstance ? owned : caller;
  const step: StepInit = {
    shader,
    constants: {
      CHANNELS: channels,
      HEIGHT: height,
      WIDTH: width,
      IS_INSTANCE: isInstance,
      HAS_SCALE: init.scale ?? false,
      HAS_BIAS: init.bias ?? false,
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
      read('scale', optional('scale', init.scale)),
      read('bias', optional('bias', init.bias)),
      write('output'),
    ],
    workgroupCount: Math.ceil(elementCount(inputShape) / WORKGROUP_SIZE),
  };
  const axes = [layout.indexOf('h'), layout.indexOf('w')];
  return { batch, channels, axes, dtype, inputs, step };
}
