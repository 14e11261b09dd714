import { ownValue } from '../gpu/program.ts';
import { sizeBytesOf } from '../gpu/tensor.ts';
import { checkBindable, type OperatorPlan } from '../operators/operator.ts';
import type { Capabilities } from '../problem/capabilities.ts';
import { type BufferRef, owned, type StepBinding } from '../wgsl/bindings.ts';
import type { FoldedStep, OwnedBuffer } from '../wgsl/step.ts';
import { BufferPool } from './buffer_pool.ts';
import { type GraphNode, rootOf, type Value } from './value.ts';

/** One plan of a whole graph. */
export interface GraphPlan extends OperatorPlan {
  /** Bytes of all intermediates: if buffers are shared by lifetime, and if every intermediate has its own. */
  readonly intermediates: { readonly sharedBytes: number; readonly separateBytes: number };
}

/**
 * Joins the plans of a graph's nodes into one. Each value gets a buffer. An intermediate's buffer is reused after its
 * last reader. Steps that depend only on constants move to `prepare`.
 * @param external buffers of the caller and of weights, by the values that live in them
 */
export function joinNodes(
  nodes: readonly GraphNode[],
  external: ReadonlyMap<Value, BufferRef>,
  capabilities: Capabilities,
): GraphPlan {
  const lastUses = findLastUses(nodes, external);
  const pool = new BufferPool();
  const places = new Map(external);
  const kept = new Map<string, OwnedBuffer>();
  const plan = { prepare: [] as FoldedStep[], steps: [] as FoldedStep[] };
  nodes.forEach((node, index) => {
    checkBindable(node.operator, capabilities);
    const own = node.operator.plan(capabilities);
    const valueAt = ({ from, buffer }: BufferRef): Value | undefined =>
      from === 'caller' ? (ownValue(node.inputs, buffer) ?? ownValue(node.outputs, buffer)) : undefined;
    for (const output of Object.values(node.outputs)) {
      const root = rootOf(output);
      if (!places.has(root)) places.set(root, owned(pool.take(sizeBytesOf(root.shape, root.dtype))));
    }
    const isChanging = ({ from, buffer }: BufferRef) => {
      const input = from === 'caller' ? ownValue(node.inputs, buffer) : undefined;
      return input !== undefined && rootOf(input).source.type !== 'constant';
    };
    const hoists = !own.prepare.some(({ bindings }) => bindings.some(isChanging));
    const scratch = new Map<string, string>();
    for (const [name, buffer] of Object.entries(own.buffers)) {
      const isKept = hoists && buffer.lifetime === 'prepared';
      const place = isKept ? `${node.name}.${name}` : pool.take(buffer.sizeBytes, buffer.texture);
      if (isKept) kept.set(place, buffer);
      scratch.set(name, place);
    }
    const bind = (binding: StepBinding): StepBinding => {
      if (binding.from === 'owned') return { ...binding, buffer: scratch.get(binding.buffer)! };
      const value = valueAt(binding);
      if (!value) return binding;
      const whole = { offsetBytes: 0, sizeBytes: sizeBytesOf(value.shape, value.dtype) };
      return { ...binding, ...places.get(rootOf(value)), range: binding.range ?? whole };
    };
    const rebound = (steps: readonly FoldedStep[]) =>
      steps.map((step) => ({ ...step, bindings: step.bindings.map(bind) }));
    (hoists ? plan.prepare : plan.steps).push(...rebound(own.prepare));
    plan.steps.push(...rebound(own.steps));
    for (const [name, place] of scratch) if (!kept.has(place)) pool.give(place, name);
    for (const value of lastUses[index]) pool.give(places.get(value)!.buffer, value.name);
  });
  return { ...plan, buffers: { ...Object.fromEntries(kept), ...pool.buffers }, intermediates: pool.sizes };
}

/** The intermediates that each node is the last to read or write. */
function findLastUses(nodes: readonly GraphNode[], external: ReadonlyMap<Value, BufferRef>): Value[][] {
  const last = new Map<Value, number>();
  nodes.forEach((node, index) => {
    for (const value of [...Object.values(node.inputs), ...Object.values(node.outputs)].map(rootOf)) {
      if (!external.has(value)) last.set(value, index);
    }
  });
  const uses: Value[][] = nodes.map(() => []);
  for (const [value, index] of last) uses[index].push(value);
  return uses;
}
