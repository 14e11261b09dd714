import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FILTERS, type FilterName } from '../../demo/app/filters.ts';
import { type DemoPage, openDemo, takeSaved, testPicture, uploadPicture } from './demo-page.ts';
import {
  filterByReference,
  keepResults,
  largestDifference,
  type Pixels,
  readPixels,
  readResult,
  TOLERANCE,
} from './demo-pixels.ts';
import { type Film, makeFilm, movingBar, stillLife } from './y4m.ts';

let demo: DemoPage;

/** The text of one of the readings below the pictures. */
const reading = (name: string) =>
  demo.page.$eval(`[data-reading=${name}] dd`, ({ textContent }) => textContent ?? '');
const status = () => demo.page.$eval('[data-source-status]', ({ textContent }) => textContent);

/** Changes the chain and the border by the address, as a link does; the source stays. */
async function show(parameters: Record<string, string>): Promise<void> {
  const hash = `#/live?${new URLSearchParams(parameters)}`;
  await demo.page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

const CASES: [FilterName, scale: number, bias: number, border: 'reflect' | 'zeros'][] = [
  ['sobel-x', 0.5, 0.5, 'reflect'],
  ['sharpen', 1, 0, 'zeros'],
  ['gaussian', 1, 0, 'zeros'],
  ['emboss', 1, 0.1, 'reflect'],
  ['laplacian', 2, 0.25, 'reflect'],
  ['horizontal', 1, 0.5, 'zeros'],
];

/** Waits until the page shows `picture` through the filter, within 1/255 and rounding. */
async function expectFiltered(
  picture: Pixels,
  [name, scale, bias, border]: (typeof CASES)[number],
): Promise<void> {
  await show({ chain: `matrix:${name}:${scale}:${bias}`, border });
  const expected = filterByReference(picture, { rows: FILTERS[name], scale, bias, border });
  const difference = async () => largestDifference(await readResult(demo.page), expected);
  await expect.poll(difference).toBeLessThanOrEqual(TOLERANCE);
}

/** Waits until frames come through. */
async function expectRunning(): Promise<void> {
  await expect.poll(async () => Number(await reading('framesPerSecond'))).toBeGreaterThan(0);
}

/** Presses a button and looks at the first bytes of the file that it offers. */
async function expectSaved(label: string, magic: number[]): Promise<void> {
  const bytes = await takeSaved(demo.page, `.live-main ::-p-text(${label})`);
  expect([...bytes.subarray(0, magic.length)]).toEqual(magic);
}

afterEach(async () => {
  expect(await demo.takeErrors()).toEqual([]);
});

describe('camera granted', () => {
  let film: Film;

  beforeAll(async () => {
    film = makeFilm(320, 240, 2, stillLife);
    demo = await openDemo('#/live', { flags: film.flags, before: keepResults });
  });

  afterAll(async () => {
    await demo?.close();
    film?.delete();
  });

  test('shows the camera, its name, the way frames take, the adapter and the speed', async () => {
    await expect.poll(status).toMatch(/fake_device|film/);
    await expectRunning();
    expect(await reading('importPath')).toMatch(/^[a-z-]+$/);
    expect(await reading('adapter')).not.toBe('');
    await expect.poll(async () => Number(await reading('gpuMs'))).toBeGreaterThan(0);
  });

  test('the identity filter shows the film’s own pixels', async () => {
    await show({ chain: 'matrix:identity:1:0' });
    const difference = async () => {
      const [shown, { width, height, data }] = [
        await readResult(demo.page),
        await readPixels(demo.page, '.original video'),
      ];
      if (shown.width !== width) return 255;
      const planes = [0, 1, 2].flatMap((c) =>
        Array.from({ length: width * height }, (_, i) => data[4 * i + c]),
      );
      return largestDifference(shown, Float64Array.from(planes));
    };
    await expect.poll(difference).toBeLessThanOrEqual(2); // two ways from YUV to RGB
  });

  test.each(CASES)(
    '%s, scale %d, bias %d, border %s: every pixel as the reference has it',
    async (...one) => {
      await show({ chain: 'matrix:identity:1:0' });
      await expectRunning();
      await expect.poll(async () => (await readResult(demo.page)).width).toBe(320);
      let frame = await readResult(demo.page);
      // what the GPU saw: the identity's own output, once it no longer changes
      await expect
        .poll(async () => {
          const [before, after] = [frame, await readResult(demo.page)];
          frame = after;
          return Buffer.compare(before.data, after.data);
        })
        .toBe(0);
      await expectFiltered(frame, one);
    },
  );

  test('goes on with the built-in scene when the camera is unplugged', async () => {
    await demo.page.$eval('.original video', (video) => {
      const [track] = ((video as HTMLVideoElement).srcObject as MediaStream).getVideoTracks();
      track.stop();
      track.dispatchEvent(new Event('ended'));
    });
    await expect.poll(status).toBe('The camera went away, so this is the built-in scene.');
    await demo.page.waitForSelector('.original canvas');
    await expectRunning();
  });

  test('switches back to the camera, stops it, and starts it again', async () => {
    await demo.page.locator('.live-panel ::-p-text(Camera)').click();
    await demo.page.waitForSelector('.original video');
    await demo.page.locator('.live-panel ::-p-text(Stop)').click();
    await expect.poll(status).toBe('Stopped.');
    const isLive = () =>
      demo.page.$eval('.original video', (video) => (video as HTMLVideoElement).srcObject !== null);
    expect(await isLive()).toBe(false);
    await demo.page.locator('.live-panel ::-p-text(Start)').click();
    await expect.poll(isLive).toBe(true);
    await expectRunning();
  });
});

describe.each([
  ['denied', ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny'], 'refused'],
  ['absent', [], 'no camera'],
])('camera %s', (_, flags, reason) => {
  beforeAll(async () => {
    demo = await openDemo('#/live', { flags });
  });

  afterAll(() => demo?.close());

  test('says why in one sentence and runs the built-in scene', async () => {
    await expect.poll(status).toMatch(new RegExp(`^The.*${reason}.*built-in scene\\.$`));
    await expectRunning();
    expect(await reading('size')).toBe('640 × 480');
  });
});

describe('without a camera', () => {
  beforeAll(async () => {
    demo = await openDemo('#/live?source=scene', { before: keepResults });
  });

  afterAll(() => demo?.close());

  test('survives the loss of its device with another one, and counts it', async () => {
    await expectRunning();
    await demo.page.evaluate(() => window.gpuWatch.devices.at(-1)!.destroy());
    await expect.poll(() => reading('recoveries')).toBe('1');
    await expectRunning();
    expect(await demo.page.$$eval('canvas[data-result]', ({ length }) => length)).toBe(1);
  });

  test('takes a picture file, and filters it exactly', async () => {
    await uploadPicture(demo.page, await testPicture(demo.page, 97, 61));
    await expect.poll(status).toBe('picture.png');
    await expect.poll(() => reading('size')).toBe('97 × 61');
    const picture = await readPixels(demo.page, '.original canvas');
    for (const one of CASES) await expectFiltered(picture, one);
  });

  test('takes a picture that is dropped on the page', async () => {
    const bytes = await testPicture(demo.page, 40, 30);
    await demo.page.evaluate((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(content)], 'dropped.png', { type: 'image/png' }));
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
      );
    }, bytes);
    await expect.poll(status).toBe('dropped.png');
    await expect.poll(() => reading('size')).toBe('40 × 30');
  });

  test('says so when a file is no picture, and keeps what it had', async () => {
    await uploadPicture(demo.page, [1, 2, 3]);
    await expect.poll(status).toBe('This file is no picture or video that the browser can read.');
    expect(await reading('size')).toBe('40 × 30');
  });

  test('compares itself with the CPU reference: a chain of two, within 1 of 255', async () => {
    await show({ chain: 'matrix:gaussian:1:0~matrix:sobel-y:0.5:0.5', border: 'replicate' });
    await demo.page.locator('.live-main ::-p-text(Compare)').click();
    const verdict = () => demo.page.$eval('[data-comparison]', ({ textContent }) => textContent ?? '');
    await expect.poll(verdict).toMatch(/^Largest difference/);
    expect(Number(/(\d+) of 255/.exec(await verdict())?.[1])).toBeLessThanOrEqual(1);
  });

  test('saves the frame that is shown as a PNG, and records a WebM', async () => {
    await show({ chain: 'matrix:identity:1:0' });
    await expectSaved('Save PNG', [0x89, 0x50, 0x4e, 0x47]);
    await demo.page.locator('.live-main ::-p-text(Record)').click();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await expectSaved('Stop recording', [0x1a, 0x45, 0xdf, 0xa3]);
  });

  test('a number typed into the matrix changes the picture and the link', async () => {
    await show({ chain: 'matrix:identity:1:0' });
    const picture = await readPixels(demo.page, '.original canvas');
    const cell = await demo.page.waitForSelector('.matrix-editor [aria-label="row 2, column 3"]');
    await cell!.click({ count: 3 });
    await cell!.type('-1');
    await demo.page.keyboard.press('Tab');
    const rows = [
      [0, 0, 0],
      [0, 1, -1],
      [0, 0, 0],
    ];
    const expected = filterByReference(picture, { rows, scale: 1, bias: 0, border: 'reflect' });
    const difference = async () => largestDifference(await readResult(demo.page), expected);
    await expect.poll(difference).toBeLessThanOrEqual(TOLERANCE);
    // links are written a moment late
    const link = () => decodeURIComponent(demo.page.url());
    await expect.poll(link).toContain('0,0,0;0,1,-1;0,0,0');
  });

  test('a broken link falls back to defaults and says which parts it could not read', async () => {
    await show({
      chain: '<img src=x onerror=alert(1)>',
      border: 'reflect',
      layout: '__proto__',
      source: 'scene',
    });
    const notice = await demo.page.waitForSelector('.notice');
    expect(await notice!.evaluate(({ textContent }) => textContent)).toContain('chain, layout');
    expect(await demo.page.$eval('.step-name', ({ textContent }) => textContent)).toBe('Sobel x');
    expect(await demo.page.$$('main img')).toEqual([]);
  });
});

describe('without WebGPU', () => {
  beforeAll(async () => {
    demo = await openDemo('#/live?source=scene', {
      flags: [],
      before: () => Object.defineProperty(Navigator.prototype, 'gpu', { value: undefined }),
    });
  });

  afterAll(() => demo?.close());

  test('says so and runs the reference at a small size', async () => {
    await expect.poll(() => reading('size')).toBe('160 × 120');
    await expectRunning();
    expect(await demo.page.$eval('.readouts', ({ textContent }) => textContent)).toContain('No GPU');
  });
});

describe('a moving camera', () => {
  let film: Film;

  beforeAll(async () => {
    film = makeFilm(320, 240, 40, movingBar);
    demo = await openDemo('#/live?chain=matrix:identity:1:0', { flags: film.flags, before: keepResults });
  });

  afterAll(async () => {
    await demo?.close();
    film?.delete();
  });

  test('frame after frame reaches the result', async () => {
    await expect.poll(status).toMatch(/fake_device|film/);
    await expectRunning();
    const first = await readResult(demo.page);
    await expect.poll(async () => Buffer.compare(first.data, (await readResult(demo.page)).data)).not.toBe(0);
  });
});

describe.each([
  ['still', 'The built-in picture.', '960 × 720'],
  ['clip', 'The built-in clip, a video file.', '480 × 360'],
])('source=%s', (source, sentence, size) => {
  beforeAll(async () => {
    demo = await openDemo(`#/live?source=${source}&layout=split&split=30`);
  });

  afterAll(() => demo?.close());

  test('shows what comes with the page', async () => {
    await expect.poll(status).toBe(sentence);
    await expect.poll(() => reading('size')).toBe(size);
    await expect.poll(() => reading('importPath')).toMatch(/^[a-z-]+$/);
    expect(await demo.page.$eval('.split', (slider) => (slider as HTMLInputElement).value)).toBe('30');
  });
});
