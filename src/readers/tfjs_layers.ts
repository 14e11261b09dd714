import { InvalidArgumentError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import type { ModelDescription, ModelInput, ModelOutput } from './description.ts';
import { type JsonPath, parseJson } from './json_path.ts';
import { type LayerCall, LayerWeights } from './keras_call.ts';
import { writeLayer } from './keras_layers.ts';
import { ModelWriter } from './model_writer.ts';
import { orderByDependency } from './order.ts';
import { readTfjsWeights } from './tfjs_weights.ts';

/** A use of a layer whose inputs are not looked up yet. */
interface Call extends LayerCall {
  readonly className: string;
  /** Paths of the inputs' references in the file. */
  readonly inputPlaces: readonly JsonPath[];
}

/** The layers of a Sequential or functional model. */
interface Network {
  readonly calls: Map<string, Call>;
  readonly inputs: ModelInput[];
  readonly outputs: ModelOutput[];
}

/**
 * Reads a TensorFlow.js layers model, Sequential or functional: a `model.json` with `"format": "layers-model"`, or an
 * older one without a format.
 * @param json the `model.json`, parsed or as text.
 * @param weightBytes the files that `tfjsWeightPaths()` names, in that order, or all as one.
 * @throws UnsupportedError naming every layer that this library lacks; InvalidArgumentError if the file is wrong
 */
export function readTfjsLayersModel(json: unknown, weightBytes: Bytes | readonly Bytes[]): ModelDescription {
  const file = parseJson('json', json);
  const weights = new LayerWeights(readTfjsWeights(file.value, weightBytes));
  const topology = file.get('modelTopology');
  const model = topology.get('model_config').isAbsent ? topology : topology.get('model_config');
  const kind = model.get('class_name').oneOf(['Sequential', 'Model', 'Functional']);
  const config = model.get('config');
  const network = kind === 'Sequential' ? sequence(config, weights) : functional(config, weights);
  return writeNetwork(network);
}

function writeNetwork({ calls, inputs, outputs }: Network): ModelDescription {
  const isInput = new Set(inputs.map(({ name }) => name));
  const dependencies = (call: Call) =>
    call.inputs.flatMap((name, index) => {
      if (isInput.has(name)) return [];
      return [calls.get(name) ?? call.inputPlaces[index].fail('a layer of this model')];
    });
  const wanted = outputs.flatMap(({ value }) => calls.get(value) ?? []);
  const writer = new ModelWriter(new Map());
  for (const call of orderByDependency(wanted, dependencies)) {
    writer.write(call.name, () => writeLayer(writer, call.className, call));
  }
  return writer.finish(inputs, outputs);
}

function sequence(config: JsonPath, weights: LayerWeights): Network {
  const layers = (config.isArray ? config : config.get('layers')).items();
  const network: Network = { calls: new Map(), inputs: [], outputs: [] };
  const shape = layers[0]?.get('config').get('batch_input_shape') ?? config.fail('layers');
  let value = 'input';
  const isInputLayer = layers[0].get('class_name').string() === 'InputLayer';
  if (isInputLayer) value = nameOf(layers[0]);
  network.inputs.push({ name: value, shape: shapeOf(shape) });
  for (const layer of isInputLayer ? layers.slice(1) : layers) {
    const name = nameOf(layer);
    addCall(network, layer, { name, inputs: [value], inputPlaces: [layer] }, weights);
    value = name;
  }
  network.outputs.push({ name: value, value });
  return network;
}

function functional(config: JsonPath, weights: LayerWeights): Network {
  const network: Network = { calls: new Map(), inputs: [], outputs: [] };
  const shapes = new Map<string, JsonPath>();
  for (const layer of config.get('layers').items()) {
    if (layer.get('class_name').string() === 'InputLayer') {
      shapes.set(nameOf(layer), layer.get('config').get('batch_input_shape'));
      continue;
    }
    layer
      .get('inbound_nodes')
      .items()
      .forEach((node, index) => {
        const inputPlaces = node.items();
        const inputs = inputPlaces.map(referencedValue);
        const name = valueName(nameOf(layer), index);
        addCall(network, layer, { name, inputs, inputPlaces }, weights);
      });
  }
  for (const place of references(config.get('input_layers'))) {
    const name = referencedValue(place);
    network.inputs.push({ name, shape: shapeOf(shapes.get(name) ?? place.fail('an input layer')) });
  }
  for (const place of references(config.get('output_layers'))) {
    network.outputs.push({ name: referencedValue(place), value: referencedValue(place) });
  }
  return network;
}

function addCall(
  { calls, inputs }: Network,
  place: JsonPath,
  call: { name: string; inputs: string[]; inputPlaces: JsonPath[] },
  weights: LayerWeights,
): void {
  const { name } = call;
  if (calls.has(name) || inputs.some((input) => input.name === name)) {
    throw new InvalidArgumentError(`${place.path}.config.name`, name, 'a unique name');
  }
  const className = place.get('class_name').string();
  calls.set(name, {
    ...call,
    output: name,
    layer: nameOf(place),
    className,
    config: place.get('config'),
    weights,
  });
}

/** A list of references `[layer, node, tensor]`, also if the file holds a single one. */
function references(place: JsonPath): JsonPath[] {
  const items = place.items();
  return items.length > 0 && !items[0].isArray ? [place] : items;
}

/** Name of the value that `[layer, node, tensor, …]` refers to. */
function referencedValue(reference: JsonPath): string {
  const [layer, node, tensor] = reference.items();
  if (tensor === undefined) return reference.fail('[layer, node, tensor]');
  tensor.integer(0, 0);
  return valueName(layer.string(), node.integer(0));
}

const valueName = (layer: string, node: number) => (node === 0 ? layer : `${layer}#${node}`);

const nameOf = (layer: JsonPath): string => layer.get('config').get('name').string();

function shapeOf(place: JsonPath): (number | null)[] {
  if (!place.isArray) place.fail('the sizes of the input, null for any size');
  return place.items().map((size) => (size.isAbsent ? null : size.integer(1)));
}
