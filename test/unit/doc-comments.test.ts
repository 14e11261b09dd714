import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const entries = ['src/index.ts', 'src/image/index.ts', 'src/nn/index.ts', 'src/readers/index.ts'];

/** Objects whose entries hold their own description as data. */
const described = ['presets'];

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile('tsconfig.json', ts.sys.readFile).config,
  ts.sys,
  process.cwd(),
);
const program = ts.createProgram([...entries, 'src/wgsl/wgsl.d.ts'], options);
const checker = program.getTypeChecker();

/** What an entry exports, as declared. */
function exportsOf(entry: string): ts.Symbol[] {
  const module = checker.getSymbolAtLocation(program.getSourceFile(entry)!)!;
  return checker
    .getExportsOfModule(module)
    .map((each) => (each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each));
}

/** Public properties and methods of a class, an interface, an object type or an object. */
function membersOf(symbol: ts.Symbol): ts.Symbol[] {
  if (described.includes(symbol.name)) return [];
  const isValue = symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Variable);
  const types = [
    symbol.flags & ts.SymbolFlags.Type ? checker.getDeclaredTypeOfSymbol(symbol) : undefined,
    isValue ? checker.getTypeOfSymbol(symbol) : undefined,
  ];
  const properties = types.flatMap((type) => (type && !type.isUnion() ? type.getProperties() : []));
  return properties.filter((each) => each.declarations?.every(isOurs) && isPublic(each));
}

const fileOf = (node: ts.Node) => path.relative(process.cwd(), node.getSourceFile().fileName);
const isOurs = (node: ts.Node) => fileOf(node).startsWith('src/');

function isPublic(member: ts.Symbol): boolean {
  const isPrivate = member.declarations!.some((node) => {
    const name = ts.getNameOfDeclaration(node);
    return name !== undefined && ts.isPrivateIdentifier(name);
  });
  const isInternal = member.getJsDocTags(checker).some(({ name }) => name === 'internal');
  return !isPrivate && !isInternal && !(member.flags & ts.SymbolFlags.Prototype);
}

/** The comment of a member; of `{ relu }` or `{ relu: reluLayer }`, that of the function it names. */
function commentOf(symbol: ts.Symbol): string {
  const own = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const node = symbol.valueDeclaration;
  if (own || !node) return own;
  let named: ts.Symbol | undefined;
  if (ts.isShorthandPropertyAssignment(node)) named = checker.getShorthandAssignmentValueSymbol(node);
  else if (ts.isPropertyAssignment(node)) named = checker.getSymbolAtLocation(node.initializer);
  if (named && named.flags & ts.SymbolFlags.Alias) named = checker.getAliasedSymbol(named);
  return named ? ts.displayPartsToString(named.getDocumentationComment(checker)) : '';
}

const FILLERS = new Set(['a', 'an', 'and', 'the', 'of', 'its', 'this', 'is', 'options', 'for']);
const wordsOf = (text: string) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

/** Whether a comment says more than the name does. */
function saysMore(name: string, comment: string): boolean {
  const known = new Set(wordsOf(name.replace(/[A-Z]/g, ' $&')));
  return wordsOf(comment).some((word) => !FILLERS.has(word) && !known.has(word));
}

function missingIn(entry: string): string[] {
  const named = exportsOf(entry).flatMap((symbol) => [
    { name: symbol.name, symbol },
    ...membersOf(symbol).map((member) => ({
      name: `${symbol.name}.${checker.symbolToString(member)}`,
      symbol: member,
    })),
  ]);
  return named
    .filter(({ symbol }) => !saysMore(symbol.name, commentOf(symbol)))
    .map(({ name, symbol }) => `${fileOf(symbol.declarations![0])}: ${name}`);
}

test.each(entries)('%s documents every export and every public member', (entry) => {
  expect(missingIn(entry)).toEqual([]);
});

test.each([
  ['outputShape', 'The output shape.', false],
  ['outputShape', '', false],
  ['outputShape', 'Shape of the output in the order of `inputLayout`.', true],
])('%s: "%s" says more than the name: %s', (name, comment, expected) => {
  expect(saysMore(name, comment)).toBe(expected);
});
