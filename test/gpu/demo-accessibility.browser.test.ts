import { createRequire } from 'node:module';
import type axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

describe.each(settings)('axe-core, $width×$height, $scheme', ({ width, height, scheme }) => {
  let demo: DemoPage;

  beforeAll(async () => {
    demo = await openDemo('#/learn', { viewport: { width, height } });
    await demo.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  });

  afterAll(() => demo?.close());

  test.each(views)('finds nothing serious in %s, and nothing is cut off sideways', async (hash) => {
    await demo.page.goto(`${new URL(demo.page.url()).origin}/${hash}`);
    await demo.page.reload();
    await demo.page.waitForSelector('main h1');
    await demo.page.evaluate(() =>
      document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 1000))),
    );
    await demo.page.addScriptTag({ path: axeFile });
    const { violations } = await demo.page.evaluate(() => window.axe.run());
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
    expect(serious).toEqual([]);
    expect(await demo.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    expect(await demo.takeErrors()).toEqual([]);
  });
});
