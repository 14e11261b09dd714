import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VIEWS } from '../../demo/app/route.ts';
import { serveFiles } from '../harness/static-server.ts';
import { type DemoPage, openDemo } from './demo-page.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'webgpu-conv-demo-'));
let server: Awaited<ReturnType<typeof serveFiles>>;
let demo: DemoPage;
/** Where the page asked for something that is not on its own host, below its own folder. */
const strays: string[] = [];

beforeAll(async () => {
  const built = spawnSync(process.execPath, ['.tools/build-demo.mjs', folder], { encoding: 'utf8' });
  expect(built.status, built.stderr).toBe(0);
  server = await serveFiles(folder, '/some/folder/');
  demo = await openDemo('', { at: server.url });
  demo.page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(server.url))
      strays.push(request.url());
  });
});

afterAll(async () => {
  await demo?.close();
  await server?.close();
  rmSync(folder, { recursive: true });
});

test.each(VIEWS)('#/%s works from a plain file host, in a folder, and asks nobody else', async (view) => {
  await demo.page.goto('about:blank');
  await demo.page.goto(`${server.url}#/${view}${view === 'live' ? '?source=scene' : ''}`);
  await demo.page.waitForSelector('main h1');
  await demo.page.evaluate(() => document.fonts.ready);
  expect(await demo.page.evaluate(() => getComputedStyle(document.querySelector('.bar')!).display)).toBe(
    'flex',
  );
  expect(await demo.page.evaluate(() => document.fonts.check('16px "Instrument Sans Variable"'))).toBe(true);
  expect(strays).toEqual([]);
  expect(await demo.takeErrors()).toEqual([]);
});

test('Live runs there', async () => {
  await demo.page.goto('about:blank');
  await demo.page.goto(`${server.url}#/live?source=scene`);
  const rate = () =>
    demo.page.$eval('[data-reading=framesPerSecond] dd', ({ textContent }) => Number(textContent));
  await expect.poll(rate).toBeGreaterThan(0);
});

test('Bench measures there: its worker is found', async () => {
  await demo.page.goto('about:blank');
  await demo.page.goto(`${server.url}#/bench?rows=11`);
  await demo.page.locator('.bench .primary:not(:disabled)').click();
  const state = () =>
    demo.page.$eval('[data-bench-progress]', (line) => (line as HTMLElement).dataset.benchProgress);
  await expect.poll(state).toBe('done');
  expect(await demo.page.$$eval('.results tbody tr:not(.failed)', ({ length }) => length)).toBe(1);
  expect(strays).toEqual([]);
  expect(await demo.takeErrors()).toEqual([]);
});
