// Finds Chrome or Chromium, and installs one where there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const advice =
  'No Chrome or Chromium was found or could be installed: install one, or set CHROME_PATH to its program file.';

/**
 * Path of a browser that starts: from CHROME_PATH or PUPPETEER_EXECUTABLE_PATH, else the system's, else
 * puppeteer's cache. Undefined where there is none.
 * @throws where the environment names a browser that does not start
 * @returns {Promise<string | undefined>}
 */
export async function findChrome() {
  const named = process.env.CHROME_PATH || process.env.PUPPETEER_EXECUTABLE_PATH;
  if (named && !starts(named))
    throw new Error(`CHROME_PATH names ${named}, which is no browser that starts.`);
  return named || systemBrowsers().find(starts) || (await cachedBrowser());
}

/**
 * `findChrome()`, else a browser installed by puppeteer or, as root on Debian and Ubuntu, by apt-get.
 * @throws one sentence saying what to do
 * @returns {Promise<string>}
 */
export async function ensureChrome() {
  const found = await findChrome();
  if (found) return found;
  for (const install of [installWithPuppeteer, installWithApt]) {
    const installed = install() ? await findChrome() : undefined;
    if (installed) return installed;
  }
  throw new Error(advice);
}

/** @returns {string[]} */
function systemBrowsers() {
  const { PATH = '', PROGRAMFILES, 'PROGRAMFILES(X86)': programFilesX86, LOCALAPPDATA } = process.env;
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    return [PROGRAMFILES, programFilesX86, LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .map((folder) => path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'));
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
  return names.flatMap((name) => PATH.split(path.delimiter).map((folder) => path.join(folder, name)));
}

/** @returns {Promise<string | undefined>} */
async function cachedBrowser() {
  const { default: puppeteer } = await import('puppeteer');
  try {
    const cached = await puppeteer.executablePath();
    return starts(cached) ? cached : undefined;
  } catch {
    return undefined; // puppeteer throws where its cache is empty
  }
}

/**
 * Whether a browser is there and runs: on Ubuntu, /usr/bin/chromium-browser may be a stub that only asks for a snap,
 * and a downloaded browser may lack the system's libraries. (Chrome for Windows has no `--version`.)
 * @param {string} file
 */
function starts(file) {
  if (!existsSync(file)) return false;
  return process.platform === 'win32' || spawnSync(file, ['--version'], { timeout: 30_000 }).status === 0;
}

function installWithPuppeteer() {
  console.log('No Chrome found: asking puppeteer to download one …');
  return succeeds('npx', ['puppeteer', 'browsers', 'install', 'chrome']);
}

function installWithApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  console.log('No Chrome found: installing the chromium package with apt-get …');
  return succeeds('apt-get', ['update']) && succeeds('apt-get', ['install', '-y', 'chromium']);
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function succeeds(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: 'ignore', env, shell: process.platform === 'win32' }).status === 0;
}
