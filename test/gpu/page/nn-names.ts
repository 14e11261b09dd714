import { tensor } from '../../../src/index.ts';
import { createModel, GraphBuilder } from '../../../src/nn/index.ts';
import { spyOnDevice } from '../spy.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

const SHAPE = [1, 1, 2, 2];
const VALUES = [1, -2, 3, -4];

/**
 * ReLU after convolutions by 1, which pack their filter, and a product with 1: names of the caller's beside those of
 * intermediates and packed filters.
 */
async function runNamed(input: string, output: string, weight: string): Promise<number[][]> {
  const device = await sharedDevice();
  const graph = new GraphBuilder();
  const x = graph.input(input, SHAPE);
  const filter = graph.constant([1], [1, 1, 1, 1], weight);
  const product = graph.binary('mul', graph.conv2d(x, filter), graph.constant([1], [1]));
  const y = graph.activation(graph.conv2d(product, filter), 'relu');
  const model = await createModel(device, { nodes: graph.nodes, outputs: named(output, y) });
  const given = tensor(device, VALUES, SHAPE);
  const made = tensor(device, [9, 9, 9, 9], SHAPE);
  const results = [
    model.run(named(input, given)),
    model.run({ ...named(input, given), ...named(output, made) }),
  ];
  const values = await Promise.all(
    results.map(async (result) => Array.from(await Object.entries(result)[0][1].read())),
  );
  model.destroy();
  return values;
}

/** What `createModel` says to outputs of the input `x`, and what it did to the device before. */
async function nameOutput(
  name: string,
  value: 'input' | 'result',
): Promise<{ error: string; touched: string[] }> {
  const device = await sharedDevice();
  const graph = new GraphBuilder();
  const x = graph.input('x', [4]);
  const y = graph.activation(x, 'relu');
  const spy = spyOnDevice(device);
  const outputs = { [name]: value === 'input' ? x : y };
  const error = await createModel(device, { nodes: graph.nodes, outputs }).then(() => 'none', String);
  spy.stop();
  return { error, touched: spy.calls };
}

/** What `createModel` says to the nodes of two builders that have given the same names. */
async function mixBuilders(): Promise<{ error: string; touched: string[] }> {
  const device = await sharedDevice();
  const graphs = [new GraphBuilder(), new GraphBuilder()];
  const [a, b] = graphs.map((graph) => graph.activation(graph.input('x', [4]), 'relu'));
  const spy = spyOnDevice(device);
  const nodes = graphs.flatMap((graph) => graph.nodes);
  const error = await createModel(device, { nodes, outputs: { a, b } }).then(() => 'none', String);
  spy.stop();
  return { error, touched: spy.calls };
}

/** A convolution that fusion gives a filter and a bias, beside constants that have the names it makes for them. */
async function runFusedNames(): Promise<number[]> {
  const device = await sharedDevice();
  const graph = new GraphBuilder();
  const one = (value: number, name?: string) => graph.constant([value], [1], name);
  const [taken, alsoTaken] = [one(100, 'normalize.filter'), one(1000, 'normalize.bias')];
  const conv = graph.conv2d(graph.input('x', SHAPE), graph.constant([1], [1, 1, 1, 1]));
  const statistics = { mean: one(0), variance: one(1), scale: one(2), bias: one(0.5) };
  const normal = graph.add('batchNormalization', { epsilon: 0 }, { input: conv, ...statistics }, 'normalize');
  const y = graph.binary('add', graph.binary('mul', normal, taken), alsoTaken);
  const model = await createModel(device, { nodes: graph.nodes, outputs: { y } });
  const result = await model.run({ x: tensor(device, VALUES, SHAPE) }).y.read();
  const names = Object.keys(model.weights);
  model.destroy();
  if (new Set(names).size !== 4) throw new Error(`weights are named ${names}`);
  return Array.from(result);
}

/** `{ [name]: value }`, for `__proto__` too. */
const named = <T>(name: string, value: T): Record<string, T> => Object.fromEntries([[name, value]]);

register({ runNamed, nameOutput, mixBuilders, runFusedNames });
