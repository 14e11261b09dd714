import { InvalidArgumentError } from '../errors.ts';
import { capabilitiesOf } from '../gpu/device.ts';
import { checkNotLost } from '../gpu/device_state.ts';
import { type Prepared, preparePlan } from '../gpu/prepared.ts';
import { type NamedTensors, Runner, type TensorSpec, type TensorSpecs } from '../gpu/runner.ts';
import { type GpuTensor, tensor } from '../gpu/tensor.ts';
import { mapValues } from '../operators/operator.ts';
import { type BufferRef, caller, weight } from '../wgsl/bindings.ts';
import { fuseNodes } from './fuse.ts';
import { type GraphPlan, joinNodes } from './join.ts';
import { summarize } from './summary.ts';
import { type GraphNode, rootOf, type Value } from './value.ts';

/** The graph that {@link createModel} compiles. */
export interface ModelInit {
  /** The values that a run returns, by the caller's names for them. No output may have the name of an input. */
  readonly outputs: Readonly<Record<string, Value>>;
  /**
   * The graph's operators: `builder.nodes`. An operator is left out if no output needs it and it updates nothing in place.
   */
  readonly nodes: readonly GraphNode[];
}

/** A graph compiled for one device: one list of dispatches, one submit per run; made by {@link createModel}. */
export class Model {
  /** The device that the model was compiled for. */
  readonly device: GPUDevice;
  /** The operators that run, in order, after fusion. */
  readonly nodes: readonly GraphNode[];
  /** Shapes and element types of the tensors that each run takes, by name. */
  readonly inputs: TensorSpecs;
  /** Shapes and element types of the tensors that each run gives, by name. */
  readonly outputs: TensorSpecs;
  /** Weights on the GPU by name. Runs may update a `variable`; its `write()` replaces its contents. */
  readonly weights: NamedTensors;
  readonly #runner: Runner<GraphPlan>;

  /** @internal Use {@link createModel}. */
  constructor(parts: ModelParts, runner: Runner<GraphPlan>) {
    this.device = parts.device;
    this.nodes = parts.nodes;
    this.inputs = parts.inputs;
    this.outputs = parts.outputs;
    this.weights = parts.weights;
    this.#runner = runner;
  }

  /** The dispatches of a run and their buffers, as plain data. */
  get plan(): GraphPlan {
    return this.#runner.plan;
  }

  /**
   * Records a run into the caller's encoder. Nothing is allocated, submitted or read back. `tensors` are inputs and
   * outputs by name.
   * @throws InvalidArgumentError if a tensor is missing or unknown, its shape, dtype or device does not fit, or it shares a
   * buffer with one that is written; OutOfMemoryError, DeviceLostError once they are known.
   */
  encode(encoder: GPUCommandEncoder, tensors: NamedTensors): void {
    this.#runner.encode(encoder, tensors);
  }

  /**
   * Records the steps that depend only on constants, such as repacking of filters. `createModel()` has run them once.
   */
  encodePrepare(encoder: GPUCommandEncoder): void {
    this.#runner.encodePrepare(encoder);
  }

  /**
   * Runs at once, in one submit. Returns the outputs by name; an output that `tensors` lacks is a new tensor.
   * @throws as {@link encode}.
   */
  run(tensors: NamedTensors): Record<string, GpuTensor> {
    return this.#runner.run(tensors);
  }

  /** The model as a table: shapes, parameters, multiply-adds, receptive fields and memory. */
  summary(): string {
    return summarize(this.nodes, this.plan);
  }

  /** Frees weights and intermediates. The caller's tensors are not touched. */
  destroy(): void {
    this.#runner.destroy();
  }

  /** Calls {@link destroy} at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.destroy();
  }
}

interface ModelParts {
  readonly device: GPUDevice;
  readonly nodes: readonly GraphNode[];
  readonly inputs: TensorSpecs;
  readonly outputs: TensorSpecs;
  readonly weights: NamedTensors;
}

/**
 * Compiles a graph: fuses operators, plans all dispatches, compiles pipelines in parallel and uploads weights.
 * @throws InvalidArgumentError, LimitExceededError before the GPU is touched; OutOfMemoryError; DeviceLostError.
 */
export async function createModel(device: GPUDevice, init: ModelInit): Promise<Model> {
  const capabilities = capabilitiesOf(device);
  checkNotLost(device);
  const wanted = new Set(Object.values(init.outputs).map(rootOf));
  const nodes = fuseNodes(reachable(init.nodes, wanted), wanted);
  const inputs = valuesOf(nodes, 'input');
  const stored = [...valuesOf(nodes, 'constant'), ...valuesOf(nodes, 'variable')];
  checkNames(nodes);
  checkNames([...inputs, ...stored]);
  const plan = joinNodes(nodes, ownersOf(inputs, stored, init.outputs), capabilities);
  const parts = {
    device,
    nodes,
    inputs: Object.fromEntries(inputs.map((value) => [value.name, specOf(value)])),
    outputs: mapValues(init.outputs, specOf),
    weights: upload(device, stored),
  };
  return new Model(parts, await createRunner(parts, plan));
}

/** Prepares the runner of a model. If that fails, frees all that was created, weights included. */
async function createRunner(parts: ModelParts, plan: GraphPlan): Promise<Runner<GraphPlan>> {
  const { device, inputs, outputs, weights } = parts;
  let prepared: Prepared<GraphPlan> | undefined;
  try {
    prepared = await preparePlan(device, plan, { label: 'model', weights });
    const runner = new Runner({ device, kind: 'model', inputs, outputs, weights }, prepared);
    await runner.ready;
    return runner;
  } catch (error) {
    for (const owner of [prepared, ...Object.values(weights)]) owner?.destroy();
    throw error;
  }
}

/** Names tell nodes, inputs and weights apart. A {@link GraphBuilder} gives none twice, but two of them may. */
function checkNames(named: readonly { readonly name: string }[]): void {
  const names = new Set<string>();
  for (const { name } of named) {
    if (names.has(name))
      throw new InvalidArgumentError('nodes', `two named ${name}`, 'those of one GraphBuilder');
    names.add(name);
  }
}

/** Owners of the buffers of all values that are not intermediates. */
function ownersOf(
  inputs: readonly Value[],
  stored: readonly Value[],
  outputs: ModelInit['outputs'],
): Map<Value, BufferRef> {
  const owners = new Map(inputs.map((value) => [value, caller(value.name)]));
  for (const [name, value] of Object.entries(outputs)) {
    const root = rootOf(value);
    if (inputs.some((input) => input.name === name))
      throw new InvalidArgumentError('outputs', name, 'names that no input has');
    if (root.source.type !== 'result' || owners.has(root))
      throw new InvalidArgumentError(`outputs.${name}`, value.name, 'the result of an operator, listed once');
    owners.set(root, caller(name));
  }
  for (const value of stored) owners.set(value, weight(value.name));
  return owners;
}

/** The nodes that lead to a wanted value or update a variable or an input. */
function reachable(nodes: readonly GraphNode[], wanted: ReadonlySet<Value>): GraphNode[] {
  const needed = new Set(wanted);
  const kept = nodes.toReversed().filter((node) => {
    const outputs = Object.values(node.outputs).map(rootOf);
    const isNeeded = outputs.some((value) => needed.has(value) || value.source.type !== 'result');
    if (isNeeded) for (const value of Object.values(node.inputs)) needed.add(rootOf(value));
    return isNeeded;
  });
  return kept.reverse();
}

function valuesOf(nodes: readonly GraphNode[], type: Value['source']['type']): Value[] {
  const values = nodes.flatMap((node) => Object.values(node.inputs)).map(rootOf);
  return [...new Set(values)].filter((value) => value.source.type === type);
}

/** Uploads constants and variables. If one is too large, frees those before it. */
function upload(device: GPUDevice, stored: readonly Value[]): Record<string, GpuTensor> {
  const uploaded = new Map<string, GpuTensor>();
  try {
    for (const { name, shape, dtype, source } of stored) {
      if (source.type !== 'constant' && source.type !== 'variable') continue;
      uploaded.set(name, tensor(device, source.data, shape, { dtype, label: name }));
    }
    return Object.fromEntries(uploaded);
  } catch (error) {
    for (const each of uploaded.values()) each.destroy();
    throw error;
  }
}

const specOf = ({ shape, dtype }: Value): TensorSpec => ({ shape, dtype });
