import { InvalidArgumentError } from '../errors.ts';
import type { Activation, InputLayout } from '../problem/options.ts';
import type { OperatorAttributes } from './description.ts';
import type { WeightTensor } from './elements.ts';
import type { JsonPath } from './json_path.ts';
import { addHardSigmoid, type ModelWriter, missing, type Operand } from './model_writer.ts';

/** One use of a layer: a layer that is used twice has two, with the same weights. */
export interface LayerCall {
  /** The layer's name, and the name of the value that this use of it makes. */
  readonly layer: string;
  readonly name: string;
  readonly config: JsonPath;
  readonly inputs: readonly string[];
  readonly weights: LayerWeights;
}

/** A model's weights by layer; names have the layer's, and before and after it often more. */
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

  /** @throws InvalidArgumentError where there is no such weight, several, or one of another rank. */
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

/** The operand `bias`, unless the layer has none. */
export function biasOf(call: LayerCall): WeightTensor | undefined {
  return call.config.get('use_bias').boolean(true) ? call.weights.get(call.layer, 'bias', 1) : undefined;
}

export function layoutOf(config: JsonPath): InputLayout {
  const formats = ['channels_last', 'channels_first'] as const;
  return config.get('data_format').oneOf(formats, 'channels_last') === 'channels_last' ? 'nhwc' : 'nchw';
}

/** Adds the layer's operator and the activation that its configuration names: as a setting, or as nodes after it. */
export function addActivated<Type extends 'conv2d' | 'convTranspose2d' | 'linear'>(
  writer: ModelWriter,
  call: LayerCall,
  type: Type,
  attributes: OperatorAttributes[Type],
  operands: Readonly<Record<string, Operand>>,
): void {
  const { name } = call;
  const activation = call.config.get('activation');
  if (activation.isAbsent || ACTIVATIONS.has(activation.string())) {
    const own = activation.isAbsent ? undefined : ACTIVATIONS.get(activation.string());
    const fused = own === undefined ? attributes : { ...attributes, activation: own };
    writer.add({ name, output: name }, type, fused, operands);
    return;
  }
  const before = `${name}/linear`;
  writer.add({ name, output: before }, type, attributes, operands);
  addActivation(writer, name, activation.string(), before, layoutOf(call.config) === 'nhwc' ? -1 : 1);
}

/** Adds an activation by Keras' name, which makes the value `name`. */
export function addActivation(
  writer: ModelWriter,
  name: string,
  keras: string,
  input: string,
  channelAxis = -1,
): void {
  const node = { name, output: name };
  const activation = ACTIVATIONS.get(keras);
  if (keras === 'linear') writer.alias(name, input);
  else if (activation) writer.add(node, 'activation', { activation }, { input });
  else if (keras === 'softmax') writer.add(node, 'softmax', { axis: channelAxis }, { input });
  else if (keras === 'hard_sigmoid') addHardSigmoid(writer, node, input, 0.2, 0.5);
  else missing(`activation '${keras}'`);
}
