import { InternalError } from '../errors.ts';
import { operators } from '../operators/operators.ts';
import { readInputShape } from '../problem/layouts.ts';
import type { Activation, FilterLayout, InputLayout } from '../problem/options.ts';
import { foldNormalization } from './fold_normalization.ts';
import { type GraphNode, hasActivation, rootOf, TAKE_ACTIVATION, uniqueName, type Value } from './value.ts';

/** Options that fusion reads and sets. */
interface FusableInit {
  readonly activation?: Activation;
  readonly hasBias?: boolean;
  readonly hasResidual?: boolean;
  readonly inputLayout?: InputLayout;
  readonly filterLayout?: FilterLayout;
  readonly combination?: string;
  readonly scale?: number;
  readonly epsilon?: number;
}

/**
 * Fuses a node with its only reader. Returns the joint node, or undefined if the rule does not apply.
 * @param names of the graph's values; those of new constants are added
 */
type Rule = (
  producer: GraphNode,
  consumer: GraphNode,
  link: Value,
  names: Set<string>,
) => GraphNode | undefined;

/**
 * Fuses convolutions with the normalization, bias, residual and activation after them, and other operators with their
 * activation, if nothing else reads the value between. Values in `wanted` are kept.
 * @param nodes each after the nodes that it depends on.
 */
export function fuseNodes(nodes: readonly GraphNode[], wanted: ReadonlySet<Value>): GraphNode[] {
  // fusing two nodes removes the value between them and changes no other count
  const readerCounts = countReaders(nodes);
  const names = new Set(nodes.flatMap(({ inputs }) => Object.values(inputs)).map(({ name }) => name));
  const producers = new Map<Value, { node: GraphNode; index: number }>();
  const updatedAt = new Map<Value, number>();
  const fusableProducer = (link: Value) => {
    const producer = producers.get(link);
    if (!producer || readerCounts.get(link) !== 1 || wanted.has(link)) return undefined;
    // the joint node reads in the reader's place, where a variable may have been updated
    const isStale = (input: Value) => updatedAt.get(rootOf(input))! > producer.index;
    return Object.values(producer.node.inputs).some(isStale) ? undefined : producer.node;
  };
  const fused = new Set<GraphNode>();
  nodes.forEach((node, index) => {
    let current = node;
    const fuse = () => fuseOnce(current, fusableProducer, names);
    for (let pair = fuse(); pair; pair = fuse()) {
      fused.delete(pair.producer);
      current = pair.joint;
    }
    fused.add(current);
    for (const output of Object.values(current.outputs)) {
      producers.set(output, { node: current, index });
      if (rootOf(output).source.type !== 'result') updatedAt.set(rootOf(output), index);
    }
  });
  return [...fused];
}

/** Joins `consumer` with the first producer that a rule applies to. */
function fuseOnce(
  consumer: GraphNode,
  fusableProducer: (link: Value) => GraphNode | undefined,
  names: Set<string>,
) {
  for (const link of Object.values(consumer.inputs)) {
    const producer = fusableProducer(link);
    if (!producer) continue;
    for (const rule of RULES) {
      const joint = rule(producer, consumer, link, names);
      if (joint) return { producer, joint };
    }
  }
  return undefined;
}

/** Number of operands that read each value, directly or through views. */
function countReaders(nodes: readonly GraphNode[]): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const input of nodes.flatMap((node) => Object.values(node.inputs))) {
    for (let value = input; ; value = value.source.of) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
      if (value.source.type !== 'view') break;
    }
  }
  return counts;
}

const RULES: readonly Rule[] = [fuseNormalization, fuseBias, fuseResidual, fuseActivation];

function fuseActivation(producer: GraphNode, consumer: GraphNode): GraphNode | undefined {
  if (consumer.kind !== 'activation' || !TAKE_ACTIVATION.includes(producer.kind)) return undefined;
  const { activation } = consumer.init as FusableInit;
  if (hasActivation(producer)) return undefined;
  return remake(producer, { activation }, {}, consumer);
}

/** Makes the addition of a constant `[channels]` the convolution's bias. */
function fuseBias(producer: GraphNode, consumer: GraphNode, link: Value): GraphNode | undefined {
  const other = addend(producer, consumer, link);
  if (!other || (producer.init as FusableInit).hasBias || other.source.type !== 'constant') return undefined;
  const { inputLayout = 'nchw' } = producer.init as FusableInit;
  const { channels } = readInputShape(link.shape, inputLayout);
  const perChannel = inputLayout === 'nhwc' ? [channels] : [channels, 1, 1];
  const shape = other.shape.slice(other.shape.findIndex((size) => size !== 1));
  if (shape.join() !== perChannel.join()) return undefined;
  return joinAdd(
    producer,
    consumer,
    { hasBias: true },
    { bias: { ...other, shape: [channels], source: { type: 'view', of: other } } },
  );
}

/** Makes the addition of a value of the output's shape the convolution's residual. */
function fuseResidual(producer: GraphNode, consumer: GraphNode, link: Value): GraphNode | undefined {
  const other = addend(producer, consumer, link);
  if (!other || (producer.init as FusableInit).hasResidual || other.shape.join() !== link.shape.join())
    return undefined;
  return joinAdd(producer, consumer, { hasResidual: true }, { residual: other });
}

function fuseNormalization(...[producer, consumer, link, names]: Parameters<Rule>): GraphNode | undefined {
  const isFoldable =
    producer.kind === 'conv2d' && consumer.kind === 'batchNormalization' && !hasActivation(producer);
  if (!isFoldable || (producer.init as FusableInit).hasResidual || consumer.inputs.input !== link)
    return undefined;
  const { filter, bias } = producer.inputs;
  const { mean, variance, scale, bias: offset } = consumer.inputs;
  const given = [filter, mean, variance, bias, scale, offset].filter((value) => value !== undefined);
  if (given.some(({ source }) => source.type !== 'constant')) return undefined;
  const { filterLayout } = producer.init as FusableInit;
  const { epsilon, activation } = consumer.init as FusableInit;
  const folded = foldNormalization({
    filter: { data: dataOf(filter), shape: filter.shape },
    filterLayout,
    bias: bias && dataOf(bias),
    mean: dataOf(mean),
    variance: dataOf(variance),
    scale: scale && dataOf(scale),
    offset: offset && dataOf(offset),
    epsilon,
  });
  const inputs = {
    filter: constantLike(filter, uniqueName(`${consumer.name}.filter`, names), folded.filter),
    bias: constantLike(mean, uniqueName(`${consumer.name}.bias`, names), folded.bias),
  };
  return remake(producer, { hasBias: true, activation }, inputs, consumer);
}

function dataOf({ source, name }: Value): ArrayLike<number> {
  if (source.type !== 'constant') throw new InternalError(`${name} is not a constant`);
  return source.data;
}

function constantLike(value: Value, name: string, data: ArrayLike<number>): Value {
  return { ...value, name, source: { type: 'constant', data } };
}

/** The value that `consumer` adds to the convolution before it; undefined if `consumer` is not a plain addition. */
function addend(producer: GraphNode, consumer: GraphNode, link: Value): Value | undefined {
  const { combination, scale = 1 } = consumer.init as FusableInit;
  if (producer.kind !== 'conv2d' || consumer.kind !== 'binary' || combination !== 'add' || scale !== 1)
    return undefined;
  if (hasActivation(producer)) return undefined;
  const { a, b } = consumer.inputs;
  if (Object.values(consumer.outputs)[0].shape.join() !== link.shape.join()) return undefined;
  return a === link ? b : a;
}

function joinAdd(
  producer: GraphNode,
  consumer: GraphNode,
  options: FusableInit,
  inputs: Record<string, Value>,
): GraphNode {
  const { activation } = consumer.init as FusableInit;
  return remake(producer, { ...options, activation }, inputs, consumer);
}

/** Rebuilds `producer` with more options and inputs. It then writes the outputs of `consumer`. */
function remake(
  producer: GraphNode,
  options: FusableInit,
  inputs: Record<string, Value>,
  consumer: GraphNode,
): GraphNode {
  const init = { ...producer.init, ...options };
  const operator = operators[producer.kind](init as never);
  return {
    ...producer,
    init,
    operator,
    inputs: { ...producer.inputs, ...inputs },
    outputs: consumer.outputs,
  };
}
