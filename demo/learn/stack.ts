import { type GraphBuilder, summarizeNodes, type Value } from 'webgpu-conv/nn';

export const LAYER_KINDS = ['conv', 'pool'] as const;

/** One layer of a stack. */
export interface StackLayer {
  readonly kind: (typeof LAYER_KINDS)[number];
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
}

/** A layer's output size and its receptive field in the picture. */
export interface StackLine {
  readonly layer: StackLayer;
  readonly size: number;
  readonly sees: number;
}

/** Layers, and the side of their square input picture. */
export interface Stack {
  readonly size: number;
  readonly layers: readonly StackLayer[];
}

const conv = (window: number, stride = 1, dilation = 1) =>
  ({ kind: 'conv', window, stride, dilation }) as const;
const pool = (window: number, stride = window) => ({ kind: 'pool', window, stride, dilation: 1 }) as const;

/** Predefined stacks. */
export const STACKS = {
  smallCnn: { size: 28, layers: [conv(5), pool(2), conv(5), pool(2)] },
  threes: { size: 28, layers: Array.from({ length: 6 }, () => conv(3)) },
  dilated: { size: 64, layers: [conv(3), conv(3, 1, 2), conv(3, 1, 4), conv(3, 1, 8)] },
  strided: { size: 96, layers: [conv(7, 2), pool(3, 2), conv(3), conv(3), conv(3, 2)] },
} as const satisfies Record<string, Stack>;

export type StackName = keyof typeof STACKS;

/**
 * Adds a stack to the graph behind `input`, with equal weights in each window. Stops at the first layer that does not
 * fit.
 */
export function buildStack(graph: GraphBuilder, input: Value, layers: readonly StackLayer[]) {
  let output = input;
  const fitting: StackLayer[] = [];
  for (const layer of layers) {
    const { kind, window, stride, dilation } = layer;
    if (output.shape[2] < (window - 1) * dilation + 1) break;
    const settings = { strides: stride, dilations: dilation };
    const filter = new Float32Array(window * window).fill(1 / window ** 2);
    output =
      kind === 'pool'
        ? graph.averagePool2d(output, { ...settings, windowDimensions: window })
        : graph.conv2d(output, graph.constant(filter, [1, 1, window, window]), settings);
    fitting.push(layer);
  }
  return { output, fitting };
}

/** Output sizes and receptive fields of a stack's layers, from the library's summary. */
export function describeStack(graph: GraphBuilder, { size, layers }: Stack): StackLine[] {
  const { fitting } = buildStack(graph, graph.input('picture', [1, 1, size, size]), layers);
  return summarizeNodes(graph.nodes).map(({ outputShape, receptiveField }, index) => ({
    layer: fitting[index],
    size: outputShape[2],
    sees: receptiveField.size[0],
  }));
}
