import { elementCount } from '../operators/operator.ts';
import { readInputShape } from '../problem/layouts.ts';
import type { Activation, Conv2dSettings, InputLayout } from '../problem/options.ts';
import type { GraphBuilder } from './builder.ts';
import { uniformNumbers } from './random.ts';
import type { Value } from './value.ts';

/** The graph that a {@link Layer} adds itself to. */
export interface LayerContext {
  /** Takes the layer's operators. */
  readonly graph: GraphBuilder;
  /** A new variable to train, drawn uniformly from −limit to limit. */
  variable(name: string, shape: readonly number[], limit: number): Value;
}

/** A layer of a {@link sequential} network. Adds itself to the graph and returns its output. */
export type Layer = (context: LayerContext, input: Value) => Value;

/** A stack of layers in a graph. */
export interface SequentialGraph {
  /** The last layer's output. */
  readonly output: Value;
  /** Each layer's output, in order. */
  readonly layerOutputs: readonly Value[];
  /** The variables to train. */
  readonly variables: readonly Value[];
}

/** Options of {@link layers}.conv2d: {@link Conv2dSettings}, and number and size of the filters. */
export interface Conv2dLayerOptions extends Omit<Conv2dSettings, 'filterLayout'> {
  /** Number of filters. */
  readonly outChannels: number;
  /** Rows and columns of a filter: `[height, width]`, or one number for both. */
  readonly filterSize: number | readonly [number, number];
  /** Whether the layer has a bias. Default true. */
  readonly bias?: boolean;
}

/** Options of {@link layers}.linear. */
export interface LinearLayerOptions {
  /** Size of the output's last axis. */
  readonly outFeatures: number;
  /** Applied last. Default none. */
  readonly activation?: Activation;
  /** Whether the layer has a bias. Default true. */
  readonly bias?: boolean;
}

type PoolOptions = NonNullable<Parameters<GraphBuilder['maxPool2d']>[1]>;

/**
 * Layers for {@link sequential}. Weights are drawn as K. He et al. (arXiv:1502.01852) propose for ReLU; biases start at
 * 0.
 */
export const layers = {
  /** A convolution of `[n, c, h, w]` in the order of `inputLayout`. */
  conv2d:
    ({ outChannels, filterSize, bias = true, ...settings }: Conv2dLayerOptions): Layer =>
    (context, input) => {
      const { channels } = readInputShape(input.shape, settings.inputLayout ?? 'nchw');
      const [height, width] = typeof filterSize === 'number' ? [filterSize, filterSize] : filterSize;
      const shape = [outChannels, channels / (settings.groups ?? 1), height, width];
      const filter = context.variable('filter', shape, heLimit(elementCount(shape.slice(1))));
      return context.graph.conv2d(input, filter, {
        ...settings,
        bias: bias ? context.variable('bias', [outChannels], 0) : undefined,
      });
    },
  /** A fully connected layer on the last axis: `[…, inFeatures]` → `[…, outFeatures]`. */
  linear:
    ({ outFeatures, activation, bias = true }: LinearLayerOptions): Layer =>
    (context, input) => {
      const inFeatures = input.shape.at(-1) as number;
      const weight = context.variable('weight', [outFeatures, inFeatures], heLimit(inFeatures));
      return context.graph.linear(input, weight, {
        activation,
        bias: bias ? context.variable('bias', [outFeatures], 0) : undefined,
      });
    },
  /** The largest value of each window. Default window: the whole input. */
  maxPool2d:
    (options: PoolOptions = {}): Layer =>
    ({ graph }, input) =>
      graph.maxPool2d(input, options),
  /** The mean of each window. Default window: the whole input. */
  averagePool2d:
    (options: PoolOptions = {}): Layer =>
    ({ graph }, input) =>
      graph.averagePool2d(input, options),
  /** Applies a function to each element. */
  activation:
    (activation: Activation): Layer =>
    ({ graph }, input) =>
      graph.activation(input, activation),
  /** Merges all axes but the first: `[n, …]` → `[n, features]`. */
  flatten:
    (): Layer =>
    ({ graph }, input) =>
      graph.flatten(input),
  /** `exp(x − max) / Σ exp(x − max)` along the last axis. */
  softmax:
    (): Layer =>
    ({ graph }, input) =>
      graph.softmax(input),
  /** A depthwise convolution without bias or activation, then a 1×1 convolution. */
  depthwiseSeparable:
    ({ outChannels, ...options }: Conv2dLayerOptions): Layer =>
    (context, input) => {
      const { activation, inputLayout, bias, ...spatial } = options;
      const { channels } = readInputShape(input.shape, inputLayout ?? 'nchw');
      const depthwise = { ...spatial, inputLayout, outChannels: channels, groups: channels, bias: false };
      const pointwise = { outChannels, filterSize: 1, inputLayout, bias, activation };
      return stack(context, input, [layers.conv2d(depthwise), layers.conv2d(pointwise)]);
    },
  /** A convolution with a column filter, without bias or activation, then one with a row filter. */
  spatiallySeparable:
    ({ filterSize, padding = 0, ...options }: SpatiallySeparableOptions): Layer =>
    (context, input) => {
      const { activation, bias, strides = 1, inputLayout, outChannels } = options;
      const column = { outChannels, inputLayout, filterSize: [filterSize, 1], bias: false } as const;
      const row = { outChannels, inputLayout, filterSize: [1, filterSize], bias, activation } as const;
      return stack(context, input, [
        layers.conv2d({ ...column, padding: [padding, 0], strides: [strides, 1] }),
        layers.conv2d({ ...row, padding: [0, padding], strides: [1, strides] }),
      ]);
    },
} as const;

/** Options of {@link layers}.spatiallySeparable. */
export interface SpatiallySeparableOptions {
  /** Number of filters of each of the two convolutions. */
  readonly outChannels: number;
  /** Taps of the column and of the row. */
  readonly filterSize: number;
  /** Rows and columns of zeros on every side. Default 0. */
  readonly padding?: number;
  /** Step between windows along rows and columns. Default 1. */
  readonly strides?: number;
  /** Applied after the second convolution. Default none. */
  readonly activation?: Activation;
  /** Axes of input and output. Default `'nchw'`. */
  readonly inputLayout?: InputLayout;
  /** Whether the second convolution has a bias. Default true. */
  readonly bias?: boolean;
}

/** Adds layers one after another. The same `seed` draws the same weights. Default seed 1. */
export function sequential(
  graph: GraphBuilder,
  input: Value,
  stacked: readonly Layer[],
  { seed = 1 }: { seed?: number } = {},
): SequentialGraph {
  const draw = uniformNumbers(seed);
  const variables: Value[] = [];
  const context: LayerContext = {
    graph,
    variable(name, shape, limit) {
      const data = Float32Array.from({ length: elementCount(shape) }, () => (2 * draw() - 1) * limit);
      const made = graph.variable(data, shape, name);
      variables.push(made);
      return made;
    },
  };
  const layerOutputs: Value[] = [];
  for (const layer of stacked) layerOutputs.push(layer(context, layerOutputs.at(-1) ?? input));
  return { output: layerOutputs.at(-1) ?? input, layerOutputs, variables };
}

function stack(context: LayerContext, input: Value, stacked: readonly Layer[]): Value {
  return stacked.reduce((value, layer) => layer(context, value), input);
}

function heLimit(fanIn: number): number {
  return Math.sqrt(6 / fanIn);
}
