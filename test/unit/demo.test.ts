import { describe, expect, test } from 'vitest';
import { GraphBuilder } from 'webgpu-conv/nn';
import { FILTERS } from '../../demo/app/filters.ts';
import { formatRoute, parseRoute } from '../../demo/app/route.ts';
import { browserName } from '../../demo/bench/bench_host.ts';
import * as benchState from '../../demo/bench/state.ts';
import * as insideState from '../../demo/inside/state.ts';
import { costOf } from '../../demo/learn/kinds.ts';
import { describeStack, STACKS, type Stack } from '../../demo/learn/stack.ts';
import { formatChain, matrixStep, parseChain, parseRows, presetStep, specOf } from '../../demo/live/chain.ts';
import { flip, normalize, resize, rotate, sumOf } from '../../demo/live/matrix_tools.ts';
import { DEFAULT_STATE, formatState, parseState } from '../../demo/live/state.ts';
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

describe('a chain in a link', () => {
  const chain = [
    matrixStep(FILTERS['sobel-x'], { scale: 0.5, bias: 0.5 }),
    { ...presetStep('gaussian'), isOn: false },
    matrixStep([
      [0, 1.5],
      [-1, 0],
    ]),
  ];

  test('reads back what it writes', () => {
    expect(parseChain(formatChain(chain))).toEqual(chain);
  });

  test('becomes the library’s stages, without the steps that are off', () => {
    const { stages, border } = specOf(chain, 'zeros');
    expect(border).toBe('zeros');
    expect(stages).toHaveLength(2);
    expect(stages[0]).toEqual({ type: 'matrix', matrix: FILTERS['sobel-x'], scale: 0.5, bias: 0.5 });
  });

  test('with nothing on is the identity', () => {
    expect(specOf([{ ...chain[0], isOn: false }], 'reflect').stages).toEqual(['identity']);
  });

  test.each([
    '',
    'nonsense',
    'matrix',
    'matrix:sobel-x:1e9:0',
    'matrix:1,2;3:1:0',
    'matrix:NaN:1:0',
    `matrix:${'1,'.repeat(500)}1:1:0`,
    'gaussian:1:2:3',
    'gaussian:-5',
    'constructor:1',
    Array(9).fill('matrix:box').join('~'),
  ])('refuses %.30s', (text) => {
    expect(parseChain(text)).toBeUndefined();
  });
});

describe('the state in a link', () => {
  test('leaves defaults out and reads the rest back', () => {
    expect(formatState(DEFAULT_STATE).toString()).toBe('');
    const state = { ...DEFAULT_STATE, source: 'still', layout: 'split', border: 'zeros', split: 30 } as const;
    expect(parseState(formatState(state))).toEqual({ state, problems: [] });
  });

  test('keeps defaults for what it cannot read, and names it', () => {
    const { state, problems } = parseState(
      new URLSearchParams({ border: '__proto__', chain: '<b>', layout: 'split' }),
    );
    expect(state).toEqual({ ...DEFAULT_STATE, layout: 'split' });
    expect(problems).toEqual(['chain', 'border']);
  });
});

describe('matrix tools', () => {
  const matrix = [
    [1, 2],
    [3, 4],
  ];

  test('rotate, flip, normalize and resize', () => {
    expect(rotate(matrix)).toEqual([
      [3, 1],
      [4, 2],
    ]);
    expect(flip(matrix)).toEqual([
      [2, 1],
      [4, 3],
    ]);
    expect(sumOf(normalize(matrix))).toBeCloseTo(1, 12);
    expect(normalize([[2, -2]])).toEqual([[1, -1]]);
    expect(resize([[5]], 3)).toEqual([
      [0, 0, 0],
      [0, 5, 0],
      [0, 0, 0],
    ]);
    expect(resize(resize(FILTERS['sobel-y'], 7), 3)).toEqual(FILTERS['sobel-y']);
  });

  test.each([
    [
      '1 0 -1\n2 0 −2',
      [
        [1, 0, -1],
        [2, 0, -2],
      ],
    ],
    ['[[1, 2], [3, 4]]', matrix],
    ['1,2;3,4', matrix],
    ['1 2\n3', undefined],
    ['a b', undefined],
    ['', undefined],
  ])('reads a pasted %j', (text, rows) => {
    expect(parseRows(text)).toEqual(rows);
  });
});

describe('lesson 7, what convolutions cost', () => {
  const [channels, pixels] = [16, 32 * 32];

  test.each([
    ['standard', 9 * channels * channels, 3],
    ['grouped', (9 * channels * channels) / 4, 3],
    ['depthwiseSeparable', 9 * channels + channels * channels, 3],
    ['spatiallySeparable', 2 * 3 * channels * channels, 3],
    ['dilated', 9 * channels * channels, 5],
  ] as const)('%s: %i parameters, each used once a pixel, %i×%i seen', (kind, parameters, sees) => {
    expect(costOf(kind)).toEqual({
      parameterCount: parameters,
      multiplyAddCount: parameters * pixels,
      receptiveField: [sees, sees],
    });
  });

  test('deformable: a convolution of 18 channels more, for the offsets', () => {
    const { parameterCount, receptiveField } = costOf('deformable');
    expect(parameterCount).toBe(9 * channels * channels + 9 * channels * 18);
    expect(receptiveField).toBeUndefined();
  });

  test('of any number of channels and any size', () => {
    const { parameterCount } = costOf('depthwiseSeparable', { channels: 64, filterSize: 5 });
    expect(parameterCount).toBe(25 * 64 + 64 * 64);
  });

  const describe = (stack: Stack) => describeStack(new GraphBuilder(), stack);

  test('the small network for digits sees 16×16 of 28×28', () => {
    const lines = describe(STACKS.smallCnn);
    expect(lines.map(({ size }) => size)).toEqual([24, 12, 8, 4]);
    expect(lines.map(({ sees }) => sees)).toEqual([5, 6, 14, 16]);
  });

  test.each([
    ['threes', 13],
    ['dilated', 31],
    ['strided', 35],
  ] as const)('the stack %s sees %i pixels along a side', (name, sees) => {
    expect(describe(STACKS[name]).at(-1)?.sees).toBe(sees);
  });

  test('a stack stops where nothing is left', () => {
    const pool = { kind: 'pool', window: 2, stride: 2, dilation: 1 } as const;
    expect(describe({ size: 28, layers: Array(9).fill(pool) })).toHaveLength(4);
  });
});

describe('the link of Look inside', () => {
  test.each(['', 'filter=box&border=circular&stride=3&dilation=2&channel=blue&row=0&column=7'])(
    'reads back %s as it was written',
    (link) => {
      const { state, problems } = insideState.parseState(new URLSearchParams(link));
      expect(problems).toEqual([]);
      expect(insideState.formatState(state).toString()).toBe(link);
    },
  );

  test.each([
    ['stride', '1.5'],
    ['stride', '4'],
    ['row', '-1'],
    ['column', ''],
    ['filter', '__proto__'],
  ])('refuses %s=%s', (name, value) => {
    expect(insideState.parseState(new URLSearchParams({ [name]: value })).problems).toEqual([name]);
  });
});

describe('the Bench view’s link', () => {
  test.each(['', 'suite=images', 'suite=curve&effort=thorough&dtype=float16&rows=2.5.6', 'rows=18'])(
    'reads back %s as it was written',
    (link) => {
      const { state, problems } = benchState.parseState(new URLSearchParams(link));
      expect(problems).toEqual([]);
      expect(benchState.formatState(state).toString()).toBe(link);
    },
  );

  test.each(['0', '19', '2.1', '1.1', '1..2', '-1', '1e0', '<b>', ''])('refuses rows=%s', (rows) => {
    const { state, problems } = benchState.parseState(new URLSearchParams({ rows }));
    expect(problems).toEqual(['rows']);
    expect(state.rows).toEqual(benchState.allRows('layers'));
  });
});

test.each([
  [
    'Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    'Chrome/156.0.0.0',
  ],
  ['Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36 Edg/156.1', 'Edg/156.1'],
  ['Mozilla/5.0 (X11; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox/153.0'],
  ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15', 'Version/26.0 Safari'],
  ['curl/8', 'curl/8'],
])('names the browser of %s', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});
