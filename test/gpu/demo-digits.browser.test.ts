import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type DemoPage, openDemo } from './demo-page.ts';

// Lesson 7's digits, trained in the page; the numbers of training itself are nn_training.test.ts's.

let demo: DemoPage;

beforeAll(async () => {
  demo = await openDemo('#/learn/7');
  await demo.page.waitForSelector('[data-figure=digits] .primary');
});

afterEach(async () => {
  expect(await demo.takeErrors()).toEqual([]);
});

afterAll(() => demo?.close());

const textOf = (selector: string) => demo.page.$eval(selector, ({ textContent }) => textContent ?? '');
const reading = (name: string) => textOf(`[data-figure=digits] [data-reading=${name}] dd`);
const status = () => textOf('[data-figure=digits] .reading');
const press = (label: string) => demo.page.locator(`[data-figure] ::-p-text(${label})`).click();
const isReady = () => expect.poll(status).toBe('Ready: the filters are noise.');

/** Takes three steps by the button, and tells the loss of each. */
async function threeSteps(): Promise<string[]> {
  const losses: string[] = [];
  for (const step of ['1', '2', '3']) {
    await press('One step');
    await expect.poll(() => reading('step')).toBe(step);
    losses.push(await reading('loss'));
  }
  return losses;
}

test('the same seed gives the same losses, another seed others', async () => {
  await isReady();
  await expect.poll(() => reading('accuracy')).toMatch(/%/);
  expect(Number.parseFloat(await reading('accuracy'))).toBeLessThan(30);
  const first = await threeSteps();
  await press('Start over');
  await isReady();
  expect(await threeSteps()).toEqual(first);
  await demo.page.$eval('[data-figure=digits] input[type=number]', (field) => {
    (field as HTMLInputElement).value = '2';
    field.dispatchEvent(new Event('change'));
  });
  await isReady();
  const other = await threeSteps();
  expect(other.filter((loss, step) => loss === first[step])).toEqual([]);
});

test('training lowers the loss, and can be paused', async () => {
  await press('Start over');
  await isReady();
  await press('Start');
  await expect.poll(async () => Number(await reading('step'))).toBeGreaterThan(30);
  await press('Pause');
  await expect.poll(status).toMatch(/^After \d+ steps/);
  const step = await reading('step');
  expect(Number(await reading('loss'))).toBeLessThan(Math.log(10));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await reading('step')).toBe(step);
});

test('a drawn digit is looked at, with a probability for each digit', async () => {
  const board = (await demo.page.$('.digit-board'))!;
  await board.scrollIntoView();
  const box = (await board.boundingBox())!;
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await demo.page.mouse.move(...at(0.5, 0.15));
  await demo.page.mouse.down();
  await demo.page.mouse.move(...at(0.48, 0.85), { steps: 8 });
  await demo.page.mouse.up();
  await expect.poll(() => textOf('.scores .reading')).toMatch(/^It takes this for a \d\.$/);
  const shares = await demo.page.$$eval('.scores output', (all) =>
    all.map(({ textContent }) => Number.parseFloat(textContent ?? '')),
  );
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
});

test.each([
  ['conv1', '5×5'],
  ['pool1', '6×6'],
  ['conv2', '14×14'],
  ['pool2', '16×16'],
])('a neuron of %s sees %s pixels', async (stage, extent) => {
  await demo.page.select('[data-figure=network] select', stage);
  const sentence = await textOf('[data-figure=network] > .caption[role=status]');
  expect(sentence).toContain(`sees ${extent} pixels`);
});

/** The colors of a canvas, alpha left out. */
const colorsOf = (selector: string) =>
  demo.page.$eval(selector, (element) => {
    const canvas = element as HTMLCanvasElement;
    if (canvas.width < 2) return [];
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from(data.filter((_, index) => index % 4 !== 3));
  });

test('the stack of the small network: exactly 16×16 pixels have a gradient', async () => {
  const coloredCount = async () => {
    const colors = await colorsOf('.stack-picture canvas');
    const paper = colors.slice(0, 3).join();
    const pixels = Array.from({ length: colors.length / 3 }, (_, i) => colors.slice(3 * i, 3 * i + 3).join());
    return pixels.filter((pixel) => pixel !== paper).length;
  };
  await expect.poll(coloredCount).toBe(16 * 16);
});

test('separable kinds, and the deformable one unturned, give the standard picture; the others another', async () => {
  const pictureOf = (kind: string) => colorsOf(`[data-kind-picture=${kind}] canvas`);
  await expect.poll(async () => (await pictureOf('deformable')).length).toBeGreaterThan(0);
  const standard = await pictureOf('standard');
  const differs = async (kind: string) => {
    const other = await pictureOf(kind);
    return standard.some((value, index) => Math.abs(value - other[index]) > 1);
  };
  for (const kind of ['depthwiseSeparable', 'spatiallySeparable', 'deformable'])
    expect(await differs(kind)).toBe(false);
  for (const kind of ['grouped', 'dilated']) expect(await differs(kind)).toBe(true);
});

test('a step size that is too large learns nothing, and the page says why', async () => {
  await demo.page.select('[data-figure=digits] select', '0.1');
  await press('Start over');
  await isReady();
  await press('Start');
  await expect.poll(status).toMatch(/^No better than guessing/);
  await press('Pause');
});
