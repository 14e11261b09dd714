import type { Page } from 'puppeteer';
import { inject } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { PATIENCE_MS } from '../harness/patience.ts';
import { connectBrowser } from './browser.ts';

declare global {
  interface Window {
    /** The devices that the page asked for, and the errors that nothing caught. */
    gpuWatch: { devices: GPUDevice[]; errors: string[] };
  }
}

/** What {@link openDemo} opens the demo with. */
export interface DemoOptions {
  /** Flags for a browser of its own, such as those of a fake camera; else this worker's browser serves. */
  flags?: string[];
  /** Runs in the page before the demo does. */
  before?: () => void;
  viewport?: { width: number; height: number };
  /** Where the demo is served, with a slash at its end. Default: built, by the server of the tests. */
  at?: string;
}

/** The demo in a page of headless Chrome. */
export interface DemoPage {
  page: Page;
  /** What reached the console as an error, and WebGPU errors that nothing caught, since the last call. */
  takeErrors(): Promise<string[]>;
  close(): Promise<void>;
}

/** Opens the demo at `hash`. */
export async function openDemo(hash: string, options: DemoOptions = {}): Promise<DemoPage> {
  const browser = options.flags ? await launchChrome(options.flags) : await connectBrowser();
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const consoleErrors: string[] = [];
  page.on('pageerror', (error) => consoleErrors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(`${message.text()} ${message.location().url ?? ''}`);
  });
  await page.setViewport(options.viewport ?? { width: 1280, height: 800 });
  await page.evaluateOnNewDocument(watchDevices);
  if (options.before) await page.evaluateOnNewDocument(options.before);
  await page.goto(`${options.at ?? `${inject('serverUrl')}/built/demo/`}${hash}`);
  return {
    page,
    takeErrors: async () => [
      ...consoleErrors.splice(0),
      ...(await page.evaluate(() => window.gpuWatch.errors.splice(0))),
    ],
    close: async () => {
      await page.close();
      await (options.flags ? browser.close() : browser.disconnect());
    },
  };
}

/** Runs in the page: notes devices and uncaptured errors. */
function watchDevices(): void {
  window.gpuWatch = { devices: [], errors: [] };
  if (typeof GPUAdapter === 'undefined') return;
  const requestDevice = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor) {
    const device = await requestDevice.call(this, descriptor);
    window.gpuWatch.devices.push(device);
    device.addEventListener('uncapturederror', ({ error }) => window.gpuWatch.errors.push(error.message));
    return device;
  };
}

/** The numbers of a matrix on the page, as a reader sees them. */
export async function readMatrix(page: Page, selector: string): Promise<number[][]> {
  return page.$eval(selector, (table) =>
    Array.from((table as HTMLTableElement).tBodies[0].rows, (row) =>
      Array.from(row.cells, (cell) =>
        Number((cell.querySelector('input')?.value ?? cell.textContent ?? '').replace('−', '-')),
      ),
    ),
  );
}

/** Gives the Live view a picture file through its file field. */
export async function uploadPicture(page: Page, bytes: number[]): Promise<void> {
  await page.evaluate((content) => {
    const field = document.querySelector<HTMLInputElement>('.live-panel input[type=file]')!;
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(content)], 'picture.png', { type: 'image/png' }));
    field.files = transfer.files;
    field.dispatchEvent(new Event('change'));
  }, bytes);
}

/** An opaque PNG with noise and edges. */
export function testPicture(page: Page, width: number, height: number): Promise<number[]> {
  return page.evaluate(
    async (w, h) => {
      const canvas = new OffscreenCanvas(w, h);
      const image = new ImageData(w, h);
      for (let i = 0; i < w * h; i++) {
        const [x, y] = [i % w, Math.floor(i / w)];
        image.data.set([(x * 37 + y * 11) % 256, (x >> 3) % 2 ? 220 : 30, (y * 29 + x) % 256, 255], 4 * i);
      }
      canvas.getContext('2d')!.putImageData(image, 0, 0);
      return Array.from(new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer()));
    },
    width,
    height,
  );
}

/** Presses what `selector` finds and gives the bytes of the file that it offers to keep. */
export async function takeSaved(page: Page, selector: string): Promise<Uint8Array> {
  await page.evaluate(() => {
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      HTMLAnchorElement.prototype.click = click;
      document.body.dataset.saved = this.href;
    };
  });
  await page.locator(selector).click();
  await page.waitForSelector('body[data-saved]');
  const bytes = await page.evaluate(async () => {
    const response = await fetch(document.body.dataset.saved!);
    delete document.body.dataset.saved;
    return Array.from(new Uint8Array(await response.arrayBuffer()));
  });
  return Uint8Array.from(bytes);
}
