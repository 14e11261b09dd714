import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { lessons } from '../lessons.ts';
import { type DemoPage, openDemo, readMatrix } from './demo-page.ts';

// Every number of the lessons as the Learn view shows it: computed by the library on the GPU.

let demo: DemoPage;

beforeAll(async () => {
  demo = await openDemo('#/learn');
});

afterEach(async () => {
  expect(await demo.takeErrors()).toEqual([]);
});

afterAll(() => demo?.close());

/** Goes to a lesson and waits until it says which GPU computes. */
async function open(hash: string): Promise<void> {
  await demo.page.evaluate((to) => {
    location.hash = '#/learn';
    location.hash = to;
  }, hash);
  await demo.page.waitForSelector('.lead .caption:not(:empty)');
  expect(await demo.page.$eval('.lead .caption', ({ textContent }) => textContent)).toMatch(/^Computed on /);
}

/** Reads a matrix until it is as expected, so that a late number is no failure but a wrong one is. */
async function expectMatrix(selector: string, expected: readonly (readonly number[])[]): Promise<void> {
  await demo.page.waitForSelector(`${selector} td`);
  await expect.poll(() => readMatrix(demo.page, selector)).toEqual(expected);
}

const numbers = (name: string) => lessons.find((lesson) => lesson.name.startsWith(name))!;
const choose = (name: string) => demo.page.select('.lesson select', name);
const press = async (label: string) => demo.page.locator(`.lesson ::-p-text(${label})`).click();

describe('lesson 1, the match score', () => {
  test('slides the vertical-edge filter over the white square', async () => {
    await open('#/learn/1');
    const { input, output } = { input: '[data-figure=window] table', output: 'table[data-figure=output]' };
    const { image, expected } = numbers('white square');
    await expectMatrix(input, image);
    await expectMatrix(output, expected);
  });

  test('shows the products and the sum −3 for the window at rows 1 to 3, columns 0 to 2', async () => {
    await open('#/learn/1');
    await demo.page.waitForSelector('.working td');
    for (let step = 0; step < 3; step++) await press('Step forward');
    await expectMatrix('.working table', [
      [0, 0, -1],
      [0, 0, -1],
      [0, 0, -1],
    ]);
    expect(await demo.page.$eval('.working .sum', ({ textContent }) => textContent)).toBe('Sum: −3');
  });

  test('ReLU keeps the matches', async () => {
    await open('#/learn/1');
    await demo.page.waitForSelector('table[data-figure=output]');
    await press('ReLU');
    const positive = numbers('white square').expected.map((row) => row.map((value) => Math.max(0, value)));
    await expectMatrix('table[data-figure=output]', positive);
  });

  test.each([
    ['Eye', 33, 7],
    ['Cheek', 26, 6],
    ['Mouth', 21, 9],
  ])('scores the %s patch: eye detector %i, mouth detector %i', async (patch, eye, mouth) => {
    await open('#/learn/1');
    const buttons = await demo.page.$$('[data-figure=detectors] .row button');
    for (const button of buttons) {
      if ((await button.evaluate(({ textContent }) => textContent)) === patch) await button.click();
    }
    const scores = () =>
      demo.page.$$eval('[data-detector]', (found) => found.map(({ textContent }) => Number(textContent)));
    await expect.poll(async () => (await scores()).slice(0, 2)).toEqual([eye, mouth]);
  });
});

describe('lesson 2, why it is called convolution', () => {
  test('how full at 14 o’clock is the sum of the meals by what is left of them', async () => {
    await open('#/learn/2');
    const left = (hours: number) => 1 - hours / 8;
    const expected = 2 * left(14 - 8) + 1 * left(14 - 10) + 4 * left(14 - 12);
    const shown = () =>
      demo.page.$eval('[data-figure=digestion] .reading', (answer) => (answer as HTMLElement).dataset.full);
    await expect.poll(async () => Number(await shown())).toBeCloseTo(expected, 5);
  });

  test('convolution and correlation of one bright pixel differ by the flip', async () => {
    await open('#/learn/2');
    const frame = (rows: number[][]) => [
      Array(5).fill(0),
      ...rows.map((row) => [0, ...row, 0]),
      Array(5).fill(0),
    ];
    const filter = [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ];
    await expectMatrix('table[data-figure=convolution]', frame(filter));
    const flipped = filter.toReversed().map((row) => row.toReversed());
    await expectMatrix('table[data-figure=correlation]', frame(flipped));
  });

  test('smoothing pulls a spike of 9 down to ones', async () => {
    await open('#/learn/2');
    const ones = (y: number, x: number) => (Math.abs(y - 2) <= 1 && Math.abs(x - 3) <= 1 ? 1 : 0);
    const expected = Array.from({ length: 5 }, (_, y) => Array.from({ length: 7 }, (_, x) => ones(y, x)));
    await expectMatrix('[data-figure=smoothing] table:last-child', expected);
  });

  test.each([
    ['Reflect', 8, 7, 6],
    ['Symmetric', 2, 1, 1],
    ['Circular', 19, 20, 16],
    ['Replicate', 1, 1, 1],
    ['Constant', 7, 7, 7],
  ])('border mode %s: the row above the picture starts %i, %i, %i', async (mode, ...expected) => {
    await open('#/learn/2');
    await press(mode);
    const seen = async () => (await readMatrix(demo.page, '[data-figure=borders] table'))[1].slice(0, 3);
    await expect.poll(seen).toEqual(expected);
  });
});

describe('lesson 3, recognizing an X', () => {
  test('the diagonal filter’s first row and diagonal', async () => {
    await open('#/learn/3');
    const map = () => readMatrix(demo.page, 'table[data-figure="diagonal maps"]');
    await expect.poll(async () => (await map())[0]).toEqual([0.78, -0.11, 0.11, 0.33, 0.56, -0.11, 0.33]);
    expect((await map()).map((row, index) => row[index])).toEqual([0.78, 1, 1, 0.56, 1, 1, 0.78]);
  });

  test('the cross filter’s center is a perfect match', async () => {
    await open('#/learn/3');
    const map = () => readMatrix(demo.page, 'table[data-figure="cross maps"]');
    await expect.poll(async () => (await map())[3][3]).toBe(1);
  });

  test('the map of / is the map of \\ mirrored', async () => {
    await open('#/learn/3');
    const map = (name: string) => readMatrix(demo.page, `table[data-figure="${name} maps"]`);
    await expect.poll(async () => (await map('diagonal'))[1][1]).toBe(1);
    const mirrored = (await map('diagonal')).map((row) => row.toReversed());
    expect(await map('antidiagonal')).toEqual(mirrored);
  });

  test('pooling keeps the largest of each 2×2 block of what ReLU left', async () => {
    await open('#/learn/3');
    const table = (stage: string) => readMatrix(demo.page, `table[data-figure="diagonal ${stage}"]`);
    await expect.poll(async () => (await table('afterPool'))[0][0]).toBe(1);
    const kept = await table('afterRelu');
    const largest = (y: number, x: number) =>
      Math.max(...[0, 1].flatMap((v) => [0, 1].map((u) => kept[2 * y + v]?.[2 * x + u] ?? 0)));
    expect(await table('afterPool')).toEqual([0, 1, 2, 3].map((y) => [0, 1, 2, 3].map((x) => largest(y, x))));
  });

  test.each([
    ['Draw an X', 'This is an X.'],
    ['A wobbly X', 'This is an X.'],
    ['Draw an O', 'This is an O.'],
  ])('on a clean board, %s: %s', async (drawing, verdict) => {
    await open('#/learn/3');
    const shown = () => demo.page.$eval('[data-figure=board] .reading', ({ textContent }) => textContent);
    await press('Clear');
    await expect.poll(shown).toBe('Nothing I know.');
    await press(drawing);
    await expect.poll(shown).toBe(verdict);
  });
});

describe('lesson 4, the operation by hand', () => {
  test.each([
    ['small', 'the operation by hand'],
    ['matrix', 'the 6×6 matrix'],
    ['halvesVertical', 'half bright, half dark, vertical'],
    ['halvesHorizontal', 'half bright, half dark, horizontal'],
    ['stripe', 'black stripe, the 1×2'],
    ['lying', 'black stripe lying down'],
  ])('%s', async (example, lesson) => {
    await open('#/learn/4');
    await demo.page.waitForSelector('table[data-figure=output]');
    await choose(example);
    await expectMatrix('[data-figure=by-hand] .equation table', numbers(lesson).image);
    await expectMatrix('table[data-figure=output]', numbers(lesson).expected);
  });
});

describe('lesson 6, learning the filter', () => {
  const rowOf = (step: number) =>
    demo.page.$$eval(`.ledger [data-step="${step}"] td`, (cells) =>
      cells.map(({ textContent }) => (textContent ?? '').replace('−', '-')),
    );

  test.each([
    [100, '0.7010', '1.0729'],
    [200, '0.9106', '0.0959'],
    [300, '0.9733', '0.0086'],
    [400, '0.9920', '0.00077'],
  ])('after %i steps the filter is ±%s and the loss %s', async (step, weight, loss) => {
    await open('#/learn/6');
    await demo.page.waitForSelector(`.ledger [data-step="${step}"]`);
    const [, first, second, shownLoss] = await rowOf(step);
    expect([first, second]).toEqual([weight, `-${weight}`]);
    expect(Number(shownLoss).toFixed(loss.length - 2)).toBe(loss);
  });

  test('a step size that is too large diverges, and the page says why', async () => {
    await open('#/learn/6');
    await choose('0.2');
    const verdict = () =>
      demo.page.$eval('[data-figure=learning] .reading', ({ textContent }) => textContent);
    await expect.poll(verdict).toMatch(/^Diverged .* too large/);
  });
});
