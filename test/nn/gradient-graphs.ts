/** Small networks of whole numbers: every sum in them and in their gradients is exact in float32, whoever adds it up. */

import { uniformNumbers } from '../../src/graph/random.ts';
import type { GraphBuilder, Value } from '../../src/nn/index.ts';

/** What both sides make of a network: ours with graph values, TensorFlow.js with tensors. */
export interface GradientCase {
  /** Of the input and of each variable, as TensorFlow.js has them: nhwc, hwio, `[in, out]`. */
  readonly input: readonly number[];
  readonly variables: Readonly<Record<string, readonly number[]>>;
  /** The output that is squared and summed. */
  build(graph: GraphBuilder, input: Value, variables: Readonly<Record<string, Value>>): Value;
}

const NHWC = { inputLayout: 'nhwc', filterLayout: 'hwio' } as const;

export const gradientCases: Readonly<Record<string, GradientCase>> = {
  'conv2d, strided and padded, with bias and ReLU': {
    input: [2, 7, 6, 3],
    variables: { filter: [3, 2, 3, 4], bias: [4] },
    build: (graph, x, { filter, bias }) =>
      graph.conv2d(x, filter, { ...NHWC, strides: 2, padding: [1, 1, 1, 0], bias, activation: 'relu' }),
  },
  'depthwise, with a multiplier': {
    input: [1, 6, 7, 3],
    variables: { filter: [3, 3, 3, 2] },
    build: (graph, x, { filter }) =>
      graph.conv2d(x, graph.reshape(filter, [3, 3, 1, 6]), { ...NHWC, padding: 1, groups: 3 }),
  },
  'transposed, strided': {
    input: [1, 4, 5, 3],
    variables: { filter: [3, 2, 2, 3], bias: [2] },
    build: (graph, x, { filter, bias }) =>
      graph.convTranspose2d(x, filter, { inputLayout: 'nhwc', filterLayout: 'hwoi', strides: 2, bias }),
  },
  'transposed, another layout, a row more': {
    input: [1, 4, 5, 3],
    variables: { filter: [2, 3, 3, 2] },
    build: (graph, x, { filter }) =>
      graph.convTranspose2d(x, filter, {
        inputLayout: 'nhwc',
        filterLayout: 'oihw',
        strides: 2,
        outputPadding: [1, 0],
      }),
  },
  'average pooling, then leaky ReLU': {
    input: [1, 4, 6, 2],
    variables: { filter: [1, 1, 2, 2] },
    build: (graph, x, { filter }) =>
      graph.activation(
        graph.averagePool2d(graph.conv2d(x, filter, NHWC), {
          windowDimensions: 2,
          strides: 2,
          inputLayout: 'nhwc',
        }),
        { type: 'leaky-relu', slope: 0.25 },
      ),
  },
  'fully connected, after a sum and a product with broadcast': {
    input: [3, 4],
    variables: { factor: [4], shift: [3, 1], weight: [4, 5], bias: [5] },
    build: (graph, x, { factor, shift, weight, bias }) =>
      graph.linear(graph.binary('add', graph.binary('mul', x, factor), shift), weight, {
        weightLayout: 'io',
        bias,
      }),
  },
  'a branch concatenated with its source': {
    input: [1, 4, 4, 2],
    variables: { filter: [3, 3, 2, 3], mix: [1, 1, 5, 2] },
    build: (graph, x, { filter, mix }) => {
      const branch = graph.conv2d(x, filter, { ...NHWC, padding: 1 });
      return graph.conv2d(graph.concat([x, branch], 3), mix, NHWC);
    },
  },
};

/** Whole numbers from −2 to 2, the same each time. */
export function wholeNumbers(shape: readonly number[], seed: number): number[] {
  const draw = uniformNumbers(seed);
  return Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () =>
    Math.floor(5 * draw() - 2),
  );
}
