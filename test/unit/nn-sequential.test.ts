import { describe, expect, test } from 'vitest';
import { GraphBuilder, layers, sequential, summarizeNodes } from '../../src/nn/index.ts';

function network(seed: number) {
  const graph = new GraphBuilder();
  const input = graph.input('input', [2, 3, 12, 12]);
  const stack = [
    layers.depthwiseSeparable({ outChannels: 8, filterSize: 3, padding: 'same', activation: 'relu' }),
    layers.spatiallySeparable({ outChannels: 4, filterSize: 5, strides: 2 }),
    layers.averagePool2d(),
    layers.flatten(),
    layers.linear({ outFeatures: 5 }),
  ];
  return { graph, ...sequential(graph, input, stack, { seed }) };
}

const numbersOf = ({ variables }: ReturnType<typeof network>) =>
  variables.map(({ source }) => (source.type === 'variable' ? Array.from(source.data) : []));

describe('sequential', () => {
  test('infers shapes and keeps every layer its own output', () => {
    const { layerOutputs, output } = network(1);
    expect(layerOutputs.map(({ shape }) => shape)).toEqual([
      [2, 8, 12, 12],
      [2, 4, 4, 4],
      [2, 4, 1, 1],
      [2, 4],
      [2, 5],
    ]);
    expect(output).toBe(layerOutputs.at(-1));
  });

  test('a separable convolution takes few parameters: 3·3·3 + 8·(3 + 1), and 8·4·5 + 4·4·5 + 4', () => {
    const { graph } = network(1);
    const counts = summarizeNodes(graph.nodes).map(({ parameterCount }) => parameterCount);
    expect(counts.filter((count) => count > 0)).toEqual([27, 32, 160, 84, 25]);
  });

  test('draws the same weights from the same seed, within the limits of He', () => {
    const [first, again, other] = [network(1), network(1), network(2)].map(numbersOf);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const [filter] = first;
    expect(Math.max(...filter.map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / 9));
    expect(new Set(filter).size).toBe(filter.length);
  });
});
