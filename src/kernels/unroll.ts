import { InternalError } from '../errors.ts';

const LOOP =
  /^[ \t]*for \(var (\w+) = (\w+); \1 < ([^;]+); \1(?:\+\+| \+= (\w+))\) \{ \/\/ unroll( if single)?\n/m;
const REGISTERS = /^([ \t]*)var (\w+): array<([\w<>]+), ([^>]+?)>; \/\/ registers\n/m;
const INTEGER_CONST = /^const ([A-Z][A-Z0-9_]*)(?:: u32)? = ([^;]+);/gm;

/**
 * Gives the compiler straight-line code: a loop whose head ends in `// unroll` is written out with its
 * counter as a literal (`// unroll if single`: only where it runs once), and an array declared with
 * `// registers` becomes one variable an element, each `name[expression]` naming one by its constant index.
 */
export function unroll(source: string): string {
  const constants = integerConstants(source);
  return nameRegisters(unrollLoops(source, constants), constants);
}

function integerConstants(source: string): Map<string, number> {
  const constants = new Map<string, number>();
  for (const [, name, expression] of source.matchAll(INTEGER_CONST)) {
    const value = evaluate(expression, constants);
    if (value !== undefined) constants.set(name, value);
  }
  return constants;
}

function unrollLoops(source: string, constants: ReadonlyMap<string, number>): string {
  let text = source;
  for (let match = LOOP.exec(text); match !== null; match = LOOP.exec(text)) {
    const [head, counter, from, to, by = '1', ifSingle] = match;
    const [first, limit, step] = [from, to, by].map((bound) => known(bound, constants));
    if (ifSingle && first + step < limit) {
      text = text.replace(head, head.replace(' // unroll if single', ''));
      continue;
    }
    const start = match.index + head.length;
    const end = closingBrace(text, start);
    const body = text.slice(start, end);
    const name = new RegExp(`\\b${counter}\\b`, 'g');
    const copies: string[] = [];
    for (let value = first; value < limit; value += step) {
      copies.push(`{\n${body.replace(name, `${value}u`)}}\n`);
    }
    text = text.slice(0, match.index) + copies.join('') + text.slice(end + 1);
  }
  return text;
}

function nameRegisters(source: string, constants: ReadonlyMap<string, number>): string {
  let text = source;
  for (let match = REGISTERS.exec(text); match !== null; match = REGISTERS.exec(text)) {
    const [line, indent, name, type, size] = match;
    const names = Array.from({ length: known(size, constants) }, (_, index) => `${name}_${index}`);
    const declared = names.map((register) => `${indent}var ${register}: ${type};\n`).join('');
    const after = text.slice(match.index + line.length);
    const end = closingBrace(after, 0);
    const used = after.slice(0, end).replace(indexed(name), (_, expression) => {
      const register = names[known(expression, constants)];
      if (register === undefined)
        throw new InternalError(`${name}[${expression}] is outside its ${size} registers`);
      return register;
    });
    text = text.slice(0, match.index) + declared + used + after.slice(end);
  }
  return text;
}

const indexed = (name: string) => new RegExp(`\\b${name}\\[([^\\][]+)\\]`, 'g');

/** Where the brace closes that stands open before `start`. */
function closingBrace(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  throw new InternalError('unbalanced braces in a shader');
}

function known(expression: string, constants: ReadonlyMap<string, number>): number {
  const value = evaluate(expression, constants);
  if (value === undefined) throw new InternalError(`'${expression}' must be constant to unroll by it`);
  return value;
}

/** The value of an integer expression of literals, known names, `+ - * / %` and parentheses. */
export function evaluate(expression: string, constants: ReadonlyMap<string, number>): number | undefined {
  const tokens = expression.match(/\d+|\w+|[-+*/%()]|\S/g) ?? [];
  let at = 0;
  const atom = (): number | undefined => {
    const token = tokens[at++];
    if (token === undefined) return undefined;
    if (token === '(') {
      const inner = sum();
      return tokens[at++] === ')' ? inner : undefined;
    }
    if (!/^\d+$/.test(token)) return constants.get(token);
    if (/^[ui]$/.test(tokens[at] ?? '')) at++;
    return Number(token);
  };
  const product = (): number | undefined => {
    let value = atom();
    while (value !== undefined && ['*', '/', '%'].includes(tokens[at])) {
      const operator = tokens[at++];
      const right = atom();
      if (right === undefined) return undefined;
      value = operator === '*' ? value * right : operator === '/' ? Math.trunc(value / right) : value % right;
    }
    return value;
  };
  const sum = (): number | undefined => {
    let value = product();
    while (value !== undefined && ['+', '-'].includes(tokens[at])) {
      const operator = tokens[at++];
      const right = product();
      if (right === undefined) return undefined;
      value = operator === '+' ? value + right : value - right;
    }
    return value;
  };
  const value = sum();
  return at === tokens.length ? value : undefined;
}
