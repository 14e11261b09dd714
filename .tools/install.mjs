// node .tools/install.mjs [peers]: installs what is missing of the project's packages, and of test/peers.
// Plain Node, no packages: this runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Workspace with the oracles, the peers and WebGPU for Node. */
export const peersFolder = path.join(root, 'test', 'peers');

const installArguments = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
const shell = process.platform === 'win32';

/** Whether `folder` has what its lockfile names. @param {string} folder */
function isInstalled(folder) {
  const lock = path.join(folder, 'package-lock.json');
  const installed = path.join(folder, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}

/** @param {string} folder */
function announce(folder) {
  console.log(`Installing packages in ${path.relative(root, folder) || 'the project'} …`);
}

/**
 * Installs what `folder`'s lockfile names, unless that is already installed.
 * @param {string} folder absolute path of a folder with a package-lock.json
 */
export function installPackages(folder) {
  if (isInstalled(folder)) return;
  announce(folder);
  const { status } = spawnSync('npm', installArguments, { cwd: folder, stdio: 'inherit', shell });
  if (status !== 0) process.exit(status ?? 1); // npm has said why
}

/**
 * As {@link installPackages}, beside whatever else runs.
 * @param {string} folder
 * @returns {Promise<void>} rejects with what npm says
 */
export function installPackagesBeside(folder) {
  if (isInstalled(folder)) return Promise.resolve();
  announce(folder);
  return new Promise((resolve, reject) => {
    const npm = spawn('npm', installArguments, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], shell });
    let complaint = '';
    npm.stderr.on('data', (text) => {
      complaint += text;
    });
    npm.on('error', reject);
    npm.on('close', (status) => {
      if (status === 0) resolve();
      else
        reject(new Error(complaint.trim().split('\n').slice(0, 3).join(' ') || `npm exits with ${status}`));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installPackages(root);
  if (process.argv[2] === 'peers') installPackages(peersFolder);
}
