import { InvalidArgumentError } from '../errors.ts';
import { type Bytes, bytesOf } from './bytes.ts';
import type { ModelDescription, ModelInput, ModelOutput } from './description.ts';
import type { WeightTensor } from './elements.ts';
import { JsonPath } from './json_path.ts';
import { ModelWriter, missing } from './model_writer.ts';
import { fieldOf, hasAttribute, type OnnxCall } from './onnx_attributes.ts';
import { writeOnnxOperator } from './onnx_operators.ts';
import { MODEL } from './onnx_schema.ts';
import { readOnnxTensor } from './onnx_tensor.ts';
import { orderByDependency } from './order.ts';
import { decodeMessage } from './protobuf.ts';

/** A result of a node, by its index. */
interface Result {
  readonly call: OnnxCall;
  readonly index: number;
}

/**
 * Reads an ONNX model, https://onnx.ai/onnx/repo-docs/IR.html, with all weights in the same file.
 * @throws UnsupportedError naming every operator that this library lacks; InvalidArgumentError if the file is wrong
 */
export function readOnnx(bytes: Bytes): ModelDescription {
  const model = new JsonPath('model', decodeMessage('model', bytesOf('bytes', bytes), MODEL));
  const graph = model.get('graph');
  const constants = new Map<string, WeightTensor>();
  for (const tensor of graph.get('initializer').items()) {
    constants.set(tensor.get('name').string(), readOnnxTensor(tensor));
  }
  const inputs = inputsOf(graph, constants);
  const results = resultsOf(graph, opsetOf(model), constants, inputs);
  const outputs = graph.get('output').items().map(outputOf);
  const writer = new ModelWriter(constants);
  const wanted = outputs.flatMap(({ value }) => results.get(value)?.call ?? []);
  const dependencies = ({ inputs: names }: OnnxCall) =>
    names.flatMap((name) => results.get(name)?.call ?? []);
  const known = new Set([...constants.keys(), ...inputs.map(({ name }) => name), ...results.keys(), '']);
  for (const call of orderByDependency(wanted, dependencies)) {
    const unknown = call.inputs.find((name) => !known.has(name));
    if (unknown !== undefined)
      throw new InvalidArgumentError(`${call.place.path}.input`, unknown, 'a known value');
    writer.write(call.name, () => writeCall(writer, call, results));
  }
  return writer.finish(inputs, outputs);
}

function writeCall(writer: ModelWriter, call: OnnxCall, results: ReadonlyMap<string, Result>): void {
  for (const name of call.inputs) {
    const later = results.get(name);
    if (later && later.index > 0) missing(`result ${later.index} of ${later.call.operator}`);
  }
  writeOnnxOperator(writer, call);
}

/** Version of the operator set `ai.onnx`. */
function opsetOf(model: JsonPath): number {
  const own = model
    .get('opset_import')
    .items()
    .find((opset) => isOwnDomain(opset.get('domain')));
  return own ? own.get('version').integer(1) : model.get('opset_import').fail('a version of the operators');
}

const isOwnDomain = (domain: JsonPath) => domain.isAbsent || ['', 'ai.onnx'].includes(domain.string());

/** Before IR version 4, files list the weights among the inputs too. */
function inputsOf(graph: JsonPath, constants: ReadonlyMap<string, WeightTensor>): ModelInput[] {
  return graph
    .get('input')
    .items()
    .filter((input) => !constants.has(input.get('name').string()))
    .map((input) => {
      const shape = input.get('type').get('tensor_type').get('shape');
      const sizes = shape.isAbsent ? shape.fail('a shape') : shape.get('dim').items();
      return { name: input.get('name').string(), shape: sizes.map(sizeOf) };
    });
}

/** A size. `null` if it is a parameter, missing or, from some exporters, −1. */
function sizeOf(dimension: JsonPath): number | null {
  const value = dimension.get('dim_value');
  if (value.isAbsent || value.value === -1) return null;
  return value.integer(1);
}

function outputOf(output: JsonPath): ModelOutput {
  const name = output.get('name').string();
  return { name, value: name };
}

/** Nodes by the names of their results. Adds Constant nodes to `constants`. */
function resultsOf(
  graph: JsonPath,
  opset: number,
  constants: Map<string, WeightTensor>,
  inputs: readonly ModelInput[],
): Map<string, Result> {
  const results = new Map<string, Result>();
  const taken = new Set([...constants.keys(), ...inputs.map(({ name }) => name)]);
  for (const place of graph.get('node').items()) {
    const outputs = place
      .get('output')
      .items()
      .map((output) => output.string());
    for (const name of outputs.filter((own) => own !== '')) {
      if (taken.has(name)) throw new InvalidArgumentError(`${place.path}.output`, name, 'a unique name');
      taken.add(name);
    }
    const call = callOf(place, outputs[0] ?? '', opset);
    if (call.operator === 'Constant') constants.set(call.output, constantOf(call));
    else for (const [index, name] of outputs.entries()) results.set(name, { call, index });
  }
  return results;
}

function callOf(place: JsonPath, output: string, opset: number): OnnxCall {
  const domain = place.get('domain');
  const type = place.get('op_type').string();
  const attributes = place.get('attribute').items();
  return {
    name: place.get('name').isAbsent ? output : place.get('name').string() || output,
    operator: isOwnDomain(domain) ? type : `${domain.string()}.${type}`,
    place,
    inputs: place
      .get('input')
      .items()
      .map((input) => input.string()),
    output,
    opset,
    attributes: new Map(attributes.map((attribute) => [attribute.get('name').string(), attribute])),
  };
}

/** Fields of a Constant node's attribute by the attribute's name. */
const CONSTANT_FIELDS = [
  ['value_int', 'i'],
  ['value_float', 'f'],
  ['value_ints', 'ints'],
  ['value_floats', 'floats'],
] as const;

/** Reads the tensor, number or numbers of a Constant node. */
function constantOf(call: OnnxCall): WeightTensor {
  const tensor = call.attributes.get('value');
  if (tensor) return readOnnxTensor(tensor.get('t'));
  const own = CONSTANT_FIELDS.find(([name]) => hasAttribute(call, name));
  if (!own) return call.place.fail('a value, a number or numbers');
  const value = fieldOf(call, own[0], own[1]);
  const numbers = value.isArray ? value.items().map((item) => item.number()) : [value.number()];
  const shape = value.isArray ? [numbers.length] : [];
  return { dtype: 'float64', shape, data: Float64Array.from(numbers) };
}
