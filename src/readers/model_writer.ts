import { InvalidArgumentError, UnsupportedError } from '../errors.ts';
import type { OptionsOf } from '../operators/options.ts';
import type { ModelDescription, ModelInput, ModelNode, ModelOperator, ModelOutput } from './description.ts';
import type { WeightTensor } from './elements.ts';
import { WeightList } from './weight_list.ts';

/** The name of a value or constant, or a constant; undefined for an operand that is left out. */
export type Operand = string | WeightTensor | undefined;

/** Names of a node and of its output. */
interface Named {
  readonly name: string;
  readonly output: string;
}

/** A node whose constants have no names yet. */
interface Draft extends Named {
  readonly kind: ModelOperator;
  readonly init: object;
  readonly operands: readonly (readonly [operand: string, value: string | WeightTensor])[];
}

/** Thrown by {@link missing}, and gathered by {@link ModelWriter.write}. */
class MissingOperator extends Error {}

/** Reports an operator or setting that this library lacks. Reading goes on, to find them all. */
export function missing(operator: string): never {
  throw new MissingOperator(operator);
}

/** A constant number, as an operand. */
const scalar = (value: number): WeightTensor => ({
  dtype: 'float32',
  shape: [],
  data: Float32Array.of(value),
});

/** Writes a {@link ModelDescription}, node by node in the order of computation. */
export class ModelWriter {
  readonly #constants: ReadonlyMap<string, WeightTensor>;
  readonly #drafts: Draft[] = [];
  readonly #outputs = new Set<string>();
  readonly #sources = new Map<string, string>();
  readonly #missing = new Map<string, string[]>();

  constructor(constants: ReadonlyMap<string, WeightTensor>) {
    this.#constants = constants;
  }

  /** Runs `convert` for one operator of the file. If it calls {@link missing}, records the operator under `name`. */
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

  /** Adds a node. */
  add<Kind extends ModelOperator>(
    { name, output }: Named,
    kind: Kind,
    init: OptionsOf<Kind>,
    given: Readonly<Record<string, Operand>>,
  ): void {
    const operands = Object.entries(given).flatMap(([operand, value]) =>
      value === undefined ? [] : [[operand, this.constant(value) ?? this.#source(value as string)] as const],
    );
    if (this.#outputs.has(output))
      throw new InvalidArgumentError('graph', output, 'values of different names');
    this.#outputs.add(output);
    if (operands.every(([, value]) => typeof value !== 'string')) missing(`${kind} of constants`);
    this.#drafts.push({ name, kind, init, operands, output });
  }

  /** Gives a value or constant another name. */
  alias(output: string, source: string): void {
    this.#sources.set(output, this.#source(source));
  }

  /** The operand's constant; undefined if the operand is computed or an input. */
  constant(operand: Operand): WeightTensor | undefined {
    return typeof operand === 'string' ? this.#constants.get(this.#source(operand)) : operand;
  }

  /**
   * The network of all nodes added.
   * @throws UnsupportedError naming every operator that is missing; InvalidArgumentError if an output is neither
   * computed nor an input
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
    const weights = new WeightList(this.#constants, known);
    const nodes = this.#drafts.map(({ operands, ...node }) => {
      const named = operands.map(([operand, value]) => [
        operand,
        typeof value === 'string' ? value : weights.nameOf(value, `${node.name}/${operand}`),
      ]);
      return { ...node, inputs: Object.fromEntries(named) } as ModelNode;
    });
    return { inputs, weights: weights.all, nodes, outputs: resolved };
  }

  #source(name: string): string {
    return this.#sources.get(name) ?? name;
  }
}

/** Combines two or more operands, two at a time. `init.scale` applies to the last result. */
export function addChain(
  writer: ModelWriter,
  node: Named,
  init: OptionsOf<'binary'>,
  operands: readonly string[],
): void {
  const last = operands.length - 1;
  let [a] = operands;
  for (let index = 1; index <= last; index++) {
    const output = index === last ? node.output : `${node.output}/${index}`;
    const { combination } = init;
    writer.add({ ...node, output }, 'binary', index === last ? init : { combination }, {
      a,
      b: operands[index],
    });
    a = output;
  }
}

/** Adds a concatenation along an axis. */
export function addConcat(writer: ModelWriter, node: Named, axis: number, operands: readonly string[]): void {
  const named = operands.map((operand, index) => [`input${index}`, operand]);
  writer.add(node, 'concat', { axis }, Object.fromEntries(named));
}

/** Adds `scale · x + offset`. */
export function addAffine(
  writer: ModelWriter,
  node: Named,
  input: string,
  scale: number,
  offset: number,
): void {
  const scaled = `${node.output}/scaled`;
  writer.add({ ...node, output: scaled }, 'binary', { combination: 'mul' }, { a: input, b: scalar(scale) });
  writer.add(node, 'binary', { combination: 'add' }, { a: scaled, b: scalar(offset) });
}

/** Adds `min(max(slope · x + offset, 0), 1)`. */
export function addHardSigmoid(
  writer: ModelWriter,
  node: Named,
  input: string,
  slope: number,
  offset: number,
): void {
  const shifted = `${node.output}/shifted`;
  addAffine(writer, { ...node, output: shifted }, input, slope, offset);
  writer.add(node, 'activation', { activation: { type: 'clamp', min: 0, max: 1 } }, { input: shifted });
}
