import { emptyTensor, type GpuTensor, tensor } from '../../../src/index.ts';
import {
  createModel,
  GraphBuilder,
  type GraphNode,
  prepare,
  trainingStep,
  type Value,
} from '../../../src/nn/index.ts';
import { randomTensor } from '../../nn/data.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

/** A network with everything that fusion and sharing touch: normalization, residuals, branches, views, a softmax. */
function buildNetwork(layout: 'nchw' | 'nhwc') {
  const graph = new GraphBuilder();
  let seed = 1;
  const random = (...shape: number[]) => {
    const { data } = randomTensor(shape, seed++);
    return graph.constant(data, shape);
  };
  const isNchw = layout === 'nchw';
  const options = { padding: 'same', inputLayout: layout } as const;
  const axis = isNchw ? 1 : 3;
  const input = graph.input('input', isNchw ? [2, 3, 12, 10] : [2, 12, 10, 3]);
  const variance = graph.constant([0.5, 1, 2, 3], [4]);
  const first = graph.conv2d(input, random(4, 3, 3, 3), options);
  const normal = graph.batchNormalization(
    first,
    { mean: random(4), variance, scale: random(4), bias: random(4) },
    { inputLayout: layout },
  );
  const trunk = graph.activation(normal, 'relu');
  const branch = graph.conv2d(trunk, random(4, 4, 3, 3), { ...options, bias: random(4) });
  const joined = graph.activation(graph.binary('add', branch, trunk), 'relu');
  const wide = graph.concat([joined, trunk], axis);
  const biased = graph.binary(
    'add',
    graph.conv2d(wide, random(5, 8, 1, 1), options),
    random(...(isNchw ? [5, 1, 1] : [5])),
  );
  const pooled = graph.maxPool2d(biased, { windowDimensions: 2, strides: 2, inputLayout: layout });
  const scores = graph.linear(graph.flatten(pooled), random(7, 150), { bias: random(7) });
  return { graph, input, scores: graph.softmax(scores) };
}

/** Runs each node by itself, with a tensor of its own for every value. */
async function runOneByOne(device: GPUDevice, nodes: readonly GraphNode[], input: Value, given: GpuTensor) {
  const tensors = new Map<Value, GpuTensor>([[input, given]]);
  const tensorOf = (value: Value): GpuTensor => {
    const known = tensors.get(value);
    if (known) return known;
    const { source, shape } = value;
    if (source.type !== 'constant') throw new Error(`${value.name} has not been computed`);
    const made = tensor(device, source.data, shape);
    tensors.set(value, made);
    return made;
  };
  for (const node of nodes) {
    const operator = await prepare(device, node.operator);
    const entries = await Promise.all(
      Object.entries(node.inputs).map(async ([name, value]) => {
        if (value.source.type !== 'view') return [name, tensorOf(value)] as const;
        return [name, tensor(device, await tensorOf(value.source.of).read(), value.shape)] as const;
      }),
    );
    const { output } = operator.run(Object.fromEntries(entries));
    tensors.set(node.outputs.output, output);
  }
  return tensors;
}

/** The largest difference between a compiled network and its operators run one by one, and how many of each there are. */
async function compareGraph(layout: 'nchw' | 'nhwc') {
  const device = await sharedDevice();
  const { graph, input, scores } = buildNetwork(layout);
  const given = tensor(device, randomTensor(input.shape, 99).data, input.shape);
  const model = await createModel(device, { nodes: graph.nodes, outputs: { scores } });
  model.run({ input: given }).scores.destroy(); // a second run finds the first one's numbers in the shared buffers
  const actual = await model.run({ input: given }).scores.read();
  const separate = await runOneByOne(device, graph.nodes, input, given);
  const expected = await (separate.get(scores) as GpuTensor).read();
  const difference = Math.max(...expected.map((value, index) => Math.abs(value - actual[index])));
  const { sharedBytes, separateBytes } = model.plan.intermediates;
  const counts = { separate: graph.nodes.length, joined: model.nodes.length };
  const summary = model.summary();
  model.destroy();
  return { difference, counts, isShared: sharedBytes < separateBytes, summary };
}

/** Lesson 6: learns a 1×2 filter by gradient descent on the GPU; filter and loss after each hundred steps. */
async function learnFilter(image: number[][], target: number[][], learningRate: number, stepCount: number) {
  const device = await sharedDevice();
  const graph = new GraphBuilder();
  const shapeOf = (rows: number[][]) => [1, 1, rows.length, rows[0].length];
  const input = graph.input('image', shapeOf(image));
  const goal = graph.input('target', shapeOf(target));
  const filter = graph.variable([0, 0], [1, 1, 1, 2], 'filter');
  const loss = graph.squaredError(graph.conv2d(input, filter), goal, 'sum');
  trainingStep(graph, loss, [filter], { type: 'sgd', learningRate });
  const model = await createModel(device, { nodes: graph.nodes, outputs: { loss } });
  const tensors = {
    image: tensor(device, image.flat(), input.shape),
    target: tensor(device, target.flat(), goal.shape),
    loss: emptyTensor(device, [1]),
  };
  const checkpoints: { filter: number[]; loss: number }[] = [];
  for (let step = 1; step <= stepCount + 1; step++) {
    model.run(tensors); // the loss is that of the filter before the step
    if (step > 1 && (step - 1) % 100 === 0) checkpoints.at(-1)!.loss = (await tensors.loss.read())[0];
    if (step % 100 === 0)
      checkpoints.push({ filter: Array.from(await model.weights.filter.read()), loss: 0 });
  }
  model.destroy();
  return checkpoints;
}

/** A model without outputs or variables that updates a tensor of the caller's: Adam's powers of 1/2 and 1/4. */
async function updateInput(): Promise<number[]> {
  const device = await sharedDevice();
  const graph = new GraphBuilder();
  const settings = graph.constant([0, 0.5, 0.25, 0], [4]);
  graph.addNode('adamPowers', {}, { settings, powers: graph.input('powers', [2]) });
  const model = await createModel(device, { nodes: graph.nodes, outputs: {} });
  const powers = tensor(device, [1, 1], [2]);
  for (let run = 0; run < 2; run++) model.run({ powers });
  model.destroy();
  return Array.from(await powers.read());
}

register({ compareGraph, learnFilter, updateInput });
