import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type DemoPage, openDemo, readMatrix, testPicture, uploadPicture } from './demo-page.ts';

const [WIDTH, HEIGHT] = [40, 30];
const SOBEL_X = [
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
];

let demo: DemoPage;

/** The red channel of the test picture, reflected at the rim as `reflect` does. */
function red(y: number, x: number): number {
  const fold = (i: number, count: number) => (i < 0 ? -i : i >= count ? 2 * count - 2 - i : i);
  return (fold(x, WIDTH) * 37 + fold(y, HEIGHT) * 11) % 256;
}

const text = (selector: string) =>
  demo.page.$eval(selector, ({ textContent }) => (textContent ?? '').replace('−', '-'));

/** Walks to a pixel with the arrow keys, from the corner. */
async function walkTo(row: number, column: number): Promise<void> {
  await demo.page.focus('.magnifier');
  const press = async (key: 'ArrowUp' | 'ArrowLeft' | 'ArrowDown' | 'ArrowRight', count: number) => {
    for (let i = 0; i < count; i++) await demo.page.keyboard.press(key);
  };
  await press('ArrowUp', HEIGHT);
  await press('ArrowLeft', WIDTH);
  await press('ArrowDown', row);
  await press('ArrowRight', column);
}

beforeAll(async () => {
  demo = await openDemo('#/live?source=scene');
  await demo.page.waitForSelector('.live-panel input[type=file]');
  await uploadPicture(demo.page, await testPicture(demo.page, WIDTH, HEIGHT));
  await demo.page.waitForFunction(
    () => document.querySelector('[data-source-status]')?.textContent === 'picture.png',
  );
  await demo.page.evaluate(() => {
    location.hash = '#/inside';
  });
  await demo.page.waitForFunction(
    (width) =>
      document.querySelector('.magnifier canvas')?.clientWidth &&
      document.querySelector<HTMLCanvasElement>('.magnifier canvas')!.width === width,
    {},
    WIDTH + 2,
  );
});

afterEach(async () => {
  expect(await demo.takeErrors()).toEqual([]);
});

afterAll(() => demo?.close());

test.each([
  [0, 0],
  [3, 5],
  [HEIGHT - 1, WIDTH - 1],
])(
  'at row %i, column %i: the window’s values, the products, their sum, and the sum clamped',
  async (row, column) => {
    await walkTo(row, column);
    const window = SOBEL_X.map((line, y) => line.map((_, x) => red(row + y - 1, column + x - 1)));
    const products = window.map((line, y) => line.map((value, x) => value * SOBEL_X[y][x]));
    const sum = products.flat().reduce((total, value) => total + value, 0);
    await expect.poll(() => readMatrix(demo.page, 'table[data-figure=values]')).toEqual(window);
    // -0 and 0 read the same
    await expect
      .poll(() => readMatrix(demo.page, 'table[data-figure=products]'))
      .toEqual(products.map((line) => line.map((value) => value + 0)));
    expect(Number(await text('output[data-figure=sum]'))).toBe(sum + 0);
    expect(Number(await text('output[data-figure=clamped]'))).toBe(Math.min(255, Math.max(0, sum)));
  },
);

test('dilation spreads the window, and the border grows with it', async () => {
  await demo.page.$eval('.inside-sums .field:nth-child(4) input', (slider) => {
    (slider as HTMLInputElement).value = '2';
    slider.dispatchEvent(new Event('input'));
  });
  await demo.page.waitForFunction(
    (width) => document.querySelector<HTMLCanvasElement>('.magnifier canvas')!.width === width,
    {},
    WIDTH + 4,
  );
  await walkTo(4, 6);
  const window = SOBEL_X.map((line, y) => line.map((_, x) => red(4 + 2 * (y - 1), 6 + 2 * (x - 1))));
  await expect.poll(() => readMatrix(demo.page, 'table[data-figure=values]')).toEqual(window);
});

test('hatches the cells that lie in the border, marks where a stride stops, and keeps it all in the link', async () => {
  await demo.page.evaluate(() => {
    location.hash = '#/inside?stride=2&border=zeros&row=0&column=0';
  });
  const stops = () =>
    demo.page.$$eval('.magnifier .stop', ([path]) => path?.getAttribute('d')?.match(/M/g)?.length ?? 0);
  await expect.poll(stops).toBe((WIDTH / 2) * (HEIGHT / 2));
  const hatched = () => demo.page.$$eval('[data-figure=values] .border-cell', ({ length }) => length);
  expect(await hatched()).toBe(5);
  await walkTo(1, 1);
  expect(await hatched()).toBe(0);
  await expect.poll(() => demo.page.url()).toContain('border=zeros&stride=2&row=1&column=1');
  expect(await demo.page.$$eval('.inside-maps canvas', ({ length }) => length)).toBe(5);
});

test('a broken link falls back to defaults and says which parts it could not read', async () => {
  await demo.page.evaluate(() => {
    location.hash = '#/inside?filter=__proto__&stride=1.5&row=-1&channel=<b>';
  });
  const notice = await demo.page.waitForSelector('.notice');
  expect(await notice!.evaluate(({ textContent }) => textContent)).toContain('filter, stride, channel, row');
});
