// node .tools/run.mjs FILE.ts [ARGUMENT …]: runs a TypeScript program of this repository (Node 20 can't by itself).
import path from 'node:path';
import { loadConfigFromFile, runnerImport } from 'vite';
import { root } from './install.mjs';

const file = process.argv[2];
process.argv.splice(1, 1);
const loaded = await loadConfigFromFile(
  { command: 'serve', mode: 'development' },
  path.join(root, 'vite.config.ts'),
);
// runnerImport reads no config file, so its aliases and plugins are handed over
const { resolve, plugins } = loaded?.config ?? {};
await runnerImport(path.resolve(file), { root, resolve, plugins, logLevel: 'warn' });
