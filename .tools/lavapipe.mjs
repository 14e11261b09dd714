// node .tools/lavapipe.mjs: puts Mesa's software Vulkan driver (lavapipe, with shader-f16) on Debian and Ubuntu, as root.
// WebGPU in Node runs on it where there is no GPU. Changes nothing if a driver is there that Dawn takes.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Dawn refuses older ones, such as that of Debian 12 itself. */
const OLDEST_MAJOR = 23;

const advice =
  'Tests in Node, float16 among them, run on a GPU or on Mesa 23 or newer. On Debian and Ubuntu `npm test` installs that as root ' +
  '(mesa-vulkan-drivers; on Debian 12 from bookworm-backports); elsewhere VK_DRIVER_FILES names its lvp_icd.*.json.';

/**
 * Installs lavapipe if the machine has neither a GPU nor a new enough Mesa.
 * @returns {string | undefined} what to do if Node has no driver now
 */
export function ensureLavapipe() {
  const isSupplied = process.env.VK_DRIVER_FILES || process.platform !== 'linux' || hasGpu();
  if (isSupplied || installedMajor() >= OLDEST_MAJOR || (canInstall() && install())) return undefined;
  return advice;
}

const hasGpu = () => ['/dev/nvidia0', '/dev/dri/renderD128'].some((file) => existsSync(file));

/** Mesa's major version, 0 if its Vulkan drivers are not installed. */
function installedMajor() {
  const query = ['-W', '-f', '${Version}', 'mesa-vulkan-drivers'];
  const { stdout } = spawnSync('dpkg-query', query, { encoding: 'utf8' });
  return Number(/^(?:\d+:)?(\d+)\./.exec(stdout ?? '')?.[1] ?? 0);
}

const canInstall = () => process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;

function install() {
  console.log('Installing a Vulkan driver for tests in Node (lavapipe) with apt-get …');
  const target = isBookworm() ? addBackports() : [];
  const packages = ['mesa-vulkan-drivers', 'libvulkan1'];
  aptGet('update', '-qq');
  aptGet('install', '-y', '-qq', '--no-install-recommends', ...target, ...packages);
  return installedMajor() >= OLDEST_MAJOR;
}

const isBookworm = () => readFileSync('/etc/os-release', 'utf8').includes('VERSION_CODENAME=bookworm');

/** Adds the backports of the mirror that the machine already uses: the first stanza of its sources, of another suite. */
function addBackports() {
  const sources = '/etc/apt/sources.list.d/debian.sources';
  if (!existsSync(sources)) return [];
  const [first] = readFileSync(sources, 'utf8').split(/^(?=Types:)/m).filter((stanza) => /^Types:/.test(stanza));
  const backports = first.replace(/^Suites:.*$/m, 'Suites: bookworm-backports');
  writeFileSync('/etc/apt/sources.list.d/backports.sources', backports);
  return ['-t', 'bookworm-backports'];
}

/** @param {string[]} args */
function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const missing = ensureLavapipe();
  if (missing) console.error(missing);
}
