import type { Combination } from '../operators/nn_map.ts';
import type { Activation } from '../problem/options.ts';
import type { JsonPath } from './json_path.ts';
import { addChain, type ModelWriter, missing } from './model_writer.ts';

/** A node of a file's graph: an operator with the names of its operands and results. */
export interface GraphCall {
  readonly name: string;
  readonly operator: string;
  readonly place: JsonPath;
  /** Names of the operands; '' for one that is left out. */
  readonly inputs: readonly string[];
  /** Name of its first result. */
  readonly output: string;
}

/** Writes an operator of a file as operators of this library. */
export type Converter<Call extends GraphCall = GraphCall> = (writer: ModelWriter, call: Call) => void;

/** Maximum count of numbers in a setting. */
const MAX_NUMBERS = 64;

/** A required operand. @throws InvalidArgumentError naming the node. */
export function operandOf({ inputs, place }: GraphCall, index: number): string {
  return inputs[index] || place.fail(`an operand ${index}`);
}

/** All operands, each required. @throws InvalidArgumentError naming the node. */
export function operandsOf(call: GraphCall): string[] {
  return call.inputs.length > 0
    ? call.inputs.map((_, index) => operandOf(call, index))
    : call.place.fail('operands');
}

/** An operand, or undefined if it is left out. */
export const optionalOperand = ({ inputs }: GraphCall, index: number): string | undefined =>
  inputs[index] || undefined;

/** The numbers of a constant operand that is a setting, such as a shape. */
export function numbersOf(writer: ModelWriter, call: GraphCall, index: number, what: string): number[] {
  const constant = writer.constant(operandOf(call, index));
  if (!constant) return missing(`${call.operator} with a computed ${what}`);
  if (constant.data.length > MAX_NUMBERS) call.place.fail(`a ${what} of at most ${MAX_NUMBERS} numbers`);
  return Array.from(constant.data, Number);
}

/** As {@link numbersOf}, for `count` whole numbers of at least `min`. Default: any count. */
export function integersOf(
  writer: ModelWriter,
  call: GraphCall,
  index: number,
  what: string,
  min: number,
  count?: number,
): number[] {
  const numbers = numbersOf(writer, call, index, what);
  const isRight = numbers.every((number) => Number.isSafeInteger(number) && number >= min);
  if (isRight && numbers.length === (count ?? numbers.length)) return numbers;
  return call.place.fail(
    `a ${what} of ${count === undefined ? '' : `${count} `}whole numbers from ${min}, not [${numbers.join(', ')}]`,
  );
}

/** The constant operand `index`. */
export function constantOf(writer: ModelWriter, call: GraphCall, index: number, what: string) {
  return writer.constant(operandOf(call, index)) ?? missing(`${call.operator} with a computed ${what}`);
}

export const binary =
  (combination: Combination): Converter =>
  (writer, call) =>
    writer.add(call, 'binary', { combination }, { a: operandOf(call, 0), b: operandOf(call, 1) });

/** Combines any number of operands, two at a time. */
export const chain =
  (combination: Combination): Converter =>
  (writer, call) => {
    const operands = operandsOf(call);
    if (operands.length === 1) writer.alias(call.output, operands[0]);
    else addChain(writer, call, { combination }, operands);
  };

export const activation =
  <Call extends GraphCall>(given: Activation | ((call: Call) => Activation)): Converter<Call> =>
  (writer, call) => {
    const own = typeof given === 'function' ? given(call) : given;
    writer.add(call, 'activation', { activation: own }, { input: operandOf(call, 0) });
  };

export const identity: Converter = (writer, call) => writer.alias(call.output, operandOf(call, 0));
