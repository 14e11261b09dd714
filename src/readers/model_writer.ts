import { InvalidArgumentError, UnsupportedError } from '../errors.ts';
import type {
  ModelDescription,
  ModelInput,
  ModelNode,
  ModelOutput,
  ModelWeight,
  OperatorAttributes,
  OperatorType,
} from './description.ts';
import { toFloat32, type WeightData, type WeightTensor } from './elements.ts';

/** An operand: a value's or constant's name, or a constant itself; absent where the operator has none there. */
export type Operand = string | WeightTensor | undefined;

/** Thrown by {@link missing}, and gathered by {@link ModelWriter.write}. */
class MissingOperator extends Error {}

/** Says that this library lacks an operator, or one of its settings; the reading goes on, to find them all. */
export function missing(operator: string): never {
  throw new MissingOperator(operator);
}

/** A constant number, as an operand. */
export const scalar = (value: number): WeightTensor => ({
  dtype: 'float32',
  shape: [],
  data: Float32Array.of(value),
});

/** Writes a {@link ModelDescription}, node by node in the order of computation. */
export class ModelWriter {
  readonly #constants: ReadonlyMap<string, WeightTensor>;
  readonly #nodes: ModelNode[] = [];
  readonly #outputs = new Set<string>();
  readonly #sources = new Map<string, string>();
  readonly #missing = new Map<string, string[]>();
  readonly #float32 = new Map<WeightData, Float32Array>();

  constructor(constants: ReadonlyMap<string, WeightTensor>) {
    this.#constants = constants;
  }

  /** Lets a file's operator write what it is in ours; what is missing is noted with the operator's name. */
  write(name: string, convert: () => void): void {
    try {
      convert();
    } catch (error) {
      if (!(error instanceof MissingOperator)) throw error;
      const names = this.#missing.get(error.message) ?? [];
      names.push(name);
      this.#missing.set(error.message, names);
    }
  }

  /** Adds a node. Operands that are constants become its weights. */
  add<Type extends OperatorType>(
    node: { readonly name: string; readonly output: string },
    type: Type,
    attributes: OperatorAttributes[Type],
    operands: Readonly<Record<string, Operand>>,
  ): void {
    const inputs: Record<string, string> = {};
    const weights: Record<string, ModelWeight> = {};
    for (const [name, operand] of Object.entries(operands)) {
      if (operand === undefined) continue;
      const constant = this.constant(operand);
      if (constant) weights[name] = this.#weight(constant);
      else inputs[name] = this.#source(operand as string);
    }
    const { name, output } = node;
    if (this.#outputs.has(output))
      throw new InvalidArgumentError('graph', output, 'values of different names');
    this.#outputs.add(output);
    if (Object.keys(inputs).length === 0) missing(`${type} of constants`);
    this.#nodes.push({ name, type, attributes, inputs, weights, output } as unknown as ModelNode);
  }

  /** Another name for a value or constant. */
  alias(output: string, source: string): void {
    this.#sources.set(output, this.#source(source));
  }

  /** The constant that an operand is, if it is one. */
  constant(operand: Operand): WeightTensor | undefined {
    return typeof operand === 'string' ? this.#constants.get(this.#source(operand)) : operand;
  }

  /**
   * @throws UnsupportedError naming every operator that is missing; InvalidArgumentError where an output is neither
   *   computed nor an input
   */
  finish(inputs: readonly ModelInput[], outputs: readonly ModelOutput[]): ModelDescription {
    if (this.#missing.size > 0) {
      const lines = [...this.#missing].map(([operator, names]) => `${operator} (${names.join(', ')})`);
      throw new UnsupportedError(`the model needs operators that this library lacks: ${lines.join('; ')}`);
    }
    const known = new Set([...inputs.map(({ name }) => name), ...this.#outputs]);
    const resolved = outputs.map(({ name, value }) => {
      const source = this.#source(value);
      if (!known.has(source))
        throw new InvalidArgumentError('outputs', name, 'a value that the model computes');
      return { name, value: source };
    });
    return { inputs, nodes: this.#nodes, outputs: resolved };
  }

  #source(name: string): string {
    return this.#sources.get(name) ?? name;
  }

  #weight({ data, shape }: WeightTensor): ModelWeight {
    const converted = this.#float32.get(data) ?? toFloat32(data);
    this.#float32.set(data, converted);
    return { data: converted, shape };
  }
}

/** Adds `min(max(slope · x + offset, 0), 1)`. */
export function addHardSigmoid(
  writer: ModelWriter,
  node: { readonly name: string; readonly output: string },
  input: string,
  slope: number,
  offset: number,
): void {
  const { name, output } = node;
  const [scaled, shifted] = [`${output}/scaled`, `${output}/shifted`];
  writer.add({ name, output: scaled }, 'mul', {}, { a: input, b: scalar(slope) });
  writer.add({ name, output: shifted }, 'add', {}, { a: scaled, b: scalar(offset) });
  writer.add(node, 'activation', { activation: { type: 'clamp', min: 0, max: 1 } }, { input: shifted });
}
