import { sizeBytesOf } from '../gpu/tensor.ts';
import { checkBindable, type OperatorPlan } from '../operators/operator.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import type { FoldedStep, OwnedBuffer, StepBinding } from '../wgsl/step.ts';
import { BufferPool } from './buffer_pool.ts';
import { type GraphNode, rootOf, type Value } from './value.ts';

/** One plan of a whole graph. */
export interface GraphPlan extends OperatorPlan {
  /** Bytes of intermediates, once shared by lifetime and as they would be each by itself. */
  readonly intermediates: { readonly sharedBytes: number; readonly separateBytes: number };
}

/**
 * Joins the plans of a graph's nodes into one: each value gets a buffer, intermediates share buffers as soon as their
 * last reader has run, and what depends on constants alone moves to `prepare`.
 * @param external names of the buffers that the caller brings, by the values that live in them
 */
export function joinNodes(
  nodes: readonly GraphNode[],
  external: ReadonlyMap<Value, string>,
  capabilities: Capabilities,
): GraphPlan {
  const lastReaders = findLastReaders(nodes, external);
  const pool = new BufferPool();
  const places = new Map(external);
  const kept: Record<string, OwnedBuffer> = {};
  const plan = { prepare: [] as FoldedStep[], steps: [] as FoldedStep[] };
  nodes.forEach((node, index) => {
    checkBindable(node.operator, capabilities);
    const own = node.operator.plan(capabilities);
    for (const output of Object.values(node.outputs)) {
      const root = rootOf(output);
      if (!places.has(root)) places.set(root, pool.take(sizeBytesOf(root.shape, root.dtype)));
    }
    const isConstant = (value: Value) => rootOf(value).source.type === 'constant';
    const hoists = own.prepare.every((step) =>
      step.bindings.every(({ buffer }) => !(buffer in node.inputs) || isConstant(node.inputs[buffer])),
    );
    const scratch = new Map<string, string>();
    for (const [name, buffer] of Object.entries(own.buffers)) {
      const isKept = hoists && buffer.lifetime === 'prepared';
      const place = isKept ? `${node.name}.${name}` : pool.take(buffer.sizeBytes, buffer.texture);
      if (isKept) kept[place] = buffer;
      scratch.set(name, place);
    }
    const bind = (binding: StepBinding): StepBinding => {
      const value = node.inputs[binding.buffer] ?? node.outputs[binding.buffer];
      if (!value) return { ...binding, buffer: scratch.get(binding.buffer) ?? binding.buffer };
      const whole = { offsetBytes: 0, sizeBytes: sizeBytesOf(value.shape, value.dtype) };
      return { ...binding, buffer: places.get(rootOf(value)) as string, range: binding.range ?? whole };
    };
    const rebound = (steps: readonly FoldedStep[]) =>
      steps.map((step) => ({ ...step, bindings: step.bindings.map(bind) }));
    (hoists ? plan.prepare : plan.steps).push(...rebound(own.prepare));
    plan.steps.push(...rebound(own.steps));
    for (const [name, place] of scratch) if (!kept[place] || !hoists) pool.give(place, name);
    for (const [value, last] of lastReaders)
      if (last === index) pool.give(places.get(value) as string, value.name);
  });
  return { ...plan, buffers: { ...kept, ...pool.buffers }, intermediates: pool.sizes };
}

/** The last node that reads or writes each intermediate. */
function findLastReaders(
  nodes: readonly GraphNode[],
  external: ReadonlyMap<Value, string>,
): Map<Value, number> {
  const last = new Map<Value, number>();
  nodes.forEach((node, index) => {
    for (const value of [...Object.values(node.inputs), ...Object.values(node.outputs)].map(rootOf)) {
      if (!external.has(value)) last.set(value, index);
    }
  });
  return last;
}
