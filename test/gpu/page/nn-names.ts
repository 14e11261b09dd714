import { tensor } from '../../../src/index.ts';
import { createModel, GraphBuilder } from '../../../src/nn/index.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

const VALUES = [1, -2, 3, -4];

/** ReLU after three additions of zero, so that intermediates take turns: names of the caller's, in and out. */
async function runNamed(input: string, output: string, weight: string): Promise<number[][]> {
  const device = await sharedDevice();
  const graph = new GraphBuilder();
  const x = graph.input(input, [4]);
  const zeros = graph.constant([0, 0, 0, 0], [4], weight);
  const sum = graph.binary('add', graph.binary('add', graph.binary('add', x, zeros), zeros), zeros);
  const y = graph.activation(sum, 'relu');
  const model = await createModel(device, { nodes: graph.nodes, outputs: named(output, y) });
  const given = tensor(device, VALUES, [4]);
  const made = tensor(device, [9, 9, 9, 9], [4]);
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

/** What `createModel` says to an output with an input's name. */
async function nameTwice(): Promise<string> {
  const device = await sharedDevice();
  const graph = new GraphBuilder();
  const y = graph.activation(graph.input('x', [4]), 'relu');
  return createModel(device, { nodes: graph.nodes, outputs: { x: y } }).then(
    () => 'nothing',
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

/** `{ [name]: value }`, for `__proto__` too. */
const named = <T>(name: string, value: T): Record<string, T> => Object.fromEntries([[name, value]]);

register({ runNamed, nameTwice });
