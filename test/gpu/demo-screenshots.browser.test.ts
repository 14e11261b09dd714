import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DemoPage, openDemo } from './demo-page.ts';
import { lane } from './lane.ts';

// Every view as a picture, against the picture of it that is kept. After a wanted change, renew those and the README's:
//   UPDATE_SCREENSHOTS=1 npx vitest run --project gpu test/gpu/demo-screenshots.browser.test.ts

const isUpdating = process.env.UPDATE_SCREENSHOTS === '1';
const KEPT = 'test/gpu/screenshots';
const README_PICTURES = 'demo/screenshots';

// Models is left out: what it shows depends on which files are installed
/** A view, and what there is on it once it has drawn everything. The scene stands still: motion is unwelcome here. */
interface Shot {
  readonly name: string;
  readonly hash: string;
  readonly ready: string;
  readonly inReadme?: boolean;
}

const SHOTS: readonly Shot[] = [
  {
    name: 'live',
    hash: '#/live?source=still&chain=matrix:sobel-x:1:0.5',
    ready: '[data-reading=importPath] dd:not(:empty)',
    inReadme: true,
  },
  {
    name: 'inside',
    hash: '#/inside?row=35&column=54',
    ready: '[data-figure=sum]:not(:empty)',
    inReadme: true,
  },
  { name: 'learn', hash: '#/learn', ready: '.lesson-list' },
  { name: 'lesson', hash: '#/learn/1', ready: '[data-figure=output] td:not(:empty)' },
  { name: 'bench', hash: '#/bench', ready: '[data-reading=name] dd:not(:empty)' },
];

const LOOKS = [
  { width: 1440, height: 900, scheme: 'light' },
  { width: 390, height: 844, scheme: 'dark' },
] as const;

/** Two pictures of a pixel differ where a color does by more than this of 255: a shade that people can tell apart. */
const SHADE = 24;

/**
 * Pixels, of a thousand, that may differ. With the same Chrome none do; the rest is for other versions of it and of the
 * system's font rasterizer, which draw the same letters with other edges. The last test shows what it does not forgive.
 */
const ALLOWED_PER_MILLE = 4;

/** What changes from run to run, and what the system's own fonts draw. */
const HIDDEN =
  '.readouts dd, .sparkline, .preferences, [data-source-status] { visibility: hidden !important; }';

let demo: DemoPage;

beforeAll(async () => {
  // a browser of its own: taking a picture brings its tab to the front, and others' tabs stop drawing
  demo = await openDemo('#/learn', { flags: [] });
});

afterAll(() => demo?.close());

// other adapters and systems round and draw otherwise
beforeEach(({ skip }) => {
  const isLinux = process.platform === 'linux';
  if (!isLinux || !/swiftshader/i.test(lane.adapter))
    skip(`pictures are kept of SwiftShader on Linux, not of ${lane.adapter}`);
});

afterEach(async () => {
  expect(await demo.takeErrors()).toEqual([]);
});

/** Opens a view and waits until it no longer changes. */
async function open({ hash, ready }: Shot, look: (typeof LOOKS)[number], scale: number): Promise<void> {
  const { page } = demo;
  const { width, height, scheme } = look;
  await page.setViewport({ width, height, deviceScaleFactor: scale });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  const [home] = page.url().split('#');
  await page.goto('about:blank');
  await page.goto(`${home}${hash}`);
  await page.waitForSelector(ready);
  await page.addStyleTag({ content: HIDDEN });
  await page.evaluate(() => document.fonts.ready);
  let before = await capture();
  for (let time = 0; time < 20; time++) {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const now = await capture();
    if (now === before) return;
    before = now;
  }
  throw new Error(`${hash} goes on changing`);
}

const capture = () => demo.page.screenshot({ encoding: 'base64' });

/** Pixels of a thousand in which two PNGs differ; all of them where their sizes do. */
function differingPerMille(one: string, other: string): Promise<number> {
  return demo.page.evaluate(
    async (pictures, shade) => {
      const decode = async (base64: string) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
        pen.drawImage(bitmap, 0, 0);
        return pen.getImageData(0, 0, bitmap.width, bitmap.height);
      };
      const [a, b] = await Promise.all(pictures.map(decode));
      if (a.width !== b.width || a.height !== b.height) return 1000;
      let differing = 0;
      for (let at = 0; at < a.data.length; at += 4) {
        const isOther = [0, 1, 2].some((c) => Math.abs(a.data[at + c] - b.data[at + c]) > shade);
        if (isOther) differing += 1;
      }
      return (1000 * differing) / (a.width * a.height);
    },
    [one, other],
    SHADE,
  );
}

/** Half the size: small files, and letters whose edges are averaged. */
const SCALE = 0.5;

describe.each(LOOKS)('$width×$height, $scheme', (look) => {
  test.each(SHOTS)('$hash looks as it did', async (shot) => {
    await open(shot, look, SCALE);
    const picture = await capture();
    const file = path.join(KEPT, `${shot.name}-${look.width}-${look.scheme}.png`);
    if (isUpdating) {
      mkdirSync(KEPT, { recursive: true });
      writeFileSync(file, picture, 'base64');
    }
    const perMille = await differingPerMille(readFileSync(file, 'base64'), picture);
    console.log(`${file}: ${perMille.toFixed(2)} ‰ of the pixels differ`);
    if (perMille > ALLOWED_PER_MILLE) {
      const seen = path.join('.test-output', path.basename(file));
      mkdirSync('.test-output', { recursive: true });
      writeFileSync(seen, picture, 'base64');
      expect.fail(`${perMille.toFixed(1)} ‰ of the pixels differ from ${file}: see ${seen}`);
    }
  });
});

test.each([
  ['a panel that is 2 pixels lower', '.bench-panel { margin-top: 2px; }'],
  ['a line of text that is gone', '.lead p { display: none; }'],
  ['text of another color', 'main { --ink-soft: #c8452f; }'],
])('%s is seen', async (_, style) => {
  const bench = SHOTS.find(({ name }) => name === 'bench')!;
  await open(bench, LOOKS[0], SCALE);
  const before = await capture();
  await demo.page.addStyleTag({ content: style });
  const perMille = await differingPerMille(before, await capture());
  console.log(`${style} ${perMille.toFixed(2)} ‰`);
  expect(perMille).toBeGreaterThan(ALLOWED_PER_MILLE);
});

test.each(SHOTS.filter(({ inReadme }) => isUpdating && inReadme))('$name for the README', async (shot) => {
  await open(shot, LOOKS[0], 1);
  await demo.page.evaluate(() => {
    for (const sheet of document.querySelectorAll('style')) {
      if (sheet.textContent?.includes('[data-source-status]')) sheet.remove();
    }
  });
  writeFileSync(path.join(README_PICTURES, `${shot.name}.png`), await capture(), 'base64');
});
