import { GraphBuilder, layers, type ReceptiveField, sequential, summarizeNodes } from 'webgpu-conv/nn';
import { CLASSES, SIDE } from './digit_data.ts';

/** The layers whose maps are shown, in order, with the number and the side of their maps. */
export const STAGES = {
  conv1: { count: 6, side: 24 },
  pool1: { count: 6, side: 12 },
  conv2: { count: 16, side: 8 },
  pool2: { count: 16, side: 4 },
} as const;

export type StageName = keyof typeof STAGES;
export const STAGE_NAMES = Object.keys(STAGES) as StageName[];

/** Two 5×5 convolutions, each with ReLU and 2×2 max pooling, then a score for each digit. */
export function digitNetwork(batch: number, seed: number) {
  const graph = new GraphBuilder();
  const input = graph.input('digits', [batch, 1, SIDE, SIDE]);
  const pool = layers.maxPool2d({ windowDimensions: 2, strides: 2 });
  const { output, layerOutputs, variables } = sequential(
    graph,
    input,
    [
      layers.conv2d({ outChannels: STAGES.conv1.count, filterSize: 5, activation: 'relu' }),
      pool,
      layers.conv2d({ outChannels: STAGES.conv2.count, filterSize: 5, activation: 'relu' }),
      pool,
      layers.flatten(),
      layers.linear({ outFeatures: CLASSES }),
    ],
    { seed },
  );
  const [conv1, pool1, conv2, pool2] = layerOutputs;
  return { graph, input, variables, scores: output, stages: { conv1, pool1, conv2, pool2 } };
}

/** The pixels, `[first, last]` along either axis, in the receptive field of the neuron at `place`. */
export function seenBy(
  { size, step }: ReceptiveField,
  place: number,
): readonly [first: number, last: number] {
  return [place * step[0], place * step[0] + size[0] - 1];
}

/** Receptive fields of the stages, from the library's summary. */
export function receptiveFields(): Record<StageName, ReceptiveField> {
  const { graph, stages } = digitNetwork(1, 1);
  const lines = summarizeNodes(graph.nodes);
  const entries = STAGE_NAMES.map((name) => {
    const at = graph.nodes.findIndex(({ outputs }) => Object.values(outputs).includes(stages[name]));
    return [name, lines[at].receptiveField] as const;
  });
  return Object.fromEntries(entries) as Record<StageName, ReceptiveField>;
}
