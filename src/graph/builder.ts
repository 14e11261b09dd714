import { InvalidArgumentError } from '../errors.ts';
import type { LinearInit } from '../operators/convolution.ts';
import type { BinaryInit } from '../operators/elementwise.ts';
import type { ConvTranspose2dInit } from '../operators/nn_conv_transpose2d.ts';
import type { LossInit } from '../operators/nn_cross_entropy.ts';
import type { Combination } from '../operators/nn_map.ts';
import type { NormalizationInit } from '../operators/nn_normalize.ts';
import type { Pool2dInit } from '../operators/nn_pool2d.ts';
import type { ReduceInit } from '../operators/nn_reduce.ts';
import type { Resize2dInit } from '../operators/nn_resize2d.ts';
import { elementCount } from '../operators/operator.ts';
import { type OperatorInitOf, type OperatorKind, operators } from '../operators/operators.ts';
import type { PixelShuffleInit } from '../operators/rearrange.ts';
import type { Accuracy, Activation, Conv2dSettings } from '../problem/options.ts';
import { checkShape } from '../problem/validate.ts';
import type { GraphNode, Value } from './value.ts';

/** An operator's options without the shapes, which come from the values. */
type OptionsOf<Init, Given extends keyof Init> = Omit<Init, Given | 'inputShape' | 'dtype'>;

/**
 * Writes down a computation, operator by operator: shapes are checked and inferred at once, nothing runs. The names
 * follow WebNN's MLGraphBuilder. Give the values that are wanted to `createModel()`.
 */
export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #names = new Map<string, number>();
  readonly #accuracy: Accuracy | undefined;

  /** @param options `accuracy` is that of convolutions which do not say their own. */
  constructor(options: { readonly accuracy?: Accuracy } = {}) {
    this.#accuracy = options.accuracy;
  }

  /** Every operator so far, each after those that it depends on. */
  get nodes(): readonly GraphNode[] {
    return this.#nodes;
  }

  /** A value that the caller brings to every run. */
  input(name: string, shape: readonly number[]): Value {
    return this.#value(name, shape, { type: 'input' });
  }

  /** Numbers that never change. */
  constant(data: ArrayLike<number>, shape: readonly number[], name = 'constant'): Value {
    return this.#stored('constant', name, data, shape);
  }

  /** Numbers that a run may update, such as a filter in training: the model keeps them on the GPU. */
  variable(data: ArrayLike<number>, shape: readonly number[], name = 'variable'): Value {
    return this.#stored('variable', name, data, shape);
  }

  /** Residual and activation are written down as operators of their own: a model fuses them, gradients need them apart. */
  conv2d(
    input: Value,
    filter: Value,
    options: Conv2dSettings & { bias?: Value; residual?: Value; name?: string } = {},
  ): Value {
    const { bias, residual, name, activation, ...settings } = options;
    const shapes = { inputShape: input.shape, filterShape: filter.shape };
    const init = { accuracy: this.#accuracy, ...settings, ...shapes, bias: bias !== undefined };
    const output = this.add('conv2d', init, { input, filter, bias }, name);
    const sum = residual ? this.binary('add', output, residual) : output;
    return activation ? this.activation(sum, activation) : sum;
  }

  convTranspose2d(
    input: Value,
    filter: Value,
    options: OptionsOf<ConvTranspose2dInit, 'filterShape' | 'bias'> & { bias?: Value; name?: string } = {},
  ): Value {
    const { bias, name, activation, ...settings } = options;
    const shapes = { inputShape: input.shape, filterShape: filter.shape };
    const init = { ...settings, ...shapes, bias: bias !== undefined };
    const output = this.add('convTranspose2d', init, { input, filter, bias }, name);
    return activation ? this.activation(output, activation) : output;
  }

  /** `input · weightᵀ + bias`. */
  linear(
    input: Value,
    weight: Value,
    options: OptionsOf<LinearInit, 'weightShape' | 'bias'> & { bias?: Value; name?: string } = {},
  ): Value {
    const { bias, name, activation, ...rest } = options;
    const init = { ...rest, inputShape: input.shape, weightShape: weight.shape, bias: bias !== undefined };
    const output = this.add('linear', init, { input, filter: weight, bias }, name);
    return activation ? this.activation(output, activation) : output;
  }

  maxPool2d(input: Value, options: OptionsOf<Pool2dInit, never> = {}): Value {
    return this.add('maxPool2d', { ...options, inputShape: input.shape }, { input });
  }

  averagePool2d(input: Value, options: OptionsOf<Pool2dInit, never> = {}): Value {
    return this.add('averagePool2d', { ...options, inputShape: input.shape }, { input });
  }

  l2Pool2d(input: Value, options: OptionsOf<Pool2dInit, never> = {}): Value {
    return this.add('l2Pool2d', { ...options, inputShape: input.shape }, { input });
  }

  activation(input: Value, activation: Activation): Value {
    return this.add('activation', { inputShape: input.shape, activation }, { input });
  }

  /** Two values combined element by element, broadcast as numpy does. */
  binary(
    combination: Combination,
    a: Value,
    b: Value,
    options: OptionsOf<BinaryInit, 'aShape' | 'bShape' | 'combination'> = {},
  ): Value {
    return this.add('binary', { ...options, aShape: a.shape, bShape: b.shape, combination }, { a, b });
  }

  concat(inputs: readonly Value[], axis: number): Value {
    const named = Object.fromEntries(inputs.map((input, index) => [`input${index}`, input]));
    return this.add('concat', { inputShapes: inputs.map(({ shape }) => shape), axis }, named);
  }

  softmax(input: Value, axis?: number): Value {
    return this.add('softmax', { inputShape: input.shape, axis }, { input });
  }

  resize2d(input: Value, options: OptionsOf<Resize2dInit, never>): Value {
    return this.add('resize2d', { ...options, inputShape: input.shape }, { input });
  }

  pixelShuffle(input: Value, options: OptionsOf<PixelShuffleInit, never>): Value {
    return this.add('pixelShuffle', { ...options, inputShape: input.shape }, { input });
  }

  transpose(input: Value, permutation?: readonly number[]): Value {
    return this.add('transpose', { inputShape: input.shape, permutation }, { input });
  }

  slice(input: Value, starts: readonly number[], sizes: readonly number[]): Value {
    return this.add('slice', { inputShape: input.shape, starts, sizes }, { input });
  }

  reduce(input: Value, options: OptionsOf<ReduceInit, never>): Value {
    return this.add('reduce', { ...options, inputShape: input.shape }, { input });
  }

  /** By given statistics, `[channels]` each. */
  batchNormalization(
    input: Value,
    statistics: { mean: Value; variance: Value; scale?: Value; bias?: Value },
    options: OptionsOf<NormalizationInit, 'scale' | 'bias'> = {},
  ): Value {
    const { scale, bias } = statistics;
    const given = { inputShape: input.shape, scale: scale !== undefined, bias: bias !== undefined };
    return this.add('batchNormalization', { ...options, ...given }, { input, ...statistics });
  }

  /** By each image's own statistics. */
  instanceNormalization(
    input: Value,
    affine: { scale?: Value; bias?: Value } = {},
    options: OptionsOf<NormalizationInit, 'scale' | 'bias'> = {},
  ): Value {
    const { scale, bias } = affine;
    const given = { inputShape: input.shape, scale: scale !== undefined, bias: bias !== undefined };
    return this.add('instanceNormalization', { ...options, ...given }, { input, ...affine });
  }

  /** Mean softmax cross-entropy of scores, `[rows, classes]`, against probabilities: `[1]`. */
  softmaxCrossEntropy(input: Value, target: Value, reduction: LossInit['reduction'] = 'mean'): Value {
    return this.add('softmaxCrossEntropy', { inputShape: input.shape, reduction }, { input, target }, 'loss');
  }

  /** Mean squared error: `[1]`. */
  squaredError(input: Value, target: Value, reduction: LossInit['reduction'] = 'mean'): Value {
    return this.add('squaredError', { inputShape: input.shape, reduction }, { input, target }, 'loss');
  }

  /** The same numbers under another shape; costs nothing. */
  reshape(input: Value, shape: readonly number[]): Value {
    if (elementCount(checkShape('shape', shape)) !== elementCount(input.shape)) {
      throw new InvalidArgumentError(
        'shape',
        shape,
        `${elementCount(input.shape)} elements, as [${input.shape.join(', ')}]`,
      );
    }
    return this.#value(`${input.name}.reshaped`, shape, { type: 'view', of: input });
  }

  /** All but the first axis in one. */
  flatten(input: Value): Value {
    return this.reshape(input, [input.shape[0], elementCount(input.shape.slice(1))]);
  }

  /** Any operator by its kind; gives its output, the first where there are several. */
  add<K extends OperatorKind>(
    kind: K,
    init: OperatorInitOf<K>,
    inputs: Readonly<Record<string, Value | undefined>>,
    name: string = kind,
  ): Value {
    return Object.values(this.addNode(kind, init, inputs, name).outputs)[0];
  }

  /** As {@link add}, giving the node with all its outputs. What it updates in place are the inputs themselves. */
  addNode<K extends OperatorKind>(
    kind: K,
    init: OperatorInitOf<K>,
    inputs: Readonly<Record<string, Value | undefined>>,
    name: string = kind,
  ): GraphNode {
    const operator = operators[kind](init as never);
    const unique = this.#unique(name);
    const given = Object.entries(inputs).filter((entry): entry is [string, Value] => entry[1] !== undefined);
    const known = Object.fromEntries(given);
    const outputs = Object.entries(operator.outputs).map(([output, spec]): [string, Value] => [
      output,
      known[output] ?? {
        name: output === 'output' ? unique : `${unique}.${output}`,
        ...spec,
        source: { type: 'result' },
      },
    ]);
    const node = { name: unique, kind, init, operator, inputs: known, outputs: Object.fromEntries(outputs) };
    this.#nodes.push(node);
    return node;
  }

  #stored(
    type: 'constant' | 'variable',
    name: string,
    data: ArrayLike<number>,
    shape: readonly number[],
  ): Value {
    if (data.length !== elementCount(checkShape('shape', shape))) {
      throw new InvalidArgumentError(
        'data',
        `${data.length} values`,
        `${elementCount(shape)} for [${shape.join(', ')}]`,
      );
    }
    return this.#value(name, shape, { type, data });
  }

  #value(name: string, shape: readonly number[], source: Value['source']): Value {
    return { name: this.#unique(name), shape: [...checkShape('shape', shape)], dtype: 'float32', source };
  }

  /** `conv2d`, then `conv2d_2`, `conv2d_3`, … */
  #unique(name: string): string {
    const count = (this.#names.get(name) ?? 0) + 1;
    this.#names.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  }
}
