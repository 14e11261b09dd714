import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { splitAtLinks, wgsl } from '../../.tools/wgsl.mjs';
import type { Shader } from '../../src/wgsl/shader.ts';
import { listFiles } from './module-graph.ts';
import { declarationsOf } from './wgsl.ts';

const files = listFiles('shaders', '.wgsl');
const modules = import.meta.glob<Shader>('../../shaders/**/*.wgsl', { eager: true, import: 'default' });
/** Shaders with what they link, by name. */
const linked = new Map(Object.values(modules).map(({ name, code }) => [name, code]));

/** The blocks of a shader: the name of the linked module, and the text that stands in for it. */
function stubsOf(source: string) {
  const blocks = source.matchAll(/^\/\/ linked: (\w+)\.wgsl\n([\s\S]*?)^\/\/ end$/gm);
  return Array.from(blocks, ([, link, text]) => ({ link, declarations: declarationsOf(text) }));
}

describe.each(files)('%s', (file) => {
  const source = readFileSync(file, 'utf8');
  const stubs = stubsOf(source);

  test('stands in for what its linked modules declare', () => {
    for (const { link, declarations } of stubs) {
      const there = declarationsOf(linked.get(link)!);
      for (const [name, signature] of declarations)
        expect(there.get(name), `${name} of ${link}`).toBe(signature);
    }
  });

  test('uses what it stands in for', () => {
    const words: string[] = source.replace(/\/\/.*/g, '').match(/\w+/g) ?? [];
    const isUsed = (name: string) => words.indexOf(name) !== words.lastIndexOf(name);
    for (const { link, declarations } of stubs) {
      expect(
        [...declarations.keys()].filter((name) => !isUsed(name)),
        link,
      ).toEqual([]);
    }
  });

  test('declares no name twice once it is linked', () => {
    expect(() => declarationsOf(linked.get(path.basename(file, '.wgsl'))!)).not.toThrow();
  });
});

describe('the linker', () => {
  const link = (source: string, id = path.resolve('shaders/conv2d/broken.wgsl')) => {
    const { transform } = wgsl() as { transform(source: string, id: string): { code: string } | undefined };
    return transform(source, id)?.code;
  };

  test('takes blocks out and names what they link', () => {
    const source = 'a\n// linked: x.wgsl\nstub\n// end\nb\n// linked: y.wgsl\n// end\n';
    expect(splitAtLinks(source)).toEqual(['a\n', 'x.wgsl', '\nb\n', 'y.wgsl', '\n']);
    expect(splitAtLinks('// linked: in a comment alone\nfn main() {}')).toHaveLength(1);
  });

  test('finds modules in shaders/shared and in the folder of the shader', () => {
    const linkTo = (file: string) => link(`// linked: ${file}\n// end`);
    expect(linkTo('activation.wgsl')).toContain('import link1 from "../shared/activation.wgsl"');
    expect(linkTo('pack_taps.wgsl')).toContain('import link1 from "./pack_taps.wgsl"');
  });

  test('puts shared code, with what that links in turn, in the place of a block', () => {
    const code = linked.get('image_bilateral');
    expect(code).toContain('fn foldOutside(index: i32, size: i32) -> i32 {');
    expect(code).not.toMatch(/linked:|^\/\/ end/m);
  });

  test('leaves other files alone', () => {
    expect(link('', 'a.ts')).toBeUndefined();
  });

  test.each([
    [
      'a missing file',
      '// linked: z.wgsl\n// end',
      "broken.wgsl: '// linked: z.wgsl' names no file of its own folder",
    ],
    [
      'no end',
      '// linked: activation.wgsl\nfn f() {}',
      "broken.wgsl: '// linked: activation.wgsl' has no '// end'",
    ],
    [
      'no end before the next',
      '// linked: a.wgsl\n// linked: b.wgsl\n// end',
      "'// linked: a.wgsl' has no '// end'",
    ],
    ['no beginning', 'fn f() {}\n// end', "'// end' ends no block"],
  ])('refuses a block with %s', (_, source, message) => {
    expect(() => link(source)).toThrow(message);
  });
});

describe('declarationsOf', () => {
  test('gives signatures by name, however they are laid out', () => {
    const code = `
      const A = 1u; const B: f32 = 2.0; // fn comment() {}
      fn f(a: u32, // first
        b: array<f32, 4>,
      ) -> u32 { if (a > 0u) { return a; } return 0u; }
      struct S { a: u32, b: vec2f, }
      @group(0) @binding(1) var<storage, read> data: array<u32>;
      alias Element = f16;`;
    expect([...declarationsOf(code)]).toEqual([
      ['A', 'const A = u'],
      ['B', 'const B: f32'],
      ['f', 'fn f(a: u32, b: array<f32, 4>) -> u32'],
      ['S', 'struct S { a: u32, b: vec2f }'],
      ['data', '@group(0) @binding(1) var<storage, read> data: array<u32>'],
      ['Element', 'alias Element'],
    ]);
  });

  test('refuses a name twice', () => {
    expect(() => declarationsOf('const A = 1u; fn A() {}')).toThrow('A is declared twice');
  });
});
