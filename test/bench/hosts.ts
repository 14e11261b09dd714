import type { Browser, Page } from 'puppeteer';
import { launchChrome } from '../harness/chrome.ts';
import { findDriver } from '../harness/dawn.setup.ts';
import { createDawn } from '../harness/dawn.ts';
import { serve } from '../harness/server.ts';
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

/** Headless Chrome, each row in a page of its own: nobody's first run profits from the rows before. */
export async function chromeHost(options: PageOptions): Promise<Host> {
  const server = await serve();
  const browser = await launchChrome();
  const url = `${server.url}/test/bench/page.html`;
  return {
    name: await browser.version(),
    adapter: await inFreshPage(browser, url, options, (page) => page.evaluate(() => window.bench.adapter)),
    measureCeilings: () =>
      inFreshPage(browser, url, options, (page) => page.evaluate(() => window.bench.measureCeilings())),
    race: (...args) =>
      inFreshPage(browser, url, options, (page) =>
        page.evaluate((suite, name, ceilings) => window.bench.race(suite, name, ceilings), ...args),
      ),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** This process on Dawn: no browser, so also a bare GPU host. */
export async function nodeHost({ quick, dataType }: PageOptions): Promise<Host> {
  const { driverFiles } = await findDriver();
  if (driverFiles) process.env.VK_DRIVER_FILES = driverFiles;
  const { gpu, globals } = await createDawn();
  // kept global with the rest: Dawn would be garbage-collected under its own devices
  Object.assign(globalThis, globals, { dawn: gpu });
  const session = await openSession({ gpu, quick, dataType });
  return {
    name: `Node ${process.versions.node}, Dawn`,
    adapter: session.adapter,
    measureCeilings: () => session.measureCeilings(),
    race: session.race,
    close: async () => session.close(),
  };
}

async function inFreshPage<T>(
  browser: Browser,
  url: string,
  options: PageOptions,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  try {
    await page.goto(`${url}?${new URLSearchParams({ options: JSON.stringify(options) })}`);
    await page.waitForFunction(() => 'bench' in window, { timeout: 120_000 });
    return await work(page);
  } finally {
    await page.close();
  }
}
