/** Values of the names in an expression. */
export type Names = ReadonlyMap<string, number>;

/** A parsed expression. Returns undefined if {@link parseExpression} cannot read the text, or if a name is unknown. */
export type Expression = (names: Names) => number | undefined;

const BINARY: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => Math.trunc(left / right),
  '%': (left, right) => left % right,
};

/** Parses an integer expression of literals, names, `+ - * / %` and parentheses. */
export function parseExpression(text: string): Expression {
  const literal = /^\d+(?=[ui]?$)/.exec(text);
  if (literal) return constant(Number(literal[0]));
  const tokens = text.match(/\d+[ui]?|\w+|\S/g) ?? [];
  let at = 0;
  const atom = (): Expression => {
    const token = tokens[at++] ?? '';
    if (token !== '(')
      return /^\d/.test(token) ? constant(Number.parseInt(token, 10)) : (names) => names.get(token);
    const inner = chain(product, '+-');
    return tokens[at++] === ')' ? inner : constant(undefined);
  };
  const product = () => chain(atom, '*/%');
  const chain = (operand: () => Expression, operators: string): Expression => {
    let left = operand();
    while (at < tokens.length && operators.includes(tokens[at])) {
      left = combined(BINARY[tokens[at++]], left, operand());
    }
    return left;
  };
  const whole = chain(product, '+-');
  return at === tokens.length ? whole : constant(undefined);
}

function constant(value: number | undefined): Expression {
  return () => value;
}

function combined(
  apply: (left: number, right: number) => number,
  left: Expression,
  right: Expression,
): Expression {
  return (names) => {
    const a = left(names);
    const b = right(names);
    return a === undefined || b === undefined ? undefined : apply(a, b);
  };
}
