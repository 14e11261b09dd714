import { afterEach, describe, expect, test, vi } from 'vitest';
import { findChrome } from '../../.tools/chrome.mjs';

describe('findChrome', () => {
  afterEach(() => vi.unstubAllEnvs());

  // node stands in for a browser: a program that answers --version
  test.each(['CHROME_PATH', 'PUPPETEER_EXECUTABLE_PATH'])('takes %s before anything else', async (name) => {
    vi.stubEnv('CHROME_PATH', undefined);
    vi.stubEnv(name, process.execPath);
    expect(await findChrome()).toBe(process.execPath);
  });

  test('refuses a CHROME_PATH that is no program', async () => {
    vi.stubEnv('CHROME_PATH', '/no/such/browser');
    await expect(findChrome()).rejects.toThrow('CHROME_PATH names /no/such/browser');
  });

  test('finds none where PATH and the cache are empty', async (context) => {
    if (process.platform !== 'linux')
      context.skip('elsewhere browsers have fixed places, which may hold one');
    vi.stubEnv('CHROME_PATH', undefined);
    vi.stubEnv('PUPPETEER_EXECUTABLE_PATH', undefined);
    vi.stubEnv('PUPPETEER_CACHE_DIR', '/no/such/folder');
    vi.stubEnv('PATH', '/no/such/folder');
    expect(await findChrome()).toBeUndefined();
  });
});
