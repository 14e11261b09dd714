import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { anime4kReference } from '../nn/anime4k.ts';
import { readPng } from '../nn/pictures.ts';
import { type DemoPage, openDemo, testPicture } from './demo-page.ts';
import { keepResults, largestDifference, readPixels, readResult, TOLERANCE } from './demo-pixels.ts';
import { comesToRest } from './rest.ts';

// The Models view, with its published weights.

const packages = 'test/peers/node_modules';

let demo: DemoPage;

beforeAll(async () => {
  demo = await openDemo('#/learn', { before: keepResults });
  // so that the drawn people sit still, and the scene
  await demo.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await demo.page.evaluate(() => {
    location.hash = '#/models';
  });
});

afterEach(async () => {
  expect(await demo.takeErrors()).toEqual([]);
});

afterAll(() => demo?.close());

const textOf = (selector: string) => demo.page.$eval(selector, ({ textContent }) => textContent);

async function upload(figure: string, bytes: number[], type: string): Promise<void> {
  await demo.page.evaluate(
    (selector, content, kind) => {
      const field = document.querySelector<HTMLInputElement>(selector)!;
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(content)], 'picture', { type: kind }));
      field.files = transfer.files;
      field.dispatchEvent(new Event('change'));
    },
    `[data-figure=${figure}] input[type=file]`,
    bytes,
    type,
  );
}

describe('super-resolution', () => {
  const figure = '[data-figure=super-resolution]';
  const status = () => textOf(`${figure} [role=status]`);

  test("gives the authors' picture, to 1/255 a channel", async () => {
    await demo.page.waitForSelector(figure);
    await expect.poll(status).toBe('Enlarged to 256×256.');
    const shown = await demo.page.$eval(`${figure} .result canvas`, (element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return Array.from(data.filter((_, index) => index % 4 !== 3));
    });
    const published = await readPng(`${packages}/@upscalerjs/default-model/assets/samples/2x/result.png`);
    expect(shown.length).toBe(published.data.length);
    expect(shown.filter((value, index) => Math.abs(value - published.data[index]) > 1)).toEqual([]);
    expect(await textOf(`${figure} [data-reading=tiles] dd`)).toBe('1 / 1');
    expect(await textOf(`${figure} .credit`)).toContain('MIT');
  });

  test('takes a picture of another size, in tiles', async () => {
    await upload('super-resolution', await testPicture(demo.page, 160, 96), 'image/png');
    await expect.poll(status).toBe('Enlarged to 320×192.');
    expect(await textOf(`${figure} [data-reading=tiles] dd`)).toBe('2 / 2');
    expect(await textOf(`${figure} [data-reading=size] dd`)).toBe('160×96 → 320×192');
  });

  test('the slider moves the place where the pictures meet', async () => {
    await demo.page.focus(`${figure} .split`);
    await demo.page.keyboard.press('ArrowRight');
    const split = () =>
      demo.page.$eval(`${figure} .stage`, (stage) =>
        (stage as HTMLElement).style.getPropertyValue('--split'),
      );
    expect(await split()).toBe('51%');
  });
});

describe('faces', () => {
  const figure = '[data-figure=faces]';
  const status = () => textOf(`${figure} .reading`);

  test('finds the three people who were drawn', async () => {
    await demo.page.$eval(`${figure} .stage`, (stage) => stage.scrollIntoView());
    await expect.poll(status).toBe('3 faces found.');
    const middles = await demo.page.$$eval(`${figure} .face-box`, (found) =>
      found
        .map((box) => {
          const { left, width } = (box as HTMLElement).style;
          return Number.parseFloat(left) + Number.parseFloat(width) / 2;
        })
        .sort((a, b) => a - b),
    );
    [24, 55, 83].forEach((middle, index) => {
      expect(Math.abs(middles[index] - middle)).toBeLessThan(5);
    });
    expect(Number.parseFloat((await textOf(`${figure} [data-reading=time] dd`)) ?? '')).toBeGreaterThan(0);
  });

  test('finds the faces of a photograph', async () => {
    const photo = Array.from(readFileSync(`${packages}/@vladmandic/face-api/demo/sample1.jpg`));
    await upload('faces', photo, 'image/jpeg');
    // how many there are is for nn_faces.browser.test.ts to say: here, that it is the photograph that is looked at
    await expect.poll(status).not.toBe('3 faces found.');
    expect(await status()).toMatch(/^(One face|\d faces) found\.$/);
  });
});

describe('live, twice as large', () => {
  const figure = '[data-figure=live-enlargement]';
  const reading = async (name: string) =>
    Number.parseFloat((await textOf(`${figure} [data-reading=${name}] dd`)) ?? '');

  /** Has the pixels of this section's result kept, from its next frame on. */
  const keepThisResult = async () => {
    await demo.page.waitForSelector(`${figure} .result canvas:not([data-result])`);
    await demo.page.$eval(`${figure} .result canvas`, (canvas) => {
      (canvas as HTMLElement).dataset.result = '';
      document.querySelector<HTMLCanvasElement>('#kept-result')!.width = 0;
    });
    await demo.page.waitForSelector('#kept-result[width="320"]');
  };

  test('shows frames through the network, as its weights say to 1/255', async () => {
    await demo.page.$eval(`${figure} .stage`, (stage) => stage.scrollIntoView({ block: 'center' }));
    await keepThisResult();
    await expect.poll(() => reading('rate')).toBeGreaterThan(0);
    expect(await reading('time')).toBeGreaterThan(0);
    const [before, after] = [
      await readPixels(demo.page, `${figure} .original canvas`),
      await readResult(demo.page),
    ];
    expect([before.width, before.height, after.width, after.height]).toEqual([160, 120, 320, 240]);
    const area = before.width * before.height;
    const planes = Array.from(
      { length: 3 * area },
      (_, index) => before.data[(index % area) * 4 + Math.floor(index / area)] / 255,
    );
    const file = `${packages}/@websr/websr/weights/anime4k/cnn-2x-s-rl.json`;
    const exact = anime4kReference(
      JSON.parse(readFileSync(file, 'utf8')),
      planes,
      before.height,
      before.width,
    );
    const expected = exact.data.map((value) => 255 * Math.min(1, Math.max(0, value)));
    expect(largestDifference(after, expected)).toBeLessThanOrEqual(TOLERANCE);
  });

  test("is not the browser's enlargement", async () => {
    const smoothed = await demo.page.$eval(`${figure} .original canvas`, (element) => {
      const small = element as HTMLCanvasElement;
      const pen = new OffscreenCanvas(2 * small.width, 2 * small.height).getContext('2d')!;
      pen.imageSmoothingQuality = 'high';
      pen.drawImage(small, 0, 0, pen.canvas.width, pen.canvas.height);
      return Array.from(pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height).data);
    });
    const { data } = await readResult(demo.page);
    expect(smoothed.length).toBe(data.length);
    const differing = smoothed.filter((value, index) => Math.abs(value - data[index]) > 4);
    expect(differing.length / smoothed.length).toBeGreaterThan(0.01);
  });

  test('goes on with another device', async () => {
    await demo.page.evaluate(() => window.gpuWatch.devices.at(-1)!.destroy());
    await keepThisResult();
  });

  test('stops with its last frame in view, whatever is chosen, and starts again', async () => {
    const rate = () => textOf(`${figure} [data-reading=rate] dd`);
    const stop = `${figure} .source-row button:last-of-type`;
    await demo.page.click(stop);
    expect(await textOf(stop)).toBe('Start');
    const then = await comesToRest(rate);
    await demo.page.select(`${figure} .field:nth-child(2) select`, '320×240');
    const status = () => textOf(`${figure} .reading`);
    await expect.poll(status).toBe('Each frame is enlarged to 640×480.');
    const size = () =>
      demo.page.$eval(`${figure} .result canvas`, (canvas) => (canvas as HTMLCanvasElement).width);
    expect([await rate(), await size()]).toEqual([then, 320]);
    await demo.page.click(stop);
    await expect.poll(rate).not.toBe(then);
    expect(await size()).toBe(640);
  });
});

test('where the weights are missing it says how to get them, and tries again', async () => {
  await demo.page.evaluate(() => {
    const load = window.fetch;
    window.fetch = async (input, init) => {
      if (!String(input).includes('published/faces')) return load(input, init);
      window.fetch = load;
      return new Response('npm finds no network', { status: 503 });
    };
    location.hash = '#/learn';
  });
  await demo.page.waitForSelector('.lesson-list');
  await demo.page.evaluate(() => {
    location.hash = '#/models';
  });
  await demo.page.waitForSelector('[data-figure=faces] .stage');
  await demo.page.$eval('[data-figure=faces] .stage', (stage) => stage.scrollIntoView());
  const status = () => textOf('[data-figure=faces] .reading');
  await expect.poll(status).toMatch(/npm ci .*npm finds no network/);
  await demo.page.click('[data-figure=faces] .reading button');
  await expect.poll(status).toBe('3 faces found.');
});
