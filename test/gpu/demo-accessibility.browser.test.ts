import { createRequire } from 'node:module';
import type axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scope } from '../scope.ts';
import { type DemoPage, openDemo } from './demo-page.ts';

declare const window: Window & { axe: typeof axe };

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const views = [
  '#/live?source=scene',
  '#/inside',
  '#/learn',
  '#/learn/1',
  '#/learn/2',
  '#/learn/3',
  '#/learn/4',
  '#/learn/5',
  '#/learn/6',
  '#/learn/7',
  '#/models',
  '#/bench',
];

const settings = [
  { width: 1440, height: 900, scheme: 'light' },
  { width: 390, height: 844, scheme: 'dark' },
];

/** `npm test` looks at each view once, in one setting or the other. */
const viewsIn = (setting: number) => views.filter((_, view) => scope === 'all' || view % 2 === setting);

/** Resolves once no element has come or gone for half a second. */
async function isDrawn(): Promise<void> {
  await document.fonts.ready;
  for (let [count, still] = [0, 0]; still < 5; still++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const now = document.querySelectorAll('*').length;
    if (now !== count) still = 0;
    count = now;
  }
}

describe.each(settings)('axe-core, $width×$height, $scheme', ({ width, height, scheme }) => {
  let demo: DemoPage;

  beforeAll(async () => {
    demo = await openDemo('#/learn', { viewport: { width, height } });
    await demo.page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
  });

  afterAll(() => demo?.close());

  test.each(viewsIn(settings.findIndex((setting) => setting.width === width)))(
    'finds nothing serious in %s, and nothing is cut off sideways',
    async (hash) => {
      const [home] = demo.page.url().split('#');
      await demo.page.goto('about:blank');
      await demo.page.goto(`${home}${hash}`);
      await demo.page.waitForSelector('main h1');
      await demo.page.evaluate(isDrawn);
      await demo.page.addScriptTag({ path: axeFile });
      const { violations } = await demo.page.evaluate(() => window.axe.run());
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
      expect(serious).toEqual([]);
      expect(await demo.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      expect(await demo.takeErrors()).toEqual([]);
    },
  );
});
