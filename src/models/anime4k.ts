import { GraphBuilder } from '../graph/builder.ts';
import type { ModelInit } from '../graph/model.ts';
import type { Value } from '../graph/value.ts';
import type { Accuracy } from '../problem/options.ts';
import { readWebsrWeights, type WebsrConvolution } from '../readers/websr.ts';

/** Options of {@link anime4k}. */
export interface Anime4kOptions {
  /** Which algorithms the convolutions may use. Default `'default'`. */
  readonly accuracy?: Accuracy;
}

const SCALE = 2;
const COLORS = 3;
const CHANNELS = COLORS * SCALE * SCALE;
/** The original's texture sampler clamps to the edge. */
const BORDER = { padding: 1, paddingMode: 'replicate' } as const;

/**
 * Anime4K's CNN that doubles a picture, in any of its sizes S, M and L (https://github.com/bloc97/Anime4K). Input
 * `picture` is `[1, 3, height, width]`, colors from 0 to 1. Output `picture2x` is `[1, 3, 2·height, 2·width]`, not
 * clamped.
 * @param json a file `weights/anime4k/cnn-2x-*.json` of the npm package `@websr/websr`, parsed or as text
 * @throws InvalidArgumentError, UnsupportedError if the file is not such a network.
 */
export function anime4k(
  json: unknown,
  { height, width }: { readonly height: number; readonly width: number },
  { accuracy = 'default' }: Anime4kOptions = {},
): ModelInit {
  const convolutions = readWebsrWeights(json);
  const graph = new GraphBuilder({ accuracy });
  const picture = graph.input('picture', [1, COLORS, height, width]);
  const values: Value[] = [];
  convolutions.forEach((convolution, index) => {
    const { sources, name } = convolution;
    const inputs = sources.length === 0 ? [picture] : sources.map((source) => values[source]);
    const input = inputs.length === 1 ? inputs[0] : graph.concat(inputs, 1);
    const isLast = index === convolutions.length - 1;
    const { filter, bias, shape } = isLast ? forAllColors(convolution) : withNegatives(convolution);
    values.push(
      graph.conv2d(input, graph.constant(filter, shape, `${name}.filter`), {
        ...(shape[2] > 1 ? BORDER : {}),
        bias: graph.constant(bias, [shape[0]], `${name}.bias`),
        residual: isLast ? enlarged(graph, picture) : undefined,
        activation: isLast ? undefined : 'relu',
        name,
      }),
    );
  });
  const picture2x = graph.pixelShuffle(values.at(-1) as Value, { blockSize: SCALE });
  return { nodes: graph.nodes, outputs: { picture2x } };
}

/** The filter and its negative: the next convolution reads the ReLU of both. */
function withNegatives({ filter, bias }: WebsrConvolution) {
  const twice = (numbers: Float32Array) => Float32Array.from([...numbers, ...numbers.map((x) => -x)]);
  const shape = [2 * filter.shape[0], ...filter.shape.slice(1)];
  return { filter: twice(filter.data), bias: twice(bias), shape };
}

/** Size S adds one difference to all three colors: its only filter is repeated. */
function forAllColors({ filter, bias }: WebsrConvolution) {
  const copies = CHANNELS / filter.shape[0];
  const repeated = (numbers: Float32Array) =>
    Float32Array.from(Array.from({ length: copies }, () => [...numbers]).flat());
  const shape = [CHANNELS, ...filter.shape.slice(1)];
  return { filter: repeated(filter.data), bias: repeated(bias), shape };
}

/**
 * Doubles the picture bilinearly, before its pixels are shuffled. One convolution is faster than a resize and a sum.
 */
function enlarged(graph: GraphBuilder, picture: Value): Value {
  // a new pixel lies a quarter pixel before or after the center of an old one
  const weights = [
    [0.25, 0.75, 0],
    [0, 0.75, 0.25],
  ];
  const shape = [CHANNELS, COLORS, 3, 3];
  const filter = new Float32Array(CHANNELS * COLORS * 9);
  for (let channel = 0; channel < CHANNELS; channel++) {
    const [color, down, right] = [channel >> 2, (channel >> 1) & 1, channel & 1];
    for (let tap = 0; tap < 9; tap++) {
      const place = (channel * COLORS + color) * 9 + tap;
      filter[place] = weights[down][Math.floor(tap / 3)] * weights[right][tap % 3];
    }
  }
  return graph.conv2d(picture, graph.constant(filter, shape, 'bilinear'), { ...BORDER, name: 'bilinear' });
}
