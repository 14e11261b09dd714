import { describe, expect, test } from 'vitest';
import { InvalidArgumentError, UnsupportedError } from '../../src/errors.ts';
import { gradients } from '../../src/graph/gradient.ts';
import { type GraphNode, rootOf, type Value } from '../../src/graph/value.ts';
import { GraphBuilder } from '../../src/nn/index.ts';

const zeros = (...shape: number[]) => [new Float32Array(shape.reduce((a, b) => a * b, 1)), shape] as const;

/** A graph with a picture, a filter to train and a target for scores `[1, 16]`. */
function start() {
  const graph = new GraphBuilder();
  const input = graph.input('input', [1, 1, 4, 4]);
  const filter = graph.variable(...zeros(1, 1, 3, 3), 'filter');
  const target = graph.input('target', [1, 16]);
  const loss = (value: Value) => graph.softmaxCrossEntropy(graph.flatten(value), target);
  return { graph, input, filter, target, loss };
}

/** What `gradients` throws; fails if it wrote anything down before. */
function refusal(graph: GraphBuilder, loss: Value, variables: readonly Value[]): unknown {
  const before = [...graph.nodes];
  try {
    gradients(graph, loss, variables);
  } catch (error) {
    expect(graph.nodes).toEqual(before);
    // names are given out in order, so a value that was made and dropped would show
    expect(graph.constant([1], [1]).name).toBe('constant');
    return error;
  }
  throw new Error('gradients() threw nothing');
}

describe('gradients, before anything is written down', () => {
  test('name every operator that has none', () => {
    const { graph, input, filter, loss } = start();
    const conv = graph.conv2d(input, filter, { padding: 1 });
    const divided = graph.binary('div', conv, input);
    const scaled = graph.binary('add', divided, input, { scale: 2 });
    const difference = graph.binary('sub', input, graph.activation(scaled, 'relu'));
    const error = refusal(graph, loss(graph.softmax(graph.binary('max', difference, input))), [filter]);
    expect(error).toBeInstanceOf(UnsupportedError);
    expect((error as Error).message).toBe('no gradient for div, add with a scale, max, softmax');
  });

  test('refuse a variable without a part in the loss', () => {
    const { graph, input, filter, loss } = start();
    const unused = graph.variable(...zeros(1), 'unused');
    graph.binary('mul', unused, input);
    const error = refusal(graph, loss(graph.conv2d(input, filter, { padding: 1 })), [filter, unused]);
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect((error as Error).message).toMatch(/^variables: got 'unused'/);
  });

  test('refuse a loss whose target depends on a variable', () => {
    const { graph, input, filter } = start();
    const conv = graph.flatten(graph.conv2d(input, filter, { padding: 1 }));
    const error = refusal(graph, graph.squaredError(conv, graph.activation(conv, 'relu')), [filter]);
    expect((error as Error).message).toBe('no gradient for the target of squaredError');
  });

  test('refuse a value that is no loss', () => {
    const { graph, input, filter } = start();
    const error = refusal(graph, graph.conv2d(input, filter), [filter]);
    expect((error as Error).message).toMatch(/^loss: got 'conv2d'/);
  });

  const given: [GraphNode['kind'], (graph: GraphBuilder, input: Value, filter: Value) => GraphNode][] = [
    [
      'conv2d',
      (graph, input, filter) => {
        const shapes = { inputShape: input.shape, filterShape: filter.shape };
        return graph.addNode('conv2d', { ...shapes, padding: 1, activation: 'relu' }, { input, filter });
      },
    ],
    [
      'convTranspose2d',
      (graph, input, filter) => {
        const shapes = { inputShape: input.shape, filterShape: filter.shape };
        const init = { ...shapes, padding: 1, activation: 'relu' } as const;
        return graph.addNode('convTranspose2d', init, { input, filter });
      },
    ],
    [
      'binary',
      (graph, a, filter) => {
        const b = graph.reduce(filter, { reduction: 'sum' });
        const shapes = { aShape: a.shape, bShape: b.shape };
        return graph.addNode('binary', { ...shapes, combination: 'mul', activation: 'relu' }, { a, b });
      },
    ],
  ];
  test.each(given)('refuse an activation within %s, which they would pass over', (kind, add) => {
    const { graph, input, filter, loss } = start();
    const { output } = add(graph, input, filter).outputs;
    const { message } = refusal(graph, loss(output), [filter]) as Error;
    const [, ...named] = message.split(/no gradient for |, /);
    expect(named).toContain(`${kind === 'binary' ? 'mul' : kind} with an activation of its own`);
  });
});

test('an operator beside the way from the variables to the loss needs no gradient', () => {
  const { graph, input, filter, loss } = start();
  const scores = graph.conv2d(input, filter, { padding: 1 });
  graph.softmax(graph.flatten(scores));
  const [gradient] = gradients(graph, loss(scores), [filter]);
  expect(gradient.shape).toEqual(filter.shape);
});

test('a residual has the gradient of the sum that it is part of', () => {
  const { graph, input, filter, loss } = start();
  const residual = graph.variable(...zeros(1, 1, 4, 4), 'residual');
  const scores = loss(graph.add('conv2d', { padding: 1 }, { input, filter, residual }));
  const [gradient] = gradients(graph, scores, [residual]);
  expect(gradient.shape).toEqual(residual.shape);
  expect(rootOf(gradient)).toBe(graph.nodes.find(({ outputs }) => outputs.loss === scores)?.outputs.gradient);
});
