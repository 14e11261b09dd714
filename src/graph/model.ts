import { InvalidArgumentError } from '../errors.ts';
import { capabilitiesOf } from '../gpu/device.ts';
import { checkNotLost } from '../gpu/device_state.ts';
import { createOwnedBuffers, type OwnedBuffers } from '../gpu/owned.ts';
import { createProgram, type Program } from '../gpu/program.ts';
import { emptyTensor, type GpuTensor, tensor } from '../gpu/tensor.ts';
import { mapValues, type TensorSpec, type TensorSpecs } from '../operators/operator.ts';
import { checkTensors, type NamedTensors } from '../operators/prepare.ts';
import { NN_SHADERS } from '../operators/shaders.ts';
import { fuseNodes } from './fuse.ts';
import { type GraphPlan, joinNodes } from './join.ts';
import { summarize } from './summary.ts';
import { type GraphNode, rootOf, type Value } from './value.ts';

/** What {@link createModel} compiles. */
export interface ModelInit {
  /** The values wanted from a run, by the names the caller gives them. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** The operators they are made by: `builder.nodes`. What leads to no output and updates no variable is left out. */
  readonly nodes: readonly GraphNode[];
}

/** A graph compiled for one device: one list of dispatches, one submit a run; made by {@link createModel}. */
export class Model {
  readonly device: GPUDevice;
  readonly nodes: readonly GraphNode[];
  readonly inputs: TensorSpecs;
  readonly outputs: TensorSpecs;
  readonly plan: GraphPlan;
  /** Weights on the GPU by name; a `variable` among them changes as runs update it, or by its `write()`. */
  readonly weights: NamedTensors;
  readonly #program: Program;
  readonly #prepare: Program;
  readonly #owned: OwnedBuffers;
  #destroyed = false;

  /** @internal Use {@link createModel}. */
  constructor(parts: {
    device: GPUDevice;
    nodes: readonly GraphNode[];
    inputs: TensorSpecs;
    outputs: TensorSpecs;
    plan: GraphPlan;
    weights: NamedTensors;
    program: Program;
    prepare: Program;
    owned: OwnedBuffers;
  }) {
    this.device = parts.device;
    this.nodes = parts.nodes;
    this.inputs = parts.inputs;
    this.outputs = parts.outputs;
    this.plan = parts.plan;
    this.weights = parts.weights;
    this.#program = parts.program;
    this.#prepare = parts.prepare;
    this.#owned = parts.owned;
  }

  /** Records a run into the caller's encoder; nothing is allocated, submitted or read back. `tensors` are inputs and outputs by name. */
  encode(encoder: GPUCommandEncoder, tensors: NamedTensors): void {
    this.#checkAlive();
    checkTensors(this.device, { ...this.inputs, ...this.outputs }, tensors);
    this.#program.encode(encoder, { ...tensors, ...weightBuffers(this.weights) });
  }

  /** Records what depends on constants alone, such as repacked filters; done once at creation. */
  encodePrepare(encoder: GPUCommandEncoder): void {
    this.#checkAlive();
    this.#prepare.encode(encoder, weightBuffers(this.weights));
  }

  /** Runs at once, in one submit, and gives the outputs by name, made anew where `tensors` has none by that name. */
  run(tensors: NamedTensors): Record<string, GpuTensor> {
    const outputs = mapValues(
      this.outputs,
      ({ shape, dtype }, name) =>
        tensors[name] ?? emptyTensor(this.device, shape, { dtype, label: `model ${name}` }),
    );
    const encoder = this.device.createCommandEncoder({ label: 'model' });
    this.encode(encoder, { ...tensors, ...outputs });
    this.device.queue.submit([encoder.finish()]);
    return outputs;
  }

  /** The model as a table: shapes, parameters, multiply-adds, receptive fields and memory. */
  summary(): string {
    return summarize(this.nodes, this.plan);
  }

  /** Frees weights and intermediates; the caller's tensors stay. */
  destroy(): void {
    this.#owned.destroy();
    for (const weight of Object.values(this.weights)) weight.destroy();
    this.#destroyed = true;
  }

  [Symbol.dispose](): void {
    this.destroy();
  }

  #checkAlive(): void {
    if (this.#destroyed) throw new InvalidArgumentError('model', 'a destroyed one', 'a live one');
    checkNotLost(this.device);
  }
}

/**
 * Compiles a graph: fuses it, plans it whole, compiles its pipelines in parallel, uploads its weights.
 * @throws InvalidArgumentError, LimitExceededError before the GPU is touched; OutOfMemoryError; DeviceLostError.
 */
export async function createModel(device: GPUDevice, init: ModelInit): Promise<Model> {
  const capabilities = capabilitiesOf(device);
  checkNotLost(device);
  const wanted = new Set(Object.values(init.outputs).map(rootOf));
  const nodes = fuseNodes(reachable(init.nodes, wanted), wanted);
  const stored = storedValues(nodes);
  const inputs = valuesOf(nodes, 'input');
  const external = new Map<Value, string>();
  for (const value of inputs) external.set(value, value.name);
  for (const [name, value] of Object.entries(init.outputs)) {
    if (rootOf(value).source.type !== 'result' || external.has(rootOf(value))) {
      throw new InvalidArgumentError(`outputs.${name}`, value.name, 'what one operator computes, once');
    }
    external.set(rootOf(value), name);
  }
  for (const value of stored) external.set(value, weightName(value));
  const plan = joinNodes(nodes, external, capabilities);
  const owned = await createOwnedBuffers(device, 'model', plan.buffers);
  const program = (label: string, steps: GraphPlan['steps']) =>
    createProgram(device, { label, steps, sources: NN_SHADERS, owned });
  const [prepare, steps] = await Promise.all([
    program('model prepare', plan.prepare),
    program('model', plan.steps),
  ]);
  const weights = Object.fromEntries(stored.map((value) => [value.name, upload(device, value)]));
  await Promise.all(Object.values(weights).map((weight) => weight.checkAllocated()));
  const model = new Model({
    device,
    nodes,
    inputs: Object.fromEntries(inputs.map((value) => [value.name, specOf(value)])),
    outputs: mapValues(init.outputs, specOf),
    plan,
    weights,
    program: steps,
    prepare,
    owned,
  });
  if (plan.prepare.length > 0) {
    const encoder = device.createCommandEncoder({ label: 'model prepare' });
    model.encodePrepare(encoder);
    device.queue.submit([encoder.finish()]);
  }
  return model;
}

/** The nodes that lead to a wanted value, or to a variable's update. */
function reachable(nodes: readonly GraphNode[], wanted: ReadonlySet<Value>): GraphNode[] {
  const needed = new Set(wanted);
  const kept = nodes.toReversed().filter((node) => {
    const outputs = Object.values(node.outputs).map(rootOf);
    const isNeeded = outputs.some((value) => needed.has(value) || value.source.type === 'variable');
    if (isNeeded) for (const value of Object.values(node.inputs)) needed.add(rootOf(value));
    return isNeeded;
  });
  return kept.reverse();
}

function valuesOf(nodes: readonly GraphNode[], type: Value['source']['type']): Value[] {
  const values = nodes.flatMap((node) => Object.values(node.inputs)).map(rootOf);
  return [...new Set(values)].filter((value) => value.source.type === type);
}

function storedValues(nodes: readonly GraphNode[]): Value[] {
  return [...valuesOf(nodes, 'constant'), ...valuesOf(nodes, 'variable')];
}

function upload(device: GPUDevice, { name, shape, dtype, source }: Value): GpuTensor {
  if (source.type !== 'constant' && source.type !== 'variable') {
    throw new InvalidArgumentError('weight', name, 'numbers in host memory');
  }
  return tensor(device, source.data, shape, { dtype, label: name });
}

const weightName = ({ name }: { name: string }) => `weight:${name}`;
const weightBuffers = (weights: NamedTensors) =>
  Object.fromEntries(Object.entries(weights).map(([name, weight]) => [weightName({ name }), weight]));
const specOf = ({ shape, dtype }: Value): TensorSpec => ({ shape, dtype });
