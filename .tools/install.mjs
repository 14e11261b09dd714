// node .tools/install.mjs [peers]: installs what is missing of the project's packages, and of test/peers.
// Plain Node, no packages: this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Workspace with the oracles, the peers and WebGPU for Node. */
export const peersFolder = path.join(root, 'test', 'peers');

/**
 * Installs what `folder`'s lockfile names, unless that is already installed.
 * @param {string} folder absolute path of a folder with a package-lock.json
 */
export function installPackages(folder) {
  const lock = path.join(folder, 'package-lock.json');
  const installed = path.join(folder, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log(`Installing packages in ${path.relative(root, folder) || 'the project'} …`);
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', args, {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1); // npm has said why
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installPackages(root);
  if (process.argv[2] === 'peers') installPackages(peersFolder);
}
