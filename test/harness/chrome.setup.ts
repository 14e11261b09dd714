import type { TestProject } from 'vitest/node';
import { launchChrome, wantsHardware } from './chrome.ts';
import { type LaneInfo, probeAdapter } from './lane-info.ts';
import { serve } from './server.ts';

/** Vitest global setup: one browser and one dev server for all GPU test files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await serve();
  let { browser, info } = await startBrowser(server.url, wantsHardware());
  if (info.unavailable && wantsHardware()) {
    await browser.close();
    ({ browser, info } = await startBrowser(server.url, false));
  }
  console.log(`chrome lane: ${await browser.version()}, ${info.unavailable ?? info.adapter}`);
  project.provide('lane', info);
  project.provide('serverUrl', server.url);
  project.provide('browserEndpoint', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await server.close();
  };
}

async function startBrowser(url: string, hardware: boolean) {
  const browser = await launchChrome([], hardware);
  const [page] = await browser.pages();
  await page.goto(`${url}/test/gpu/blank.html`);
  const found = await page.evaluate(probeAdapter);
  const info: LaneInfo = found
    ? { name: 'chrome', ...found }
    : { name: 'chrome', unavailable: 'Chrome has no WebGPU adapter', adapter: '', features: [], limits: {} };
  return { browser, info };
}
