import { InvalidArgumentError } from '../errors.ts';
import type { LossInit } from '../operators/nn_cross_entropy.ts';
import type { Combination } from '../operators/nn_map.ts';
import { elementCount } from '../operators/operator.ts';
import { type OperatorInitOf, type OperatorKind, operators } from '../operators/operators.ts';
import { type OptionsOf, operandInit } from '../operators/options.ts';
import { type ViewKind, views } from '../operators/views.ts';
import type { Accuracy, Activation } from '../problem/options.ts';
import { checkShape } from '../problem/validate.ts';
import { type GraphNode, rootOf, TAKE_ACTIVATION, type Value } from './value.ts';

/** Operands by the operator's names; undefined for one that is left out. */
type Operands = Readonly<Record<string, Value | undefined>>;

/**
 * Describes a computation, operator by operator. Each call infers the output's shape and returns the output; nothing
 * runs. A call throws InvalidArgumentError if shapes or options do not fit. Pass the wanted values to `createModel()`.
 * Names follow WebNN's MLGraphBuilder.
 */
export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  /** Names in use, each with the number of its last copy. */
  readonly #names = new Map<string, number>();
  readonly #accuracy: Accuracy | undefined;

  /** @param options `accuracy` is the default accuracy of convolutions. */
  constructor(options: { readonly accuracy?: Accuracy } = {}) {
    this.#accuracy = options.accuracy;
  }

  /** The operators so far, each after the operators that it depends on. */
  get nodes(): readonly GraphNode[] {
    return this.#nodes;
  }

  /** A float32 value that the caller passes to every run. */
  input(name: string, shape: readonly number[]): Value {
    return this.#value(name, shape, { type: 'input' });
  }

  /** Numbers that never change, row-major in the axis order of `shape`. */
  constant(data: ArrayLike<number>, shape: readonly number[], name = 'constant'): Value {
    return this.#stored('constant', name, data, shape);
  }

  /**
   * Numbers that a run may update, such as a filter in training, row-major in the axis order of `shape`. The model
   * keeps them on the GPU.
   */
  variable(data: ArrayLike<number>, shape: readonly number[], name = 'variable'): Value {
    return this.#stored('variable', name, data, shape);
  }

  /**
   * The convolution of `conv2d()`. `input` is `[n, c, h, w]` in the order of `inputLayout`, `filter` is
   * `[outChannels, inChannels / groups, h, w]` in the order of `filterLayout`, `bias` is `[outChannels]`. `residual`
   * has the output's shape and is added before the activation.
   * Residual and activation become separate operators, which gradients need; a model fuses them again.
   */
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

  /**
   * The transposed convolution: each input element adds its multiple of the filter to the output. `input` is
   * `[n, c, h, w]` in the order of `inputLayout`, `filter` is `[inChannels, outChannels / groups, h, w]` in the order
   * of `filterLayout`, `bias` is `[outChannels]`.
   */
  convTranspose2d(
    input: Value,
    filter: Value,
    { bias, name, ...options }: OptionsOf<'convTranspose2d'> & { bias?: Value; name?: string } = {},
  ): Value {
    return this.add('convTranspose2d', options, { input, filter, bias }, name);
  }

  /**
   * `input · weightᵀ + bias`, `[…, outFeatures]`, of an input `[…, inFeatures]` and a weight
   * `[outFeatures, inFeatures]`, or `[inFeatures, outFeatures]` with `weightLayout: 'io'`.
   */
  linear(
    input: Value,
    weight: Value,
    { bias, name, ...options }: OptionsOf<'linear'> & { bias?: Value; name?: string } = {},
  ): Value {
    return this.add('linear', options, { input, weight, bias }, name);
  }

  /** The largest value of each window of `[n, c, h, w]`. Default window: the whole input. */
  maxPool2d(input: Value, options: OptionsOf<'maxPool2d'> = {}): Value {
    return this.add('maxPool2d', options, { input });
  }

  /** The mean of each window of `[n, c, h, w]`. Default window: the whole input. */
  averagePool2d(input: Value, options: OptionsOf<'averagePool2d'> = {}): Value {
    return this.add('averagePool2d', options, { input });
  }

  /** The square root of each window's sum of squares. Default window: the whole input. */
  l2Pool2d(input: Value, options: OptionsOf<'l2Pool2d'> = {}): Value {
    return this.add('l2Pool2d', options, { input });
  }

  /** `activation(input)`, element by element. */
  activation(input: Value, activation: Activation): Value {
    return this.add('activation', { activation }, { input });
  }

  /** Combines two values element by element, with numpy's broadcasting. */
  binary(
    combination: Combination,
    a: Value,
    b: Value,
    options: Omit<OptionsOf<'binary'>, 'combination'> = {},
  ): Value {
    return this.add('binary', { ...options, combination }, { a, b });
  }

  /** Concatenates along an axis; -1 is the last. All other sizes must be equal. */
  concat(inputs: readonly Value[], axis: number): Value {
    const named = inputs.map((input, index) => [`input${index}`, input] as const);
    return this.add('concat', { axis }, Object.fromEntries(named));
  }

  /** `exp(x − max) / Σ exp(x − max)` along an axis. Default -1, the last. */
  softmax(input: Value, axis?: number): Value {
    return this.add('softmax', { axis }, { input });
  }

  /** Resamples rows and columns to `sizes` or by `scales`. Default: the nearest pixel. */
  resize2d(input: Value, options: OptionsOf<'resize2d'>): Value {
    return this.add('resize2d', options, { input });
  }

  /** Moves channels to rows and columns: each pixel becomes a block of `blockSize` × `blockSize` pixels. */
  pixelShuffle(input: Value, options: OptionsOf<'pixelShuffle'>): Value {
    return this.add('pixelShuffle', options, { input });
  }

  /** Reorders the axes: output axis i is input axis `permutation[i]`. Default: reversed. */
  transpose(input: Value, permutation?: readonly number[]): Value {
    return this.add('transpose', { permutation }, { input });
  }

  /** The block of `sizes` elements that begins at `starts`, one number per axis each. */
  slice(input: Value, starts: readonly number[], sizes: readonly number[]): Value {
    return this.add('slice', { starts, sizes }, { input });
  }

  /** The sum, mean or sum of squares over `axes`. Default: over all, `[1]`. */
  reduce(input: Value, options: OptionsOf<'reduce'>): Value {
    return this.add('reduce', options, { input });
  }

  /**
   * `scale · (input − mean) / √(variance + epsilon) + bias`, with `[channels]` values each. Default scale 1, bias 0.
   */
  batchNormalization(
    input: Value,
    statistics: { mean: Value; variance: Value; scale?: Value; bias?: Value },
    options: OptionsOf<'batchNormalization'> = {},
  ): Value {
    return this.add('batchNormalization', options, { input, ...statistics });
  }

  /**
   * Normalizes each channel of each image by its own mean and variance. `scale` and `bias` are `[channels]`, by default
   * 1 and 0.
   */
  instanceNormalization(
    input: Value,
    affine: { scale?: Value; bias?: Value } = {},
    options: OptionsOf<'instanceNormalization'> = {},
  ): Value {
    return this.add('instanceNormalization', options, { input, ...affine });
  }

  /**
   * Softmax cross-entropy of scores `[rows, classes]` against probabilities of the same shape: the mean or sum over
   * rows, `[1]`.
   */
  softmaxCrossEntropy(input: Value, target: Value, reduction: LossInit['reduction'] = 'mean'): Value {
    return this.add('softmaxCrossEntropy', { reduction }, { input, target }, 'loss');
  }

  /** Squared error of two values of the same shape: the mean or sum over elements, `[1]`. */
  squaredError(input: Value, target: Value, reduction: LossInit['reduction'] = 'mean'): Value {
    return this.add('squaredError', { reduction }, { input, target }, 'loss');
  }

  /** A view in another shape. A size of 0 is the input's size at that axis; one size of -1 stands for what remains. */
  reshape(input: Value, shape: readonly number[]): Value {
    return this.add('reshape', { shape }, { input });
  }

  /** A view with two axes: the axes before `axis` merged, and the rest merged. */
  flatten(input: Value, axis = 1): Value {
    return this.add('flatten', { axis }, { input });
  }

  /**
   * Adds any operator or view and returns its first output. Shapes and presence of the operands follow from `inputs`.
   * An activation becomes a separate operator if a model can fuse it again.
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

  /**
   * Adds an operator from its complete `init`. An output that the operator updates in place is the input value itself.
   */
  addNode<K extends OperatorKind>(
    kind: K,
    init: OperatorInitOf<K>,
    inputs: Operands,
    name: string = kind,
  ): GraphNode {
    if (!Object.hasOwn(operators, kind))
      throw new InvalidArgumentError('kind', kind, 'the name of an operator');
    const operator = operators[kind](init as never);
    const known = presentOf(inputs);
    const updated = Object.keys(operator.outputs).find((output) => isConstant(known[output]));
    if (updated !== undefined) throw new InvalidArgumentError(updated, 'a constant', 'a variable');
    const unique = this.#unique(name);
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

  /** `conv2d`, then `conv2d_2`, `conv2d_3`, …, without names already taken. */
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

const isConstant = (value?: Value) => value !== undefined && rootOf(value).source.type === 'constant';
const isView = (kind: string): kind is ViewKind => Object.hasOwn(views, kind);
