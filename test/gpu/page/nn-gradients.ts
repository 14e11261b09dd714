import { tensor } from '../../../src/index.ts';
import { createModel, GraphBuilder, gradients } from '../../../src/nn/index.ts';
import { gradientCases, wholeNumbers } from '../../nn/gradient-graphs.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

/** The loss of one of the cases, Σ output², and its gradient with respect to each variable. */
async function gradientsOf(name: string): Promise<Record<string, number[]>> {
  const device = await sharedDevice();
  const { input: shape, variables, build } = gradientCases[name];
  const graph = new GraphBuilder();
  const input = graph.input('x', shape);
  const values = Object.fromEntries(
    Object.entries(variables).map(([key, own], index) => [
      key,
      graph.variable(wholeNumbers(own, index + 2), own, key),
    ]),
  );
  const output = build(graph, input, values);
  const zeros = output.shape.reduce((product, size) => product * size, 1);
  const loss = graph.squaredError(output, graph.constant(new Float32Array(zeros), output.shape), 'sum');
  const slopes = gradients(graph, loss, Object.values(values));
  const outputs = Object.fromEntries(Object.keys(variables).map((key, index) => [key, slopes[index]]));
  const model = await createModel(device, { nodes: graph.nodes, outputs: { loss, ...outputs } });
  const x = tensor(device, wholeNumbers(shape, 1), shape);
  const made = model.run({ x });
  const read = await Promise.all(
    Object.entries(made).map(async ([key, own]) => [key, Array.from(await own.read())] as const),
  );
  for (const each of [x, ...Object.values(made), model]) each.destroy();
  return Object.fromEntries(read);
}

register({ gradientsOf });
