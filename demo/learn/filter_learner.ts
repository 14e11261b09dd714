import { emptyTensor, type GpuTensor, tensor } from 'webgpu-conv';
import { createModel, GraphBuilder, type Model, trainingStep } from 'webgpu-conv/nn';
import type { Rows } from '../app/convolver.ts';

/** State of the learning. */
export interface Progress {
  readonly step: number;
  readonly filter: readonly number[];
  /** Sum of squared errors with this filter. */
  readonly loss: number;
}

/** Learns a 1×2 filter from a picture and its wanted output, by gradient descent on the GPU. */
export class FilterLearner {
  readonly #training: Model;
  readonly #evaluation: Model;
  readonly #tensors: Record<'image' | 'target' | 'loss', GpuTensor>;
  #step = 0;

  /** Compiles the training step: convolution, squared error, their gradients, and the update. */
  static async create(
    device: GPUDevice,
    problem: { image: Rows; target: Rows; start: readonly number[]; stepSize: number },
  ): Promise<FilterLearner> {
    const { image, target, start, stepSize } = problem;
    const shapes = { image: shapeOf(image), target: shapeOf(target), filter: [1, 1, 1, start.length] };
    const training = new GraphBuilder();
    const learned = training.variable(start, shapes.filter, 'filter');
    const lossOf = (graph: GraphBuilder, filter: typeof learned) => {
      const output = graph.conv2d(graph.input('image', shapes.image), filter);
      return graph.squaredError(output, graph.input('target', shapes.target), 'sum');
    };
    const loss = lossOf(training, learned);
    trainingStep(training, loss, [learned], { type: 'sgd', learningRate: stepSize });
    const evaluation = new GraphBuilder();
    const evaluated = lossOf(evaluation, evaluation.input('filter', shapes.filter));
    const [trainingModel, evaluationModel] = await Promise.all([
      createModel(device, { nodes: training.nodes, outputs: { loss } }),
      createModel(device, { nodes: evaluation.nodes, outputs: { loss: evaluated } }),
    ]);
    return new FilterLearner(trainingModel, evaluationModel, {
      image: tensor(device, image.flat(), shapes.image),
      target: tensor(device, target.flat(), shapes.target),
      loss: emptyTensor(device, [1]),
    });
  }

  private constructor(
    training: Model,
    evaluation: Model,
    tensors: Record<'image' | 'target' | 'loss', GpuTensor>,
  ) {
    this.#training = training;
    this.#evaluation = evaluation;
    this.#tensors = tensors;
  }

  /** Takes `steps` steps and returns the state. With 0 steps it only evaluates the filter. */
  async advance(steps: number): Promise<Progress> {
    for (let i = 0; i < steps; i++) this.#training.run(this.#tensors);
    this.#step += steps;
    const { filter } = this.#training.weights;
    this.#evaluation.run({ ...this.#tensors, filter });
    const [values, [loss]] = await Promise.all([filter.read(), this.#tensors.loss.read()]);
    return { step: this.#step, filter: Array.from(values), loss };
  }

  destroy(): void {
    for (const made of [this.#training, this.#evaluation, ...Object.values(this.#tensors)]) made.destroy();
  }
}

const shapeOf = (rows: Rows) => [1, 1, rows.length, rows[0].length];
