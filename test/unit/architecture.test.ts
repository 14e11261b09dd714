import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCircles, importsOf, listFiles, runtimeImportsOf } from './module-graph.ts';

/** DESIGN.md's picture: a layer may import from the layers in rows below its own, and from itself. */
const rows = [
  ['cli'],
  ['index', 'nn'],
  ['models'],
  ['image', 'graph'],
  ['readers'],
  ['operators'],
  ['conv2d'],
  ['tuner'],
  ['plan', 'gpu'],
  ['kernels', 'cpu'],
  ['problem', 'wgsl'],
  ['errors'],
];

/** The one file that imports a package, whose code the build then puts into the library. */
const bundled = new Map([['src/readers/protobuf.ts', '@bufbuild/protobuf/wire']]);

const publicEntries = ['webgpu-conv', 'webgpu-conv/image', 'webgpu-conv/nn', 'webgpu-conv/readers'];

const sources = listFiles('src', '.ts');
const shaders = listFiles('shaders', '.wgsl');

/** `src/gpu/device.ts` → `gpu`, `src/errors.ts` → `errors`. */
const layerOf = (file: string) => path.basename(file.split('/')[1], '.ts');
const rowOf = (layer: string) => rows.findIndex((row) => row.includes(layer));

function isAllowed(from: string, to: string): boolean {
  if (to.startsWith('shaders/') || bundled.get(from) === to) return true;
  // the command line runs in Node, and reaches the library as its users do
  if (layerOf(from) === 'cli' && !to.startsWith('src/cli/')) {
    return to.startsWith('node:') || ['src/index.ts', 'src/image/index.ts'].includes(to);
  }
  if (!to.startsWith('src/')) return false;
  const [source, target] = [layerOf(from), layerOf(to)];
  return source === target || rowOf(source) < rowOf(target);
}

describe('the library', () => {
  test('has no file outside the layers', () => {
    expect(sources.filter((file) => rowOf(layerOf(file)) < 0)).toEqual([]);
  });

  test.each(sources)('%s imports only itself, what lies below it, and shaders', (file) => {
    expect(importsOf(file).filter((target) => !isAllowed(file, target))).toEqual([]);
  });

  test('reads files without operators or a GPU: of those its readers take types only', () => {
    const isReader = (file: string) => file.startsWith('src/readers/');
    const taken = sources.filter(isReader).flatMap(runtimeImportsOf);
    expect([...new Set(taken.filter((file) => !isReader(file)))].sort()).toEqual([
      '@bufbuild/protobuf/wire',
      'src/errors.ts',
      'src/gpu/float16.ts',
    ]);
  });

  test('has no import circles, types included', () => {
    expect(findCircles(sources, importsOf).map((circle) => circle.join(' → '))).toEqual([]);
  });

  test('only re-exports from its index files', () => {
    const statement = /^export (type )?(\*|\{[^}]*\})( from '[^']+')?;$/gm;
    const comment = /\/\*[\s\S]*?\*\/|^\/\/.*$/gm;
    for (const file of sources.filter((name) => path.basename(name) === 'index.ts')) {
      expect(readFileSync(file, 'utf8').replace(comment, '').replace(statement, '').trim(), file).toBe('');
    }
  });
});

test('WebGPU flags are named, in one module', () => {
  const numeric = /(usage|visibility|USAGE|COPY_(SRC|DST))\b['"]?\s*[:=&|]+\s*\d|mapAsync\(\s*\d/;
  const files = sources.filter((file) => file !== 'src/gpu/flags.ts');
  expect(files.filter((file) => numeric.test(readFileSync(file, 'utf8')))).toEqual([]);
});

/** The demo's Bench view runs what `npm run bench` runs: one file of the demo imports the bench's own entry. */
const benchEntry = new Map([['demo/bench/harness.ts', 'test/bench/index.ts']]);

test.each(listFiles('demo', '.ts'))('%s reaches the library through its public entries', (file) => {
  const outside = importsOf(file).filter((target) => !target.startsWith('demo/'));
  const isAllowed = (target: string) => publicEntries.includes(target) || benchEntry.get(file) === target;
  expect(outside.filter((target) => !isAllowed(target))).toEqual([]);
});

/** WGSL by stem; the modules are those that others link, without an entry point of their own. */
const texts = new Map(shaders.map((file) => [path.basename(file, '.wgsl'), readFileSync(file, 'utf8')]));
const modules = [...texts].filter(([, text]) => !/@(compute|vertex)/.test(text)).map(([stem]) => stem);
const kernels = [...texts.keys()].filter((stem) => !modules.includes(stem));

test.each(kernels)('shaders/%s.wgsl is imported by exactly one source file', (stem) => {
  const isShader = (target: string) => target.endsWith(`/${stem}.wgsl`);
  expect(sources.filter((file) => importsOf(file).some(isShader))).toHaveLength(1);
});

test('no two shaders have one name', () => {
  expect(texts.size).toBe(shaders.length);
});

test.each(kernels)('shaders/%s.wgsl is named by a GPU test', (stem) => {
  const tests = listFiles('test/gpu', '.ts');
  const named = tests.filter(
    (file) => file.includes(stem) || readFileSync(file, 'utf8').includes(`'${stem}'`),
  );
  expect(named).not.toEqual([]);
});

test.each(modules)('shaders/%s.wgsl is linked by a shader', (stem) => {
  expect([...texts.values()].filter((text) => text.includes(`// linked: ${stem}.wgsl\n`))).not.toEqual([]);
});

test.each([...texts])('shaders/%s.wgsl opens with its header and explains its barriers', (_, text) => {
  expect(text).toMatch(/^\/\/ /);
  const lines = text.split('\n');
  const isExplained = (line: string, index: number) => line.includes('//') || lines[index - 1].includes('//');
  expect(lines.filter((line, index) => /Barrier\(\)/.test(line) && !isExplained(line, index))).toEqual([]);
});

describe('findCircles', () => {
  const graph: Record<string, string[]> = { a: ['b'], b: ['c', 'd'], c: ['a'], d: [], e: ['e'] };
  const imports = (file: string) => graph[file];

  test('names each circle', () => {
    expect(findCircles(Object.keys(graph), imports)).toEqual([
      ['a', 'b', 'c', 'a'],
      ['e', 'e'],
    ]);
  });

  test('finds none where there is none', () => {
    expect(findCircles(['a', 'b', 'd'], imports)).toEqual([]);
  });
});
