import { GraphBuilder, summarizeNodes, type Value } from 'webgpu-conv/nn';

/** Cost and receptive field of a kind of convolution. */
export interface Cost {
  readonly parameterCount: number;
  readonly multiplyAddCount: number;
  /** Undefined for a deformable convolution, whose taps depend on the picture. */
  readonly receptiveField?: readonly [height: number, width: number];
}

/** The layer to compare: equal input and output channels, on a picture of {@link SIZE}×{@link SIZE} pixels. */
export interface Comparison {
  readonly channels: number;
  readonly filterSize: number;
}

export const SIZE = 32;
export const GROUPS = 4;
export const DILATION = 2;

type Build = (graph: GraphBuilder, input: Value, comparison: Comparison) => unknown;

/** A convolution with zero weights: costs depend on shapes only. */
function conv(
  graph: GraphBuilder,
  input: Value,
  [height, width]: readonly [number, number],
  {
    outChannels = input.shape[1],
    ...options
  }: { outChannels?: number; groups?: number; dilations?: number } = {},
): Value {
  const shape = [outChannels, input.shape[1] / (options.groups ?? 1), height, width];
  return graph.conv2d(input, blank(graph, shape), { ...options, padding: 'same' });
}

function blank(graph: GraphBuilder, shape: readonly number[]): Value {
  return graph.constant(new Float32Array(shape.reduce((a, b) => a * b)), shape);
}

const KINDS = {
  standard: (graph, input, { filterSize: k }) => conv(graph, input, [k, k]),
  grouped: (graph, input, { filterSize: k }) => conv(graph, input, [k, k], { groups: GROUPS }),
  depthwiseSeparable: (graph, input, { channels, filterSize: k }) =>
    conv(graph, conv(graph, input, [k, k], { groups: channels }), [1, 1]),
  spatiallySeparable: (graph, input, { filterSize: k }) => conv(graph, conv(graph, input, [k, 1]), [1, k]),
  dilated: (graph, input, { filterSize: k }) => conv(graph, input, [k, k], { dilations: DILATION }),
  // a second convolution computes each tap's offset down and to the right
  deformable: (graph, input, { channels, filterSize: k }) => {
    const offset = conv(graph, input, [k, k], { outChannels: 2 * k * k });
    const filter = blank(graph, [channels, channels, k, k]);
    const shapes = { inputShape: input.shape, filterShape: filter.shape, padding: (k - 1) / 2 };
    graph.add('deformConv2d', shapes, { input, filter, offset });
  },
} as const satisfies Record<string, Build>;

export type KindName = keyof typeof KINDS;

export const KIND_NAMES = Object.keys(KINDS) as KindName[];

/** The cost of a kind, from the library's summary. */
export function costOf(kind: KindName, comparison: Comparison = { channels: 16, filterSize: 3 }): Cost {
  const graph = new GraphBuilder();
  KINDS[kind](graph, graph.input('input', [1, comparison.channels, SIZE, SIZE]), comparison);
  const lines = summarizeNodes(graph.nodes);
  const total = (key: 'parameterCount' | 'multiplyAddCount') =>
    lines.reduce((sum, line) => sum + line[key], 0);
  return {
    parameterCount: total('parameterCount'),
    multiplyAddCount: total('multiplyAddCount'),
    receptiveField: kind === 'deformable' ? undefined : lines.at(-1)!.receptiveField.size,
  };
}
