import { describe, expect, test } from 'vitest';
import { parseExpression } from '../../src/wgsl/expression.ts';
import { specializableNames, specialize } from '../../src/wgsl/specialize.ts';
import { unroll } from '../../src/wgsl/unroll.ts';

const shader = {
  name: 'kernel',
  code: [
    'alias Element = f32;',
    'const WIDTH = 8u;',
    'const PAD = 0i;',
    'const SCALE = 1.0f;',
    'const HAS_BIAS = false;',
    'const PI: f32 = 3.14;',
    'const AREA = WIDTH * WIDTH;',
  ].join('\n'),
};
const constants = { WIDTH: 5, PAD: -2, SCALE: 0.1, HAS_BIAS: true };
const types = { Element: 'f16' };

describe('specialize', () => {
  const baked = specialize(shader, constants, types).split('\n');

  test('replaces literals, keeping their types', () => {
    expect(baked).toContain('const WIDTH = 5u;');
    expect(baked).toContain('const PAD = -2i;');
    expect(baked).toContain(`const SCALE = ${Math.fround(0.1)}f;`);
    expect(baked).toContain('const HAS_BIAS = true;');
    expect(baked).toContain('alias Element = f16;');
  });

  test('leaves annotated and computed constants alone', () => {
    expect(baked).toContain('const PI: f32 = 3.14;');
    expect(baked).toContain('const AREA = WIDTH * WIDTH;');
  });

  test('enables f16 exactly where a type needs it', () => {
    expect(baked[0]).toBe('enable f16;');
    expect(specialize(shader, constants, { Element: 'f32' })).not.toContain('enable');
  });

  test('names what a shader takes', () => {
    expect(specializableNames(shader)).toEqual({
      constants: ['WIDTH', 'PAD', 'SCALE', 'HAS_BIAS'],
      types: ['Element'],
    });
  });

  test.each([
    ['a missing constant', { ...constants, WIDTH: undefined }, 'no value for WIDTH'],
    ['an unknown constant', { ...constants, HEIGHT: 3 }, 'has no HEIGHT'],
    ['a negative unsigned', { ...constants, WIDTH: -1 }, 'WIDTH'],
    ['a fraction for an integer', { ...constants, PAD: 0.5 }, 'PAD'],
    ['a number that is not finite', { ...constants, SCALE: Number.NaN }, 'SCALE'],
  ])('refuses %s', (_, values, message) => {
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    expect(() => specialize(shader, given as Record<string, number>, types)).toThrow(message);
  });
});

describe('unroll', () => {
  const source = [
    'const ROWS = 2u;',
    'const COUNT = ROWS * 2u;',
    'fn main() {',
    '  var sums: array<f32, COUNT>; // registers',
    '  for (var r = 0u; r < ROWS; r++) { // unroll',
    '    let base = r;',
    '    for (var c = 0u; c < COUNT; c += 2u) { // unroll',
    '      sums[r + c / 2u * ROWS] += f32(base);',
    '    }',
    '  }',
    '  for (var i = 0u; i < COUNT; i++) {',
    '    other[i] = 1.0;',
    '  }',
    '}',
    '',
  ].join('\n');
  const text = unroll(source);

  test('writes marked loops out with literal counters, and leaves the others', () => {
    expect(text.match(/let base = [01]u;/g)).toEqual(['let base = 0u;', 'let base = 1u;']);
    expect(text).not.toMatch(/for \(var [rc]/);
    expect(text).toContain('for (var i = 0u; i < COUNT; i++) {');
  });

  test('writes a loop marked "if single" out exactly where it runs once', () => {
    const loop = (count: number) =>
      `for (var i = 0u; i < ${count}u; i++) { // unroll if single\n  a(i);\n}\n`;
    expect(unroll(loop(1)).trim()).toBe('{\n  a(0u);\n}');
    expect(unroll(loop(2))).toBe('for (var i = 0u; i < 2u; i++) {\n  a(i);\n}\n');
  });

  test('leaves the case that is taken of a switch over a constant, and other switches alone', () => {
    const body = [
      '  switch (KIND) {',
      '    case 0u: { return 0.0; }',
      '    case 1u, 2u: {',
      '      let half = 0.5;',
      '      return half;',
      '    }',
      '    default: { return 9.0; }',
      '  }',
    ].join('\n');
    const taken = (kind: string) => unroll(`const KIND = ${kind};\n${body}`).replace(/\s+/g, ' ');
    expect(taken('0u')).toBe('const KIND = 0u; { return 0.0; }');
    expect(taken('2u')).toBe('const KIND = 2u; { let half = 0.5; return half; }');
    expect(taken('7u')).toBe('const KIND = 7u; { return 9.0; }');
    expect(unroll(body)).toBe(body);
  });

  test('leaves an if in one line out where its constant is false', () => {
    const lines =
      '  if (HAS_BIAS) { a += b; }\n  if (HAS_BIAS) { c(); } else { d(); }\n  if (isLast) { e(); }';
    expect(unroll(`const HAS_BIAS = true;\n${lines}`)).toBe(`const HAS_BIAS = true;\n${lines}`);
    expect(unroll(`const HAS_BIAS = false;\n${lines}`)).not.toContain('a += b');
    expect(unroll(`const HAS_BIAS = false;\n${lines}`)).toMatch(/ else \{ d\(\); \}\n {2}if \(isLast\)/);
  });

  test('turns a marked array into one variable an element', () => {
    expect([...text.matchAll(/var (sums_\d): f32;/g)].map((match) => match[1])).toEqual([
      'sums_0',
      'sums_1',
      'sums_2',
      'sums_3',
    ]);
    expect([...text.matchAll(/(sums_\d) \+=/g)].map((match) => match[1])).toEqual([
      'sums_0',
      'sums_2',
      'sums_1',
      'sums_3',
    ]);
  });

  test('refuses a bound or an index that is not constant, and one out of range', () => {
    expect(() => unroll('for (var i = 0u; i < n; i++) { // unroll\n}\n')).toThrow("'n' must be constant");
    const registers = 'fn f() {\n  var a: array<f32, 2>; // registers\n';
    expect(() => unroll(`${registers}  a[i] = 1.0;\n}\n`)).toThrow("'i' must be constant");
    expect(() => unroll(`${registers}  a[2] = 1.0;\n}\n`)).toThrow('outside');
  });
});

test.each([
  ['1u + 2u * 3u', 7],
  ['(1 + 2) * 3', 9],
  ['7u / 2u % 2u', 1],
  ['N - 1u', 4],
  ['N *', undefined],
  ['unknown + 1', undefined],
  ['(1', undefined],
])('the value of %s is %s', (expression, value) => {
  expect(parseExpression(expression)(new Map([['N', 5]]))).toBe(value);
});
