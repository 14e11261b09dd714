import type { Activation } from '../problem/options.ts';
import type { JsonPath } from './json_path.ts';
import { type ModelWriter, missing } from './model_writer.ts';

/** A node of a file's graph: an operator with the names of its operands and results. */
export interface GraphCall {
  readonly name: string;
  readonly operator: string;
  readonly place: JsonPath;
  /** An operand that is left out is ''. */
  readonly inputs: readonly string[];
  /** Name of the value that it makes; its first one. */
  readonly output: string;
}

/** Writes what an operator of a file is in ours. */
export type Converter<Call extends GraphCall = GraphCall> = (writer: ModelWriter, call: Call) => void;

/** No setting has more numbers than this. */
const MAX_NUMBERS = 64;

/** An operand that must be there. @throws InvalidArgumentError naming the node. */
export function operandOf({ inputs, place }: GraphCall, index: number): string {
  return inputs[index] || place.fail(`an operand ${index}`);
}

/** An operand that may be left out. */
export const optionalOperand = ({ inputs }: GraphCall, index: number): string | undefined =>
  inputs[index] || undefined;

/** The numbers of an operand that is a setting, such as a shape; it must be a constant. */
export function numbersOf(writer: ModelWriter, call: GraphCall, index: number, what: string): number[] {
  const constant = writer.constant(operandOf(call, index));
  if (!constant) return missing(`${call.operator} with a computed ${what}`);
  if (constant.data.length > MAX_NUMBERS) call.place.fail(`a ${what} of at most ${MAX_NUMBERS} numbers`);
  return Array.from(constant.data, Number);
}

/** As {@link numbersOf}, where all must be whole, at least `min`, and `count` in number. */
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
    `a ${what} of ${count ?? ''} whole numbers from ${min}, not [${numbers.join(', ')}]`,
  );
}

/** The constant operand `index`. */
export function constantOf(writer: ModelWriter, call: GraphCall, index: number, what: string) {
  return writer.constant(operandOf(call, index)) ?? missing(`${call.operator} with a computed ${what}`);
}

export const binary =
  (type: 'add' | 'sub' | 'mul' | 'div' | 'max' | 'min'): Converter =>
  (writer, call) =>
    writer.add(call, type, {}, { a: operandOf(call, 0), b: operandOf(call, 1) });

/** Any number of operands, two at a time. */
export const chain =
  (type: 'add' | 'max' | 'min'): Converter =>
  (writer, call) => {
    if (call.inputs.length === 1) return writer.alias(call.output, operandOf(call, 0));
    call.inputs.slice(1).reduce(
      (a, _, index) => {
        const output = index === call.inputs.length - 2 ? call.output : `${call.output}/${index}`;
        writer.add({ name: call.name, output }, type, {}, { a, b: operandOf(call, index + 1) });
        return output;
      },
      operandOf(call, 0),
    );
  };

export const activation =
  (activationOf: Activation | ((call: GraphCall) => Activation)): Converter =>
  (writer, call) => {
    const own = typeof activationOf === 'function' ? activationOf(call) : activationOf;
    writer.add(call, 'activation', { activation: own }, { input: operandOf(call, 0) });
  };

/** `count` operands from the first on, one after another along an axis. */
export function addConcat(writer: ModelWriter, call: GraphCall, axis: number, count: number): void {
  if (count < 1) call.place.fail('operands');
  const operands = Array.from({ length: count }, (_, index) => [`input${index}`, operandOf(call, index)]);
  writer.add(call, 'concat', { axis }, Object.fromEntries(operands));
}

export const identity: Converter = (writer, call) => writer.alias(call.output, operandOf(call, 0));

export const prelu: Converter = (writer, call) =>
  writer.add(call, 'prelu', {}, { input: operandOf(call, 0), slope: operandOf(call, 1) });
