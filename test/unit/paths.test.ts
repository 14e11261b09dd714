import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listFiles } from './module-graph.ts';

const code = [
  ...[
    'src',
    'shaders',
    'test/unit',
    'test/gpu',
    'test/bench',
    'test/harness',
    'test/nn',
    'test/oracles',
    'demo',
    '.tools',
  ],
].flatMap((folder) =>
  ['.ts', '.mjs', '.wgsl', '.html', '.css'].flatMap((extension) => listFiles(folder, extension)),
);
const own = code.filter((file) => !/node_modules|\/dist\/|\/golden\//.test(file));
const pages = ['README.md', 'DESIGN.md', ...listFiles('docs', '.md')];
const names = new Set(own.map((file) => path.basename(file)));

const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*|<!--[\s\S]*?-->/g;
const ADDRESS = /\w+:\/\/\S+/g;
const PATH = /(?<![\w./-])(?:src|shaders|test|demo|docs|\.tools|\.ci)\/[\w./-]*(?:\*|\w)/g;
const FILE = /(?<![\w./*-])[a-z][\w-]+\.(?:ts|mjs|wgsl)\b/g;

/** Of `chrome-*` only the folder has to be there; what is built need not be. */
const isThere = (name: string) =>
  name === 'demo/dist' || existsSync(name.endsWith('*') ? path.dirname(name) : name);

/** Files and folders that a text names and that are not there. */
function missing(text: string): string[] {
  const plain = text.replace(ADDRESS, '');
  const paths = plain.match(PATH) ?? [];
  const files = plain.match(FILE) ?? [];
  return [...paths.filter((each) => !isThere(each)), ...files.filter((each) => !names.has(each))];
}

test('comments name files and folders that are there', () => {
  const found = own.map((file) => [
    file,
    ...missing((readFileSync(file, 'utf8').replace(ADDRESS, '').match(COMMENT) ?? []).join('\n')),
  ]);
  expect(own.length).toBeGreaterThan(400);
  expect(found.filter((each) => each.length > 1)).toEqual([]);
});

test.each(pages)('%s names files and folders that are there', (file) => {
  expect(missing(readFileSync(file, 'utf8'))).toEqual([]);
});

test('missing() tells what is there from what is not', () => {
  const text =
    'see src/index.ts, src/nowhere.ts, shaders/shared, `step.ts` and other.wgsl; https://a.b/src/c.ts; test/gpu/*.test.ts, test/no/*';
  expect(missing(text)).toEqual(['src/nowhere.ts', 'test/no/*', 'other.wgsl']);
});
