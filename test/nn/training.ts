/** Losses and optimizers by their definitions, in float64. Bounds follow the operations of the shaders. */
import {
  type Approximate,
  bounded,
  exactly,
  exp,
  log,
  minus,
  mix,
  over,
  plus,
  rounded,
  squareRoot,
  times,
  total,
} from './approximate.ts';
import type { Reference } from './data.ts';

interface Tensor {
  data: ArrayLike<number>;
  shape: readonly number[];
}

const referenceOf = (values: readonly Approximate[], shape: readonly number[]): Reference => {
  const pairs = values.map(bounded);
  return { data: pairs.map(([value]) => value), bounds: pairs.map(([, bound]) => bound), shape: [...shape] };
};

const scaleOf = (reduction: string, count: number) => rounded(reduction === 'mean' ? 1 / count : 1);

/** Softmax cross-entropy and its gradient to the scores. Both operands are `[rows, classes]`. */
export function crossEntropyReference(scores: Tensor, target: Tensor, reduction: string) {
  const [rows, classes] = scores.shape;
  const scale = scaleOf(reduction, rows);
  const losses: Approximate[] = [];
  const gradient: Approximate[] = [];
  for (let row = 0; row < rows; row++) {
    const own = ({ data }: Tensor) => Array.from(data).slice(row * classes, (row + 1) * classes);
    const largest = Math.max(...own(scores));
    const below = own(scores).map((score) => minus(exactly(score), exactly(largest)));
    const goals = own(target).map(exactly);
    const sum = total(below.map(exp));
    const mass = total(goals);
    losses.push(total(below.map((score, index) => times(goals[index], minus(log(sum), score)))));
    below.forEach((score, index) => {
      const share = times(over(exp(score), sum), mass);
      gradient.push(times(scale, minus(share, goals[index])));
    });
  }
  const loss = times(scale, total(losses));
  return { loss: referenceOf([loss], [1]), gradient: referenceOf(gradient, scores.shape) };
}

export function squaredErrorReference(input: Tensor, target: Tensor, reduction: string) {
  const scale = scaleOf(reduction, input.data.length);
  const differences = Array.from(input.data, (value, index) =>
    minus(exactly(value), exactly(target.data[index])),
  );
  const loss = times(scale, total(differences.map((difference) => times(difference, difference))));
  const twice = { value: 2 * scale.value, error: 2 * scale.error };
  const gradient = differences.map((difference) => times(twice, difference));
  return { loss: referenceOf([loss], [1]), gradient: referenceOf(gradient, input.shape) };
}

type Settings = readonly number[];

/** One step of gradient descent with momentum. `settings`: learning rate, momentum. */
export function sgdReference(parameter: Tensor, gradient: Tensor, velocity: Tensor, settings: Settings) {
  const [rate, momentum] = settings.map(exactly);
  const at = ({ data }: Tensor, index: number) => exactly(data[index]);
  const speeds = Array.from(velocity.data, (speed, index) =>
    plus(times(momentum, exactly(speed)), at(gradient, index)),
  );
  const moved = speeds.map((speed, index) => minus(at(parameter, index), times(rate, speed)));
  return { velocity: referenceOf(speeds, parameter.shape), parameter: referenceOf(moved, parameter.shape) };
}

interface AdamState {
  parameter: Tensor;
  gradient: Tensor;
  mean: Tensor;
  square: Tensor;
}

/** One step of Adam. `settings`: learning rate, decay of the mean, decay of the square, epsilon. `powers`: both decays to the power of the step. */
export function adamReference(state: AdamState, settings: Settings, powers: readonly number[]) {
  const [rate, meanDecay, squareDecay, epsilon] = settings.map(exactly);
  const [meanPower, squarePower] = powers.map(exactly);
  const one = exactly(1);
  const all = (of: (index: number) => Approximate) =>
    Array.from(state.parameter.data, (_, index) => of(index));
  const slope = (index: number) => exactly(state.gradient.data[index]);
  const means = all((index) => mix(slope(index), exactly(state.mean.data[index]), meanDecay));
  const squares = all((index) => {
    const squared = times(slope(index), slope(index));
    return mix(squared, exactly(state.square.data[index]), squareDecay);
  });
  const moved = all((index) => {
    const direction = over(means[index], minus(one, meanPower));
    const spread = squareRoot(over(squares[index], minus(one, squarePower)));
    const step = over(times(rate, direction), plus(spread, epsilon));
    return minus(exactly(state.parameter.data[index]), step);
  });
  const { shape } = state.parameter;
  return {
    mean: referenceOf(means, shape),
    square: referenceOf(squares, shape),
    parameter: referenceOf(moved, shape),
  };
}
