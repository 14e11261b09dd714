import type { Page } from 'puppeteer';
import { makeFilm } from '../gpu/y4m.ts';
import { launchChrome } from '../harness/chrome.ts';
import { findDriver } from '../harness/dawn.setup.ts';
import { createDawn } from '../harness/dawn.ts';
import { serve } from '../harness/server.ts';
import { FILM, filmLuma } from './images/film.ts';
import type { PageOptions } from './page.ts';
import type { BenchCase, Ceilings } from './report.ts';
import { openSession } from './session.ts';

/** Where a bench runs. Rows travel by name, since a page can't be handed functions. */
export interface Host {
  readonly name: string;
  readonly adapter: string;
  measureCeilings(): Promise<Ceilings>;
  race(suite: string, rowName: string, ceilings: Ceilings): Promise<BenchCase>;
  close(): Promise<void>;
}

/**
 * Headless Chrome, each row in a browser of its own: nobody's first run profits from the rows before, and one that
 * takes the browser down takes no other with it.
 */
export async function chromeHost(options: PageOptions): Promise<Host> {
  const server = await serve();
  const film = makeFilm(FILM.width, FILM.height, 2, (x, y) => [filmLuma(x, y), 128, 128]);
  const inBrowser = inBrowserWith(film.flags);
  const url = `${server.url}/test/bench/page.html?${new URLSearchParams({ options: JSON.stringify(options) })}`;
  const { name, adapter } = await inBrowser(url, async (page) => ({
    name: await page.browser().version(),
    adapter: await page.evaluate(() => window.bench.adapter),
  }));
  return {
    name,
    adapter,
    measureCeilings: () => inBrowser(url, (page) => page.evaluate(() => window.bench.measureCeilings())),
    race: (...args) =>
      inBrowser(url, (page) =>
        page.evaluate((suite, row, ceilings) => window.bench.race(suite, row, ceilings), ...args),
      ),
    async close() {
      film.delete();
      await server.close();
    },
  };
}

/** This process on Dawn: no browser, so also a bare GPU host. */
export async function nodeHost({ quick, dtype }: PageOptions): Promise<Host> {
  const { driverFiles } = await findDriver();
  if (driverFiles) process.env.VK_DRIVER_FILES = driverFiles;
  const { gpu, globals } = await createDawn();
  // kept global with the rest: Dawn would be garbage-collected under its own devices
  Object.assign(globalThis, globals, { dawn: gpu });
  const session = await openSession({ gpu, quick, dtype });
  return {
    name: `Node ${process.versions.node}, Dawn`,
    adapter: session.adapter,
    measureCeilings: () => session.measureCeilings(),
    race: session.race,
    close: async () => session.close(),
  };
}

function inBrowserWith(flags: string[]) {
  return async <T>(url: string, work: (page: Page) => Promise<T>): Promise<T> => {
    const browser = await launchChrome(flags);
    try {
      const page = await browser.newPage();
      page.on('pageerror', (error) => console.error(String(error)));
      await page.goto(url);
      await page.waitForFunction(() => 'bench' in window, { timeout: 120_000 });
      return await work(page);
    } finally {
      await browser.close();
    }
  };
}
