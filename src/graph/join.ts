import { ownValue } from '../gpu/program.ts';
import { sizeBytesOf } from '../gpu/tensor.ts';
import { checkBindable, mapValues, type OperatorPlan } from '../operators/operator.ts';
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
  const joiner = new Joiner(external, capabilities);
  const lastUses = findLastUses(nodes, external);
  nodes.forEach((node, index) => {
    joiner.add(node);
    joiner.free(lastUses[index]);
  });
  return joiner.plan;
}

/** Collects the steps of nodes, bound to the buffers of the whole graph. */
class Joiner {
  readonly #capabilities: Capabilities;
  readonly #pool = new BufferPool();
  /** Buffers of values. */
  readonly #places: Map<Value, BufferRef>;
  /** Buffers that `prepare` writes once. */
  readonly #prepared = new Map<string, OwnedBuffer>();
  readonly #prepare: FoldedStep[] = [];
  readonly #steps: FoldedStep[] = [];

  constructor(external: ReadonlyMap<Value, BufferRef>, capabilities: Capabilities) {
    this.#capabilities = capabilities;
    this.#places = new Map(external);
  }

  get plan(): GraphPlan {
    return {
      prepare: this.#prepare,
      steps: this.#steps,
      buffers: { ...Object.fromEntries(this.#prepared), ...this.#pool.buffers },
      intermediates: this.#pool.sizes,
    };
  }

  add(node: GraphNode): void {
    checkBindable(node.operator, this.#capabilities);
    const plan = node.operator.plan(this.#capabilities);
    const isConstant = !plan.prepare.some(({ bindings }) => bindings.some((each) => isChanging(node, each)));
    for (const output of Object.values(node.outputs)) this.#place(rootOf(output));
    const scratch = new Map<string, string>();
    const own = mapValues(plan.buffers, (buffer, name) => {
      if (isConstant && buffer.lifetime === 'prepared') return this.#keep(`${node.name}.${name}`, buffer);
      scratch.set(name, this.#pool.take(buffer.sizeBytes, buffer.texture));
      return scratch.get(name)!;
    });
    const bound = (steps: readonly FoldedStep[]) =>
      steps.map((step) => ({ ...step, bindings: step.bindings.map((each) => this.#bind(each, node, own)) }));
    (isConstant ? this.#prepare : this.#steps).push(...bound(plan.prepare));
    this.#steps.push(...bound(plan.steps));
    for (const [name, place] of scratch) this.#pool.give(place, name);
  }

  /** Lets later nodes have the buffers of these intermediates. */
  free(values: readonly Value[]): void {
    for (const value of values) this.#pool.give(this.#places.get(value)!.buffer, value.name);
  }

  /** Gives a result a buffer, unless it has one. */
  #place(value: Value): void {
    if (this.#places.has(value)) return;
    this.#places.set(value, owned(this.#pool.take(sizeBytesOf(value.shape, value.dtype))));
  }

  #keep(name: string, buffer: OwnedBuffer): string {
    this.#prepared.set(name, buffer);
    return name;
  }

  /** A node's binding, in the whole graph's buffers: those of its values, or `own` for the operator's own. */
  #bind(binding: StepBinding, node: GraphNode, own: Readonly<Record<string, string>>): StepBinding {
    if (binding.from === 'owned') return { ...binding, buffer: own[binding.buffer] };
    const value = valueAt(node, binding);
    if (!value) return binding;
    const whole = { offsetBytes: 0, sizeBytes: sizeBytesOf(value.shape, value.dtype) };
    return { ...binding, ...this.#places.get(rootOf(value)), range: binding.range ?? whole };
  }
}

/** The value that an operator binds under its own name for it. */
function valueAt({ inputs, outputs }: GraphNode, { from, buffer }: BufferRef): Value | undefined {
  return from === 'caller' ? (ownValue(inputs, buffer) ?? ownValue(outputs, buffer)) : undefined;
}

/** Whether an operator binds what may change from run to run. */
function isChanging(node: GraphNode, binding: BufferRef): boolean {
  const value = valueAt(node, binding);
  return value !== undefined && rootOf(value).source.type !== 'constant';
}

/** For each node, the intermediates that it is the last to read or write. */
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
