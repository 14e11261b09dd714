import { elementCount } from '../operators/operator.ts';
import { readInputShape } from '../problem/layouts.ts';
import type { Activation, Conv2dSettings, InputLayout } from '../problem/options.ts';
import type { GraphBuilder } from './builder.ts';
import { uniformNumbers } from './random.ts';
import type { Value } from './value.ts';

/** What a {@link Layer} adds itself to. */
export interface LayerContext {
  readonly graph: GraphBuilder;
  /** A new variable to train, drawn uniformly from −limit to limit. */
  variable(name: string, shape: readonly number[], limit: number): Value;
}

/** A layer of a {@link sequential} network: adds itself to the graph and returns its output. */
export type Layer = (context: LayerContext, input: Value) => Value;

/** A stack of layers in a graph. */
export interface SequentialGraph {
  readonly output: Value;
  /** Each layer's output, in order. */
  readonly layerOutputs: readonly Value[];
  /** The variables to train. */
  readonly variables: readonly Value[];
}

/** Options of {@link layers}.conv2d: {@link Conv2dSettings}, and number and size of the filters. */
export interface Conv2dLayerOptions extends Omit<Conv2dSettings, 'filterLayout'> {
  readonly outChannels: number;
  readonly filterSize: number | readonly [number, number];
  /** Whether the layer has a bias. Default true. */
  readonly bias?: boolean;
}

/** Options of {@link layers}.linear. */
export interface LinearLayerOptions {
  readonly outFeatures: number;
  readonly activation?: Activation;
  /** Whether the layer has a bias. Default true. */
  readonly bias?: boolean;
}

type PoolOptions = NonNullable<Parameters<GraphBuilder['maxPool2d']>[1]>;

/** Layers for {@link sequential}. Weights are drawn as K. He et al. (arXiv:1502.01852) propose for ReLU. */
export const layers = {
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
  maxPool2d:
    (options: PoolOptions = {}): Layer =>
    ({ graph }, input) =>
      graph.maxPool2d(input, options),
  averagePool2d:
    (options: PoolOptions = {}): Layer =>
    ({ graph }, input) =>
      graph.averagePool2d(input, options),
  activation:
    (activation: Activation): Layer =>
    ({ graph }, input) =>
      graph.activation(input, activation),
  flatten:
    (): Layer =>
    ({ graph }, input) =>
      graph.flatten(input),
  softmax:
    (): Layer =>
    ({ graph }, input) =>
      graph.softmax(input),
  /** A depthwise convolution, then a 1×1 convolution. */
  depthwiseSeparable:
    ({ outChannels, ...options }: Conv2dLayerOptions): Layer =>
    (context, input) => {
      const { activation, inputLayout, bias, ...spatial } = options;
      const { channels } = readInputShape(input.shape, inputLayout ?? 'nchw');
      const depthwise = { ...spatial, inputLayout, outChannels: channels, groups: channels, bias: false };
      const pointwise = { outChannels, filterSize: 1, inputLayout, bias, activation };
      return stack(context, input, [layers.conv2d(depthwise), layers.conv2d(pointwise)]);
    },
  /** A convolution with a column filter, then one with a row filter. */
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
  readonly outChannels: number;
  readonly filterSize: number;
  /** Rows and columns of zeros on every side. Default 0. */
  readonly padding?: number;
  readonly strides?: number;
  readonly activation?: Activation;
  readonly inputLayout?: InputLayout;
  readonly bias?: boolean;
}

/** Adds layers one after another. The same `seed` draws the same weights. */
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
