import { InvalidArgumentError } from '../errors.ts';
import { resolveActivation } from './activation.ts';
import { readFilterShape, readInputShape, shapeOf } from './layouts.ts';
import type { Conv2dSettings, Dtype } from './options.ts';
import { outputSize, resolvePadding } from './padding.ts';
import { type Conv2dProblem, keyedProblem } from './problem.ts';
import {
  checkBoolean,
  checkFinite,
  checkInteger,
  checkOneOf,
  checkPair,
  checkSameShape,
  checkShape,
} from './validate.ts';

/** What {@link createConv2dProblem} is made from: shapes and settings, no tensors. */
export interface Conv2dProblemInit extends Conv2dSettings {
  /** `[n, c, h, w]` in the order of `inputLayout`. */
  readonly inputShape: readonly number[];
  /** `[outChannels, inChannels / groups, h, w]` in the order of `filterLayout`. */
  readonly filterShape: readonly number[];
  /** `[outChannels]` if there is a bias. Default none. */
  readonly biasShape?: readonly number[];
  /** Whether a tensor of the output's shape is added before the activation. Default false. */
  readonly hasResidual?: boolean;
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

const INPUT_LAYOUTS = ['nchw', 'nhwc'] as const;
const FILTER_LAYOUTS = ['oihw', 'hwio', 'ohwi', 'ihwo'] as const;
const PADDING_MODES = ['zeros', 'constant', 'reflect', 'symmetric', 'replicate', 'circular'] as const;
const ACCURACIES = ['strict', 'default', 'fast'] as const;
const DTYPES = ['float32', 'float16'] as const;

/** The caller's name for a field of {@link Conv2dProblemInit}, for errors. */
export type FieldNames = (field: keyof Conv2dProblemInit) => string;

/** Names fields as fields of `object`, except those that `exceptions` names. */
export function fieldNames(
  object: string,
  exceptions: Partial<Record<keyof Conv2dProblemInit, string>> = {},
): FieldNames {
  return (field) => exceptions[field] ?? `${object}.${field}`;
}

/** Names of `conv2d(input, filter, options)`. */
export const CONV2D_NAMES = fieldNames('options', {
  inputShape: 'input.shape',
  filterShape: 'filter.shape',
  biasShape: 'options.bias.shape',
  hasResidual: 'options.residual',
});

/**
 * Checks shapes and settings and fills in the defaults.
 * @param nameOf how the caller writes a field, for errors; default `init.strides` and the like
 * @throws InvalidArgumentError naming the argument, what it got and what it needs.
 */
export function createConv2dProblem(init: Conv2dProblemInit, nameOf = fieldNames('init')): Conv2dProblem {
  const inputLayout = checkOneOf(nameOf('inputLayout'), init.inputLayout ?? 'nchw', INPUT_LAYOUTS);
  const filterLayout = checkOneOf(nameOf('filterLayout'), init.filterLayout ?? 'oihw', FILTER_LAYOUTS);
  const input = readInputShape(checkShape(nameOf('inputShape'), init.inputShape, 4), inputLayout);
  const filter = readFilterShape(checkShape(nameOf('filterShape'), init.filterShape, 4), filterLayout);
  const groups = checkGroups(init.groups ?? 1, input.channels, filter, nameOf);
  const [strideHeight, strideWidth] = checkPair(nameOf('strides'), init.strides ?? 1);
  const [dilationHeight, dilationWidth] = checkPair(nameOf('dilations'), init.dilations ?? 1);
  const paddingMode = checkOneOf(nameOf('paddingMode'), init.paddingMode ?? 'zeros', PADDING_MODES);
  const window = {
    height: (filter.height - 1) * dilationHeight + 1,
    width: (filter.width - 1) * dilationWidth + 1,
  };
  const strides = [strideHeight, strideWidth] as const;
  const pads = resolvePadding(init.padding ?? 0, input, window, strides, nameOf('padding'));
  const { height: outHeight, width: outWidth } = outputSize(input, pads, window, strides, {
    padding: nameOf('padding'),
    filter: nameOf('filterShape'),
  });
  const { outChannels } = filter;
  checkShape('output.shape', shapeOf(inputLayout, [input.batch, outChannels, outHeight, outWidth]));
  if (init.biasShape) checkSameShape(nameOf('biasShape'), init.biasShape, [outChannels]);
  return keyedProblem({
    batch: input.batch,
    inChannels: input.channels,
    inHeight: input.height,
    inWidth: input.width,
    outChannels,
    outHeight,
    outWidth,
    filterHeight: filter.height,
    filterWidth: filter.width,
    groups,
    ...pads,
    paddingMode,
    paddingValue:
      paddingMode === 'constant' ? checkFinite(nameOf('paddingValue'), init.paddingValue ?? 0) : 0,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    inputLayout,
    filterLayout,
    flipFilter: checkBoolean(nameOf('flipFilter'), init.flipFilter ?? false),
    hasBias: init.biasShape !== undefined,
    hasResidual: checkBoolean(nameOf('hasResidual'), init.hasResidual ?? false),
    activation: resolveActivation(init.activation, nameOf('activation')),
    dtype: checkOneOf(nameOf('dtype'), init.dtype ?? 'float32', DTYPES),
    accuracy: checkOneOf(nameOf('accuracy'), init.accuracy ?? 'default', ACCURACIES),
  });
}

function checkGroups(
  groups: number,
  inChannels: number,
  filter: { inChannels: number; outChannels: number },
  nameOf: FieldNames,
): number {
  const argument = nameOf('groups');
  checkInteger(argument, groups, 1);
  if (inChannels % groups !== 0) {
    throw new InvalidArgumentError(argument, groups, `a divisor of the input's ${inChannels} channels`);
  }
  if (filter.outChannels % groups !== 0) {
    throw new InvalidArgumentError(
      argument,
      groups,
      `a divisor of the filter's ${filter.outChannels} output channels`,
    );
  }
  if (filter.inChannels !== inChannels / groups) {
    throw new InvalidArgumentError(
      nameOf('filterShape'),
      `${filter.inChannels} input channels`,
      `${inChannels / groups} (the input's ${inChannels} channels in ${groups} group${groups > 1 ? 's' : ''})`,
    );
  }
  return groups;
}
