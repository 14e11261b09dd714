import { GraphBuilder, summariseNodes } from 'webgpu-conv/nn';

/** What a way to convolve costs, and how far it sees. */
export interface Cost {
  readonly countParameters: number;
  readonly countMultiplyAdds: number;
  readonly receptiveField: readonly [height: number, width: number];
}

type Value = ReturnType<GraphBuilder['input']>;

const CHANNELS = 16;
const SIZE = 32;

/** A convolution with weights that nobody reads: costs depend on shapes alone. */
function conv(
  graph: GraphBuilder,
  input: Value,
  [height, width]: readonly [number, number],
  options: { groups?: number; dilations?: number } = {},
): Value {
  const shape = [CHANNELS, CHANNELS / (options.groups ?? 1), height, width];
  const filter = graph.constant(new Float32Array(shape.reduce((a, b) => a * b)), shape);
  return graph.conv2d(input, filter, { ...options, padding: 'same' });
}

/** Ways to get from 16 channels to 16 on a picture of 32×32. */
const KINDS = {
  standard: (graph: GraphBuilder, input: Value) => conv(graph, input, [3, 3]),
  grouped: (graph: GraphBuilder, input: Value) => conv(graph, input, [3, 3], { groups: 4 }),
  depthwiseSeparable: (graph: GraphBuilder, input: Value) =>
    conv(graph, conv(graph, input, [3, 3], { groups: CHANNELS }), [1, 1]),
  spatiallySeparable: (graph: GraphBuilder, input: Value) => conv(graph, conv(graph, input, [3, 1]), [1, 3]),
  dilated: (graph: GraphBuilder, input: Value) => conv(graph, input, [3, 3], { dilations: 2 }),
};

export type KindName = keyof typeof KINDS;

export const KIND_NAMES = Object.keys(KINDS) as KindName[];

/** The cost of a kind, as the library's own summary counts it. */
export function costOf(kind: KindName): Cost {
  const graph = new GraphBuilder();
  KINDS[kind](graph, graph.input('input', [1, CHANNELS, SIZE, SIZE]));
  const lines = summariseNodes(graph.nodes);
  const total = (key: 'countParameters' | 'countMultiplyAdds') =>
    lines.reduce((sum, line) => sum + line[key], 0);
  return {
    countParameters: total('countParameters'),
    countMultiplyAdds: total('countMultiplyAdds'),
    receptiveField: lines.at(-1)!.receptiveField.size,
  };
}

/** Layers that a stack can be built from. */
export const LAYERS = {
  conv3: { window: 3, stride: 1, dilation: 1 },
  conv5: { window: 5, stride: 1, dilation: 1 },
  strided: { window: 3, stride: 2, dilation: 1 },
  dilated: { window: 3, stride: 1, dilation: 2 },
  pool: { window: 2, stride: 2, dilation: 1 },
} as const;

export type LayerName = keyof typeof LAYERS;

/** One layer of a stack, and what a neuron behind it sees of the picture. */
export interface StackLine {
  readonly layer: LayerName;
  readonly size: number;
  readonly sees: number;
}

/** Side of the picture that stacks look at. */
export const STACK_INPUT = 28;

/** Sizes and receptive fields down a stack; layers for which nothing is left are cut off. */
export function describeStack(stack: readonly LayerName[]): StackLine[] {
  const graph = new GraphBuilder();
  let value = graph.input('input', [1, 1, STACK_INPUT, STACK_INPUT]);
  const fitting: LayerName[] = [];
  for (const layer of stack) {
    const { window, stride, dilation } = LAYERS[layer];
    if (value.shape[2] < (window - 1) * dilation + 1) break;
    const settings = { strides: stride, dilations: dilation };
    value =
      layer === 'pool'
        ? graph.maxPool2d(value, { ...settings, windowDimensions: window })
        : graph.conv2d(
            value,
            graph.constant(new Float32Array(window * window), [1, 1, window, window]),
            settings,
          );
    fitting.push(layer);
  }
  return summariseNodes(graph.nodes).map(({ outputShape, receptiveField }, index) => ({
    layer: fitting[index],
    size: outputShape[2],
    sees: receptiveField.size[0],
  }));
}
