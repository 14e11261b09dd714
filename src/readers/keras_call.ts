import { InvalidArgumentError } from '../errors.ts';
import type { OptionsOf } from '../operators/options.ts';
import type { Activation, InputLayout } from '../problem/options.ts';
import type { WeightTensor } from './elements.ts';
import type { JsonPath } from './json_path.ts';
import { addHardSigmoid, type ModelWriter, missing, type Operand } from './model_writer.ts';

/** One use of a layer. Several uses of a layer share its weights. */
export interface LayerCall {
  /** The layer's name. */
  readonly layer: string;
  /** Name of this use and of its output. */
  readonly name: string;
  readonly output: string;
  readonly config: JsonPath;
  readonly inputs: readonly string[];
  readonly weights: LayerWeights;
}

/** A model's weights by layer. A weight's name contains the layer's, often with parts before and after it. */
export class LayerWeights {
  readonly #byName = new Map<string, WeightTensor | 'several'>();

  constructor(weights: ReadonlyMap<string, WeightTensor>) {
    for (const [name, tensor] of weights) {
      const parts = name.replace(/:0$/, '').split('/');
      const suffix = parts.pop();
      for (const part of new Set(parts)) {
        const key = `${part}/${suffix}`;
        this.#byName.set(key, this.#byName.has(key) ? 'several' : tensor);
      }
    }
    for (const [name, tensor] of weights) this.#byName.set(name, tensor);
  }

  /**
   * The weight of this suffix in the layer. @throws InvalidArgumentError if there is not exactly one, or its rank
   * differs.
   */
  get(layer: string, suffix: string, rank?: number): WeightTensor {
    const name = `${layer}/${suffix}`;
    const tensor = this.#byName.get(name);
    if (tensor === undefined || tensor === 'several') {
      throw new InvalidArgumentError(`weights["${name}"]`, tensor ?? 'none', 'one weight of that name');
    }
    if (rank !== undefined && tensor.shape.length !== rank) {
      throw new InvalidArgumentError(`weights["${name}"].shape`, tensor.shape, `${rank} axes`);
    }
    return tensor;
  }
}

/** Activations by Keras' names. */
const ACTIVATIONS: ReadonlyMap<string, Activation | undefined> = new Map<string, Activation | undefined>([
  ['linear', undefined],
  ['relu', 'relu'],
  ['relu6', 'relu6'],
  ['elu', 'elu'],
  ['sigmoid', 'sigmoid'],
  ['tanh', 'tanh'],
  ['swish', 'silu'],
  ['silu', 'silu'],
  ['gelu', 'gelu-erf'],
  ['gelu_new', 'gelu-tanh'],
]);

/** The layer's only input. */
export function inputOf({ inputs, config }: LayerCall): string {
  return inputs.length === 1 ? inputs[0] : config.fail('one input');
}

/** The layer's bias; undefined if it has none. */
export function biasOf(call: LayerCall): WeightTensor | undefined {
  return call.config.get('use_bias').boolean(true) ? call.weights.get(call.layer, 'bias', 1) : undefined;
}

export function layoutOf(config: JsonPath): InputLayout {
  const formats = ['channels_last', 'channels_first'] as const;
  return config.get('data_format').oneOf(formats, 'channels_last') === 'channels_last' ? 'nhwc' : 'nchw';
}

/** Adds the layer's operator with its activation: as an option, or as nodes after the operator. */
export function addActivated<Kind extends 'conv1d' | 'conv2d' | 'convTranspose2d' | 'linear'>(
  writer: ModelWriter,
  call: LayerCall,
  kind: Kind,
  init: OptionsOf<Kind>,
  operands: Readonly<Record<string, Operand>>,
): void {
  const place = call.config.get('activation');
  const name = place.isAbsent ? 'linear' : place.string();
  if (ACTIVATIONS.has(name)) {
    writer.add(call, kind, { ...init, activation: ACTIVATIONS.get(name) }, operands);
    return;
  }
  const before = `${call.name}/linear`;
  writer.add({ ...call, output: before }, kind, init, operands);
  addActivation(writer, call, name, before);
}

/** Adds an activation by Keras' name. */
export function addActivation(writer: ModelWriter, call: LayerCall, name: string, input: string): void {
  const activation = ACTIVATIONS.get(name);
  if (name === 'linear') writer.alias(call.output, input);
  else if (activation) writer.add(call, 'activation', { activation }, { input });
  else if (name === 'softmax') writer.add(call, 'softmax', { axis: -1 }, { input });
  else if (name === 'hard_sigmoid') addHardSigmoid(writer, call, input, 0.2, 0.5);
  else missing(`activation '${name}'`);
}
