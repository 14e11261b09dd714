import { describe, expect, test } from 'vitest';
import { formatRoute, parseRoute } from '../../demo/app/route.ts';
import { texts } from '../../demo/text/index.ts';
import { parseNumber, printFixed, printNumber } from '../../demo/ui/number.ts';

describe('parseRoute', () => {
  test('reads back what formatRoute writes', () => {
    const parameters = new URLSearchParams({ example: 'a & b' });
    const { route, problems } = parseRoute(formatRoute('learn', '4', parameters));
    expect(problems).toEqual([]);
    expect({ ...route, parameters: route.parameters.toString() }).toEqual({
      view: 'learn',
      part: '4',
      parameters: parameters.toString(),
    });
  });

  test('opens the first view without a complaint where there is no hash', () => {
    expect(parseRoute('')).toMatchObject({ problems: [] });
  });

  test.each(['#/nowhere', '#/__proto__/x', '#<script>', `#/learn/${'9'.repeat(5000)}`])(
    'falls back from %.20s and says so',
    (hash) => {
      const { route, problems } = parseRoute(hash);
      expect(route).toMatchObject({ view: parseRoute('').route.view, part: '' });
      expect(problems).toHaveLength(1);
    },
  );
});

describe('numbers on the page', () => {
  test.each([
    [-3, '−3'],
    [-0.001, '0'],
    [1 / 9, '0.11'],
    [26, '26'],
  ])('prints %d as %s', (value, text) => {
    expect(printNumber(value)).toBe(text);
  });

  test('prints every decimal where asked, and no negative zero', () => {
    expect([1, -0.111, -0.001].map((value) => printFixed(value, 2))).toEqual(['1.00', '−0.11', '0.00']);
  });

  test.each([
    ['−1,5', -1.5],
    ['1/9', 1 / 9],
    [' 2e-1 ', 0.2],
    ['', undefined],
    ['1/0', undefined],
    ['Infinity', undefined],
    ['<b>', undefined],
  ])('reads %s as %s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });
});

describe('texts', () => {
  /** Every place in a text, such as `learn.lessons.0.title`, and what kind of thing stands there. */
  function places(value: unknown, path = ''): string[] {
    if (typeof value !== 'object' || value === null) return [`${path} ${typeof value}`];
    return Object.entries(value).flatMap(([key, inner]) => places(inner, path ? `${path}.${key}` : key));
  }

  test('say the same things in both languages', () => {
    expect(places(texts.zh)).toEqual(places(texts.en));
  });
});
