import type { GraphBuilder } from './builder.ts';
import { gradients } from './gradient.ts';
import type { Value } from './value.ts';

/** The update rule and its initial settings. */
export type OptimizerInit =
  /** `velocity = momentum · velocity + gradient; parameter −= learningRate · velocity`. */
  | { readonly type: 'sgd'; readonly learningRate: number; readonly momentum?: number }
  /** D. Kingma and J. Ba, arXiv:1412.6980; decays default to 0.9 and 0.999, epsilon to 1e-8. */
  | {
      readonly type: 'adam';
      readonly learningRate: number;
      readonly meanDecay?: number;
      readonly squareDecay?: number;
      readonly epsilon?: number;
    };

/** An optimizer's settings in the order of its `settings` buffer. */
export function optimizerSettings(init: OptimizerInit): number[] {
  if (init.type === 'sgd') return [init.learningRate, init.momentum ?? 0];
  return [init.learningRate, init.meanDecay ?? 0.9, init.squareDecay ?? 0.999, init.epsilon ?? 1e-8];
}

/**
 * Adds one training step to the graph: the backward pass from `loss` and the update of `variables`. Each run of the
 * model then trains by one step. The model's weight `settings` holds {@link optimizerSettings}; write to it to change
 * them between runs.
 */
export function trainingStep(
  graph: GraphBuilder,
  loss: Value,
  variables: readonly Value[],
  optimizer: OptimizerInit,
): void {
  const slopes = gradients(graph, loss, variables);
  const numbers = optimizerSettings(optimizer);
  const settings = graph.variable(numbers, [numbers.length], 'settings');
  const zerosLike = ({ shape, name }: Value, what: string) => {
    const count = shape.reduce((product, size) => product * size, 1);
    return graph.variable(new Float32Array(count), shape, `${name}.${what}`);
  };
  if (optimizer.type === 'sgd') {
    variables.forEach((parameter, index) => {
      const velocity = zerosLike(parameter, 'velocity');
      graph.addNode(
        'sgd',
        { shape: parameter.shape },
        { gradient: slopes[index], settings, parameter, velocity },
      );
    });
    return;
  }
  const powers = graph.variable([1, 1], [2], 'powers');
  graph.addNode('adamPowers', {}, { settings, powers });
  variables.forEach((parameter, index) => {
    const [mean, square] = [zerosLike(parameter, 'mean'), zerosLike(parameter, 'square')];
    const states = { parameter, mean, square };
    graph.addNode(
      'adam',
      { shape: parameter.shape },
      { gradient: slopes[index], settings, powers, ...states },
    );
  });
}
