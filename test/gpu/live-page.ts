import type { Browser, CDPSession, Page } from 'puppeteer';
import { launchChrome } from '../harness/chrome.ts';
import { PATIENCE_MS } from '../harness/patience.ts';
import { testPageUrl } from './browser.ts';
import { unwrap } from './outcome.ts';

/** The test page in a browser of its own, which can be hidden, crashed and looked into. */
export interface LivePage {
  page: Page;
  call<T>(name: string, ...args: unknown[]): Promise<T>;
  /** Hides the page behind another, or brings it back. */
  hide(isHidden: boolean): Promise<void>;
  /** Crashes the process that all devices live in. */
  crashGpu(): Promise<void>;
  /** Collects garbage; bytes of the page's heap that are in use then. */
  collectGarbage(): Promise<number>;
  /** What Chrome said of video frames that nobody closed. */
  frameWarnings: string[];
  close(): Promise<void>;
}

const CRASH_FLAGS = ['--disable-gpu-process-crash-limit', '--disable-domain-blocking-for-3d-apis'];

export async function openLivePage(flags: string[]): Promise<LivePage> {
  const browser = await launchChrome([...CRASH_FLAGS, ...flags]);
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const frameWarnings: string[] = [];
  page.on('console', (message) => {
    if (/garbage collected/i.test(message.text())) frameWarnings.push(message.text());
  });
  await page.goto(testPageUrl());
  await page.waitForFunction(() => 'callRegistered' in window);
  const session = await page.createCDPSession();
  let cover: Page | undefined;
  return {
    page,
    frameWarnings,
    call: async <T>(name: string, ...args: unknown[]) => {
      const json = await page.evaluate((n, a) => window.callRegistered(n, a), name, JSON.stringify(args));
      return unwrap(name, JSON.parse(json)) as T;
    },
    hide: async (isHidden) => {
      cover ??= await browser.newPage();
      await (isHidden ? cover : page).bringToFront();
      await page.waitForFunction((wanted) => document.hidden === wanted, { polling: 20 }, isHidden);
    },
    crashGpu: () => crashGpu(browser),
    collectGarbage: () => collectGarbage(session),
    close: () => browser.close(),
  };
}

async function crashGpu(browser: Browser): Promise<void> {
  const session = await browser.target().createCDPSession();
  // the answer may be lost in the crash
  await session.send('Browser.crashGpuProcess').catch(() => {});
}

async function collectGarbage(session: CDPSession): Promise<number> {
  // twice: what finalisers let go is collected next time
  for (let round = 0; round < 2; round++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}
