import puppeteer, { type Browser, type Page } from 'puppeteer';
import { inject } from 'vitest';
import { PATIENCE_MS } from '../harness/patience.ts';
import { unwrap } from './outcome.ts';
import type { Outcome } from './page/registry.ts';

interface Session {
  browser: Browser;
  page: Page;
  consoleErrors: string[];
}

let session: Promise<Session> | undefined;

/**
 * Calls a function registered by `page/*.ts`, in this test file's page.
 * Arguments and result travel as JSON.
 * @throws what the function threw; or, if it went well, an error that lists what reached the console as an
 * error and the WebGPU errors that nothing caught
 */
export async function inPage<T>(name: string, ...args: unknown[]): Promise<T> {
  session ??= openSession();
  const { page, consoleErrors } = await session;
  const json = await page.evaluate((n, a) => window.callRegistered(n, a), name, JSON.stringify(args));
  const outcome: Outcome = JSON.parse(json);
  return unwrap(name, outcome, consoleErrors.splice(0)) as T;
}

/** Closes this test file's page; the browser goes on for the next file. */
export async function closePage(): Promise<void> {
  if (!session) return;
  const { browser, page } = await session;
  session = undefined;
  await page.close();
  await browser.disconnect();
}

/** The browser that no other file uses meanwhile; it goes on for the next file. */
export function connectBrowser(): Promise<Browser> {
  const endpoints = inject('browserEndpoints');
  const worker = Number(process.env.VITEST_POOL_ID) - 1;
  const browserWSEndpoint = endpoints[worker % endpoints.length];
  return puppeteer.connect({ browserWSEndpoint, protocolTimeout: 900_000 });
}

/** The page whose functions tests call. */
export const testPageUrl = () => `${inject('serverUrl')}/built/page/`;

async function openSession(): Promise<Session> {
  const browser = await connectBrowser();
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const consoleErrors: string[] = [];
  page.on('pageerror', (error) => consoleErrors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(`${message.text()} ${message.location().url ?? ''}`);
  });
  await page.goto(testPageUrl());
  try {
    await page.waitForFunction(() => 'callRegistered' in window);
  } catch {
    throw new Error(`the test page did not load:\n${consoleErrors.join('\n')}`);
  }
  return { browser, page, consoleErrors };
}
