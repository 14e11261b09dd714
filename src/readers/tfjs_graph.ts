import { InvalidArgumentError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import type { ModelDescription, ModelInput, ModelOutput } from './description.ts';
import type { WeightTensor } from './elements.ts';
import type { GraphCall } from './graph_call.ts';
import { type JsonPath, parseJson } from './json_path.ts';
import { ModelWriter, missing } from './model_writer.ts';
import { orderByDependency } from './order.ts';
import { shapeOf } from './tf_attributes.ts';
import { writeTfOperator } from './tf_operators.ts';
import { readTfjsWeights } from './tfjs_weights.ts';

/** A node of the file. */
interface Node extends GraphCall {
  /** Operands that are not the first result of another node. */
  readonly laterResults: readonly { node: string; index: number }[];
}

/**
 * Reads a TensorFlow.js graph model: a `model.json` with `"format": "graph-model"`.
 * @param json the `model.json`, parsed or as text.
 * @param weightBytes the files that `tfjsWeightPaths()` names, in that order, or all as one.
 * @returns outputs by the names of the file's signature; without one, the values that no node reads
 * @throws UnsupportedError naming every operator that this library lacks; InvalidArgumentError if the file is wrong
 */
export function readTfjsGraphModel(json: unknown, weightBytes: Bytes | readonly Bytes[]): ModelDescription {
  const file = parseJson('json', json);
  const weights = readTfjsWeights(file.value, weightBytes);
  const nodes = nodesOf(file.get('modelTopology'));
  const constants = new Map<string, WeightTensor>();
  for (const { name, operator, place } of nodes.values()) {
    if (operator !== 'Const') continue;
    constants.set(name, weights.get(name) ?? place.fail('a weight of this name in the manifest'));
  }
  const inputs = inputsOf(nodes);
  const outputs = outputsOf(file, nodes);
  const writer = new ModelWriter(constants);
  for (const call of orderByDependency(wantedNodes(outputs, nodes), (node) => dependenciesOf(node, nodes))) {
    if (call.operator === 'Const' || call.operator === 'Placeholder') continue;
    writer.write(call.name, () => writeNode(writer, call, nodes));
  }
  return writer.finish(inputs, outputs);
}

function nodesOf(topology: JsonPath): Map<string, Node> {
  const nodes = new Map<string, Node>();
  for (const place of topology.get('node').items()) {
    const name = place.get('name').string();
    if (nodes.has(name)) throw new InvalidArgumentError(`${place.path}.name`, name, 'a unique name');
    const references = place.get('input').items().flatMap(referenceOf);
    nodes.set(name, {
      name,
      operator: place.get('op').string(),
      place,
      inputs: references.map(({ node }) => node),
      laterResults: references.filter(({ index }) => index > 0),
      output: name,
    });
  }
  return nodes;
}

/** Parses `node` or `node:result`. `^node` only orders execution and is dropped. */
function referenceOf(place: JsonPath): { node: string; index: number }[] {
  const text = place.string();
  if (text.startsWith('^')) return [];
  const end = text.search(/:\d{1,9}$/);
  return [
    end < 0 ? { node: text, index: 0 } : { node: text.slice(0, end), index: Number(text.slice(end + 1)) },
  ];
}

/** Ends loops at `NextIteration`, so that it is reported as missing instead of as a cycle. */
function dependenciesOf(node: Node, nodes: ReadonlyMap<string, Node>): Node[] {
  if (node.operator === 'NextIteration') return [];
  return node.inputs.map((name) => nodes.get(name) ?? node.place.get('input').fail('names of nodes'));
}

function writeNode(writer: ModelWriter, node: Node, nodes: ReadonlyMap<string, Node>): void {
  const [later] = node.laterResults;
  if (later) missing(`result ${later.index} of ${nodes.get(later.node)?.operator}`);
  writeTfOperator(writer, node);
}

function inputsOf(nodes: ReadonlyMap<string, Node>): ModelInput[] {
  return [...nodes.values()]
    .filter(({ operator }) => operator === 'Placeholder')
    .map(({ name, place }) => ({ name, shape: shapeOf(place.get('attr').get('shape').get('shape')) }));
}

/** Outputs by the signature's names; without a signature, the nodes that no other node reads. */
function outputsOf(file: JsonPath, nodes: ReadonlyMap<string, Node>): ModelOutput[] {
  const metadata = file.get('userDefinedMetadata');
  const own = file.get('signature');
  const signature = own.isAbsent && !metadata.isAbsent ? metadata.get('signature') : own;
  if (!signature.isAbsent && !signature.get('outputs').isAbsent) {
    return signature
      .get('outputs')
      .entries()
      .map(([name, output]) => {
        const [reference] = referenceOf(output.get('name'));
        if (!reference || reference.index > 0) output.fail('the first result of a node');
        return { name, value: reference.node };
      });
  }
  const taken = new Set([...nodes.values()].flatMap(({ inputs }) => inputs));
  const isResult = ({ name, operator }: Node) =>
    !taken.has(name) && !['Const', 'Placeholder', 'NoOp'].includes(operator);
  return [...nodes.values()].filter(isResult).map(({ name }) => ({ name, value: name }));
}

function wantedNodes(outputs: readonly ModelOutput[], nodes: ReadonlyMap<string, Node>): Node[] {
  return outputs.map(({ name, value }) => {
    const node = nodes.get(value);
    if (!node) throw new InvalidArgumentError(`outputs["${name}"]`, value, 'the name of a node');
    return node;
  });
}
