import { InvalidArgumentError } from '../errors.ts';
import type { LossInit } from '../operators/nn_cross_entropy.ts';
import type { Combination } from '../operators/nn_map.ts';
import { elementCount } from '../operators/operator.ts';
import { type OperatorInitOf, type OperatorKind, operators } from '../operators/operators.ts';
import { type OptionsOf, operandInit } from '../operators/options.ts';
import { type ViewKind, views } from '../operators/views.ts';
import type { Accuracy, Activation } from '../problem/options.ts';
import { checkShape } from '../problem/validate.ts';
import { type GraphNode, TAKE_ACTIVATION, type Value } from './value.ts';

/** Operands by the operator's names; one that is not there may be undefined. */
type Operands = Readonly<Record<string, Value | undefined>>;

/**
 * Writes down a computation, operator by operator: shapes are checked and inferred at once, nothing runs. The names
 * follow WebNN's MLGraphBuilder. Give the values that are wanted to `createModel()`.
 */
export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  /** Every name given out, and how many values have asked for it. */
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
    options: OptionsOf<'conv2d'> & { bias?: Value; residual?: Value; name?: string } = {},
  ): Value {
    const { bias, residual, name, activation, ...settings } = options;
    const own = residual ? settings : { ...settings, activation };
    const output = this.add('conv2d', own, { input, filter, bias }, name);
    return residual ? this.binary('add', output, residual, { activation }) : output;
  }

  convTranspose2d(
    input: Value,
    filter: Value,
    { bias, name, ...options }: OptionsOf<'convTranspose2d'> & { bias?: Value; name?: string } = {},
  ): Value {
    return this.add('convTranspose2d', options, { input, filter, bias }, name);
  }

  /** `input · weightᵀ + bias`. */
  linear(
    input: Value,
    weight: Value,
    { bias, name, ...options }: OptionsOf<'linear'> & { bias?: Value; name?: string } = {},
  ): Value {
    return this.add('linear', options, { input, weight, bias }, name);
  }

  maxPool2d(input: Value, options: OptionsOf<'maxPool2d'> = {}): Value {
    return this.add('maxPool2d', options, { input });
  }

  averagePool2d(input: Value, options: OptionsOf<'averagePool2d'> = {}): Value {
    return this.add('averagePool2d', options, { input });
  }

  l2Pool2d(input: Value, options: OptionsOf<'l2Pool2d'> = {}): Value {
    return this.add('l2Pool2d', options, { input });
  }

  activation(input: Value, activation: Activation): Value {
    return this.add('activation', { activation }, { input });
  }

  /** Two values combined element by element, broadcast as numpy does. */
  binary(
    combination: Combination,
    a: Value,
    b: Value,
    options: Omit<OptionsOf<'binary'>, 'combination'> = {},
  ): Value {
    return this.add('binary', { ...options, combination }, { a, b });
  }

  concat(inputs: readonly Value[], axis: number): Value {
    const named = inputs.map((input, index) => [`input${index}`, input] as const);
    return this.add('concat', { axis }, Object.fromEntries(named));
  }

  softmax(input: Value, axis?: number): Value {
    return this.add('softmax', { axis }, { input });
  }

  resize2d(input: Value, options: OptionsOf<'resize2d'>): Value {
    return this.add('resize2d', options, { input });
  }

  pixelShuffle(input: Value, options: OptionsOf<'pixelShuffle'>): Value {
    return this.add('pixelShuffle', options, { input });
  }

  transpose(input: Value, permutation?: readonly number[]): Value {
    return this.add('transpose', { permutation }, { input });
  }

  slice(input: Value, starts: readonly number[], sizes: readonly number[]): Value {
    return this.add('slice', { starts, sizes }, { input });
  }

  reduce(input: Value, options: OptionsOf<'reduce'>): Value {
    return this.add('reduce', options, { input });
  }

  /** By given statistics, `[channels]` each. */
  batchNormalization(
    input: Value,
    statistics: { mean: Value; variance: Value; scale?: Value; bias?: Value },
    options: OptionsOf<'batchNormalization'> = {},
  ): Value {
    return this.add('batchNormalization', options, { input, ...statistics });
  }

  /** By each image's own statistics. */
  instanceNormalization(
    input: Value,
    affine: { scale?: Value; bias?: Value } = {},
    options: OptionsOf<'instanceNormalization'> = {},
  ): Value {
    return this.add('instanceNormalization', options, { input, ...affine });
  }

  /** Mean softmax cross-entropy of scores, `[rows, classes]`, against probabilities: `[1]`. */
  softmaxCrossEntropy(input: Value, target: Value, reduction: LossInit['reduction'] = 'mean'): Value {
    return this.add('softmaxCrossEntropy', { reduction }, { input, target }, 'loss');
  }

  /** Mean squared error: `[1]`. */
  squaredError(input: Value, target: Value, reduction: LossInit['reduction'] = 'mean'): Value {
    return this.add('squaredError', { reduction }, { input, target }, 'loss');
  }

  /** The same numbers under another shape; costs nothing. A size of 0 stays as it is, one of -1 is what is left. */
  reshape(input: Value, shape: readonly number[]): Value {
    return this.add('reshape', { shape }, { input });
  }

  /** Axes before `axis` as one, the others as another; costs nothing. */
  flatten(input: Value, axis = 1): Value {
    return this.add('flatten', { axis }, { input });
  }

  /**
   * Any operator or view by its kind; gives its output, the first of several. Shapes and the presence of operands need not
   * be stated. An activation becomes an operator of its own after those that a model fuses with it.
   */
  add<K extends OperatorKind | ViewKind>(
    kind: K,
    options: OptionsOf<K> & (K extends OperatorKind ? Partial<OperatorInitOf<K>> : unknown),
    inputs: Operands,
    name: string = kind,
  ): Value {
    const operands = presentOf(inputs);
    if (isView(kind)) return this.#view(kind, options, operands.input);
    const { activation, ...rest } = options as { activation?: Activation };
    const isApart = activation !== undefined && TAKE_ACTIVATION.includes(kind);
    const accuracy = kind === 'conv2d' || kind === 'conv1d' ? { accuracy: this.#accuracy } : {};
    const init = { ...accuracy, ...operandInit(kind, operands), ...(isApart ? rest : options) };
    const [output] = Object.values(this.addNode(kind, init as never, operands, name).outputs);
    return isApart ? this.activation(output, activation) : output;
  }

  /** An operator from all that it is made from; gives the node. What it updates in place are the inputs themselves. */
  addNode<K extends OperatorKind>(
    kind: K,
    init: OperatorInitOf<K>,
    inputs: Operands,
    name: string = kind,
  ): GraphNode {
    if (!Object.hasOwn(operators, kind))
      throw new InvalidArgumentError('kind', kind, 'the name of an operator');
    const operator = operators[kind](init as never);
    const unique = this.#unique(name);
    const known = presentOf(inputs);
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

  #view(kind: ViewKind, options: object, input: Value): Value {
    const shape = views[kind]({ ...options, inputShape: input.shape } as never);
    if (elementCount(checkShape('shape', shape)) !== elementCount(input.shape)) {
      const needs = `${elementCount(input.shape)} elements, as [${input.shape.join(', ')}]`;
      throw new InvalidArgumentError('shape', shape, needs);
    }
    const source = { type: 'view', of: input } as const;
    return this.#value(`${input.name}.reshaped`, shape.length > 0 ? shape : [1], source);
  }

  #stored(
    type: 'constant' | 'variable',
    name: string,
    data: ArrayLike<number>,
    shape: readonly number[],
  ): Value {
    if (data.length !== elementCount(checkShape('shape', shape))) {
      const needs = `${elementCount(shape)} for [${shape.join(', ')}]`;
      throw new InvalidArgumentError('data', `${data.length} values`, needs);
    }
    return this.#value(name, shape, { type, data });
  }

  #value(name: string, shape: readonly number[], source: Value['source']): Value {
    return { name: this.#unique(name), shape: [...checkShape('shape', shape)], dtype: 'float32', source };
  }

  /** `conv2d`, then `conv2d_2`, `conv2d_3`, …, passing over names that are taken. */
  #unique(name: string): string {
    let count = this.#names.get(name) ?? 1;
    let unique = name;
    while (this.#names.has(unique)) unique = `${name}_${++count}`;
    this.#names.set(unique, 1).set(name, count);
    return unique;
  }
}

function presentOf(inputs: Operands): Record<string, Value> {
  const present = Object.entries(inputs).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return Object.fromEntries(present);
}

const isView = (kind: string): kind is ViewKind => Object.hasOwn(views, kind);
