import type { Browser } from 'puppeteer';
import type { TestProject } from 'vitest/node';
import { builtPages } from './built-pages.ts';
import { launchChrome, wantsHardware } from './chrome.ts';
import { type LaneInfo, probeAdapter } from './lane-info.ts';
import { serve } from './server.ts';
import { SIDE_BY_SIDE } from './side-by-side.ts';

/**
 * Vitest global setup: a browser for each file that runs at a time, and one dev server for all. Tabs of one browser share a
 * GPU process, which compiles one shader after another.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await serve('.', [builtPages()]);
  const { browser, info, isHardware } = await startFirst(server.url);
  console.log(`chrome lane: ${await browser.version()}, ${info.unavailable ?? info.adapter}`);
  const others = Array.from({ length: SIDE_BY_SIDE - 1 }, () => launchChrome([], isHardware));
  const browsers = [browser, ...(await Promise.all(others))];
  project.provide('lane', info);
  project.provide('serverUrl', server.url);
  project.provide(
    'browserEndpoints',
    browsers.map((one) => one.wsEndpoint()),
  );
  return async () => {
    await Promise.all(browsers.map((one) => one.close()));
    await server.close();
  };
}

/** A browser on the GPU, or on SwiftShader if there is none or Chrome does not take it. */
async function startFirst(url: string) {
  const isHardware = wantsHardware();
  const browser = await launchChrome([], isHardware);
  const info = await probe(browser, url);
  if (!info.unavailable || !isHardware) return { browser, info, isHardware };
  await browser.close();
  const onSoftware = await launchChrome([], false);
  return { browser: onSoftware, info: await probe(onSoftware, url), isHardware: false };
}

async function probe(browser: Browser, url: string): Promise<LaneInfo> {
  const [page] = await browser.pages();
  await page.goto(`${url}/test/gpu/blank.html`);
  const found = await page.evaluate(probeAdapter);
  if (found) return { name: 'chrome', ...found };
  return {
    name: 'chrome',
    unavailable: 'Chrome has no WebGPU adapter',
    adapter: '',
    features: [],
    limits: {},
  };
}
