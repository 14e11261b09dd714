import { type ConvTranspose2dInit, resolveTransposed } from '../operators/nn_conv_transpose2d.ts';
import type { FilterLayout } from '../problem/options.ts';
import type { GraphBuilder } from './builder.ts';
import type { GraphNode, Value } from './value.ts';

/** Layout of a filter in the convolution, by its layout in the transposed convolution. */
const LAYOUTS: Readonly<Record<string, FilterLayout>> = {
  iohw: 'oihw',
  hwoi: 'hwio',
  ohwi: 'ihwo',
  ihwo: 'ohwi',
};

/**
 * Gradients of a transposed convolution, which is itself the input gradient of a convolution. The input's gradient is
 * therefore that convolution of the output gradient. The filter's gradient is the convolution's, with input and output
 * gradient exchanged.
 */
export function transposedGradients(
  graph: GraphBuilder,
  { init, inputs }: GraphNode,
  outputGradient: Value,
  isNeeded: (input: string) => boolean,
) {
  const given = init as ConvTranspose2dInit;
  const { inputLayout = 'nchw', filterLayout = 'iohw' } = given;
  const { input, filter, groups, strides, dilations, pads, outHeight, outWidth } = resolveTransposed(given);
  const isKnown = filterLayout in LAYOUTS;
  const order = (from: string, to: string) => [...to].map((axis) => from.indexOf(axis));
  const weight = isKnown ? inputs.filter : graph.transpose(inputs.filter, order(filterLayout, 'iohw'));
  // output padding adds rows and columns that no window of the convolution covers
  const after = (inSize: number, outSize: number, tap: number, before: number, axis: 0 | 1) =>
    Math.max(0, (inSize - 1) * strides[axis] + (tap - 1) * dilations[axis] + 1 - outSize - before);
  const convolution = {
    inputShape: outputGradient.shape,
    filterShape: weight.shape,
    padding: [
      pads.padTop,
      after(input.height, outHeight, filter.height, pads.padTop, 0),
      pads.padLeft,
      after(input.width, outWidth, filter.width, pads.padLeft, 1),
    ],
    strides,
    dilations,
    groups,
    inputLayout,
    filterLayout: LAYOUTS[isKnown ? filterLayout : 'iohw'],
  } as const;
  const filterGradient = () => {
    const operands = { input: outputGradient, outputGradient: inputs.input };
    const made = graph.add('conv2dFilterGradient', convolution, operands);
    return isKnown ? made : graph.transpose(made, order('iohw', filterLayout));
  };
  const axes = [0, 1, 2, 3].filter((axis) => axis !== inputLayout.indexOf('c'));
  return {
    input: isNeeded('input')
      ? graph.add('conv2d', convolution, { input: outputGradient, filter: weight })
      : undefined,
    filter: isNeeded('filter') ? filterGradient() : undefined,
    bias: isNeeded('bias') ? graph.reduce(outputGradient, { reduction: 'sum', axes }) : undefined,
  };
}
