import shader from '../../shaders/nn/nn_conv3d.wgsl';
import { InvalidArgumentError } from '../errors.ts';
import { activationConstants } from '../kernels/constants.ts';
import { resolveActivation } from '../problem/activation.ts';
import type { Activation, Dtype } from '../problem/options.ts';
import { checkInteger, checkShape } from '../problem/validate.ts';
import { caller, optional, read, write } from '../wgsl/bindings.ts';
import { denseStrides } from './nn_map.ts';
import { defineOperator, elementCount, elementType, type Operator, type TensorSpec } from './operator.ts';

/** One value for all three axes, or `[depth, height, width]`. */
export type Triple = number | readonly [depth: number, height: number, width: number];

/** Shapes and options of {@link conv3d}. */
export interface Conv3dInit {
  /** `[n, c, d, h, w]` in the order of `inputLayout`. */
  readonly inputShape: readonly number[];
  /** `[outChannels, inChannels / groups, d, h, w]` in the order of `filterLayout`. */
  readonly filterShape: readonly number[];
  /** Zeros on both sides of each axis, or `'same'` (ONNX SAME_UPPER). Default 0. */
  readonly padding?: Triple | 'same';
  /** Step between windows. Default 1. */
  readonly strides?: Triple;
  /** Distance between the taps of one window. Default 1. */
  readonly dilations?: Triple;
  /** Channel groups. Default 1. */
  readonly groups?: number;
  /** Whether there is an input `bias`, `[outChannels]`. Default false. */
  readonly hasBias?: boolean;
  /** Applied last. Default none. */
  readonly activation?: Activation;
  /** Axes of input and output. Default `'ncdhw'`. */
  readonly inputLayout?: 'ncdhw' | 'ndhwc';
  /** Axes of the filter. Default `'oidhw'`. */
  readonly filterLayout?: 'oidhw' | 'dhwio';
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

const SPATIAL = ['d', 'h', 'w'] as const;
const NAMES = { d: 'DEPTH', h: 'HEIGHT', w: 'WIDTH' } as const;
const PADS = { d: 'PAD_FRONT', h: 'PAD_TOP', w: 'PAD_LEFT' } as const;
const WORKGROUP_SIZE = 64;

/**
 * Convolution of volumes: `input`, `filter` (and `bias`) → `output`. Semantics: ONNX's Conv with three spatial axes.
 */
export function conv3d(init: Conv3dInit): Operator {
  const { inputShape, filterShape, inputLayout = 'ncdhw', filterLayout = 'oidhw', dtype = 'float32' } = init;
  const input = named(inputLayout, checkShape('inputShape', inputShape, 5));
  const filter = named(filterLayout, checkShape('filterShape', filterShape, 5));
  const groups = checkInteger('groups', init.groups ?? 1, 1);
  if (filter.i * groups !== input.c || filter.o % groups !== 0) {
    throw new InvalidArgumentError('filterShape', filterShape, `${input.c} channels in ${groups} groups`);
  }
  const strides = tripleOf('strides', init.strides ?? 1, 1);
  const dilations = tripleOf('dilations', init.dilations ?? 1, 1);
  const output: Record<string, number> = { n: input.n, c: filter.o };
  const constants: Record<string, number | boolean> = {
    OUT_CHANNELS: filter.o,
    GROUP_IN_CHANNELS: filter.i,
    GROUP_OUT_CHANNELS: filter.o / groups,
    HAS_BIAS: init.hasBias ?? false,
    ...activationConstants(resolveActivation(init.activation)),
  };
  SPATIAL.forEach((axis, at) => {
    const extent = (filter[axis] - 1) * dilations[at] + 1;
    const [before, after] = padsOf(init.padding ?? 0, at, input[axis], extent, strides[at]);
    output[axis] = Math.floor((input[axis] + before + after - extent) / strides[at]) + 1;
    Object.assign(constants, {
      [`IN_${NAMES[axis]}`]: input[axis],
      [`OUT_${NAMES[axis]}`]: output[axis],
      [`FILTER_${NAMES[axis]}`]: filter[axis],
      [`STRIDE_${NAMES[axis]}`]: strides[at],
      [`DILATION_${NAMES[axis]}`]: dilations[at],
      [PADS[axis]]: before,
    });
  });
  const outputShape = checkShape(
    'output.shape',
    [...inputLayout].map((axis) => output[axis]),
  );
  Object.assign(
    constants,
    strided('INPUT', inputLayout, inputShape),
    strided('OUTPUT', inputLayout, outputShape),
  );
  Object.assign(constants, strided('FILTER', filterLayout, filterShape), {
    OUTPUT_COUNT: elementCount(outputShape),
  });
  const inputs: Record<string, TensorSpec> = {
    input: { shape: inputShape, dtype },
    filter: { shape: filterShape, dtype },
  };
  if (init.hasBias) inputs.bias = { shape: [filter.o], dtype };
  return defineOperator({
    kind: 'conv3d',
    inputs,
    outputs: { output: { shape: outputShape, dtype } },
    multiplyAddCount: (elementCount(outputShape) / filter.o) * elementCount(filterShape),
    steps: [
      {
        shader,
        constants,
        types: elementType(dtype),
        bindings: [
          read('input'),
          read('filterWeights', caller('filter')),
          read('bias', optional('bias', init.hasBias)),
          write('output'),
        ],
        workgroupCount: Math.ceil(elementCount(outputShape) / WORKGROUP_SIZE),
      },
    ],
  });
}

function padsOf(
  padding: Triple | 'same',
  at: number,
  size: number,
  extent: number,
  stride: number,
): number[] {
  if (padding !== 'same') {
    const pad = tripleOf('padding', padding, 0)[at];
    return [pad, pad];
  }
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + extent - size);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function tripleOf(argument: string, value: Triple, least: number): readonly number[] {
  const all = typeof value === 'number' ? [value, value, value] : value;
  return all.map((one, index) => checkInteger(`${argument}[${index}]`, one, least));
}

/** Sizes by the letters of a layout. */
function named(layout: string, shape: readonly number[]): Record<string, number> {
  return Object.fromEntries([...layout].map((axis, at) => [axis, shape[at]]));
}

/** `NAME_STRIDE_` and each letter of a layout. */
function strided(name: string, layout: string, shape: readonly number[]): Record<string, number> {
  const strides = denseStrides(shape);
  return Object.fromEntries(
    [...layout].map((axis, at) => [`${name}_STRIDE_${axis.toUpperCase()}`, strides[at]]),
  );
}
