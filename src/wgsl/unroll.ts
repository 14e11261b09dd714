import { InternalError } from '../errors.ts';
import { type Expression, parseExpression } from './expression.ts';

const LOOP =
  /^[ \t]*for \(var (\w+) = (\w+); \1 < ([^;]+); \1(?:\+\+| \+= (\w+))\) \{ \/\/ unroll( if single)?$/;
const REGISTERS = /^([ \t]*)var (\w+): array<([\w<>]+), ([^>]+?)>; \/\/ registers$/;
const CONST = /(?<=^|; )const ([A-Z][A-Z0-9_]*)(?:: u32)? = ([^;]+);/gm;
const SWITCH = /^([ \t]*)switch \(([A-Z][A-Z0-9_]*)\) \{$/;
const CASE = /^[ \t]*(?:case (.+?)|default): \{/;
const IF = /^[ \t]*if \(([A-Z][A-Z0-9_]*)\) \{ [^{}]* \}$/;
const NAME = /\.?\b[A-Za-z_]\w*(\[)?/g;

/**
 * Writes marked code out as straight-line code. Comments are processed like code.
 *
 * - A loop whose head ends in `// unroll` is repeated with its counter as a literal; with `// unroll if single` only if
 *   it runs once.
 * - An array declared with `// registers` becomes one variable per element. The index in `name[index]` must be
 *   constant.
 * - Only the taken case of a `switch` over a constant remains. A one-line `if` whose constant is false is dropped.
 *
 * A closing brace must be indented like the line it closes.
 */
export function unroll(source: string): string {
  return new Unroller(source).text();
}

/** Text of a line, or a function that gives it once the counters are known. */
type Piece = string | (() => string);

/** Walks the lines in order, those of a loop once per turn. A line is parsed only the first time. */
class Unroller {
  readonly #lines: readonly string[];
  /** Constants of the module (booleans as 0 and 1), and counters of the loops being written out. */
  readonly #names: Map<string, number>;
  readonly #counters = new Set<string>();
  /** Sizes of the register arrays of the current function. */
  readonly #registers = new Map<string, number>();
  readonly #pieces: (readonly Piece[] | undefined)[] = [];
  readonly #written: string[] = [];

  constructor(source: string) {
    this.#lines = source.split('\n');
    this.#names = constantsOf(source);
  }

  text(): string {
    this.#write(0, this.#lines.length);
    return this.#written.join('\n');
  }

  #write(from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const line = this.#lines[at];
      if (line.startsWith('fn ')) this.#registers.clear();
      const loop = line.includes('// unroll') && LOOP.exec(line);
      const registers = line.endsWith('// registers') && REGISTERS.exec(line);
      const choice = line.includes('switch') && SWITCH.exec(line);
      if (loop) at = this.#writeLoop(loop, at);
      else if (choice && this.#names.has(choice[2])) at = this.#writeCase(choice, at);
      else if (registers) this.#declare(registers);
      else if (!this.#isLeftOut(line)) this.#written.push(this.#filledIn(at));
    }
  }

  #isLeftOut(line: string): boolean {
    const name = line.includes('if (') ? IF.exec(line)?.[1] : undefined;
    return name !== undefined && this.#names.get(name) === 0;
  }

  /** Writes out the loop whose head is line `at`. Returns the line of its closing brace. */
  #writeLoop([head, counter, from, to, by = '1', ifSingle]: RegExpExecArray, at: number): number {
    const [first, limit, step] = [from, to, by].map((bound) => this.#known(parseExpression(bound), bound));
    const end = this.#closing(head.slice(0, head.indexOf('for')), at);
    if (ifSingle && first + step < limit) {
      this.#written.push(head.replace(' // unroll if single', ''));
      this.#write(at + 1, end + 1);
      return end;
    }
    this.#counters.add(counter);
    for (let value = first; value < limit; value += step) {
      this.#names.set(counter, value);
      this.#written.push('{');
      this.#write(at + 1, end);
      this.#written.push('}');
    }
    this.#counters.delete(counter);
    this.#names.delete(counter);
    return end;
  }

  /** Writes out the taken case of the switch in line `at`. Returns the line of its closing brace. */
  #writeCase([, indent, name]: RegExpExecArray, at: number): number {
    const end = this.#closing(indent, at);
    const value = this.#names.get(name)!;
    for (let label = at + 1; label < end; label++) {
      const [opening, selectors] = CASE.exec(this.#lines[label]) ?? [];
      if (opening === undefined) continue;
      const isTaken =
        selectors?.split(', ').some((selector) => Number.parseInt(selector, 10) === value) ?? true;
      const isOneLine = this.#lines[label].endsWith('}');
      const last = isOneLine ? label : this.#closing(`${indent}  `, label);
      if (isTaken) {
        this.#written.push(`{${this.#filledIn(label).slice(opening.length)}`);
        this.#write(label + 1, last + 1);
        break;
      }
      label = last;
    }
    return end;
  }

  /** The line of the brace that closes the block opened in line `at` with this indentation. */
  #closing(indent: string, at: number): number {
    const end = this.#lines.indexOf(`${indent}}`, at);
    if (end < 0) throw new InternalError('unbalanced braces in a shader');
    return end;
  }

  #declare([, indent, name, type, expression]: RegExpExecArray): void {
    const size = this.#known(parseExpression(expression), expression);
    this.#registers.set(name, size);
    for (let index = 0; index < size; index++) this.#written.push(`${indent}var ${name}_${index}: ${type};`);
  }

  #filledIn(at: number): string {
    this.#pieces[at] ??= this.#takenApart(this.#lines[at]);
    return this.#pieces[at].map((piece) => (typeof piece === 'string' ? piece : piece())).join('');
  }

  #takenApart(line: string): readonly Piece[] {
    const pieces: Piece[] = [];
    let done = 0;
    for (const { 0: text, 1: bracket = '', index } of line.matchAll(NAME)) {
      const name = text.slice(0, text.length - bracket.length);
      const size = bracket ? this.#registers.get(name) : undefined;
      if (index < done || (size === undefined && !this.#counters.has(name))) continue;
      pieces.push(line.slice(done, index));
      if (size === undefined) {
        pieces.push(() => `${this.#names.get(name)}u`);
        done = index + name.length;
      } else {
        const end = line.indexOf(']', index);
        pieces.push(this.#register(name, size, line.slice(index + text.length, end)));
        done = end + 1;
      }
    }
    pieces.push(line.slice(done));
    return pieces;
  }

  #register(name: string, size: number, text: string): Piece {
    const expression = parseExpression(text);
    return () => {
      const index = this.#known(expression, text);
      if (index >= 0 && index < size) return `${name}_${index}`;
      throw new InternalError(`${name}[${text}] is outside its ${size} registers`);
    };
  }

  #known(expression: Expression, text: string): number {
    const value = expression(this.#names);
    if (value === undefined) throw new InternalError(`'${text}' must be constant to unroll by it`);
    return value;
  }
}

function constantsOf(source: string): Map<string, number> {
  const constants = new Map([
    ['false', 0],
    ['true', 1],
  ]);
  for (const [, name, text] of source.matchAll(CONST)) {
    const value = parseExpression(text)(constants);
    if (value !== undefined) constants.set(name, value);
  }
  return constants;
}
