// node .tools/run.mjs FILE.ts [ARGUMENT …]: runs a TypeScript program of this repository (Node 20 can't by itself).
import path from 'node:path';
import { runnerImport } from 'vite';
import { root } from './install.mjs';

const file = process.argv[2];
process.argv.splice(1, 1);
await runnerImport(path.resolve(file), {
  root,
  configFile: path.join(root, 'vite.config.ts'),
  logLevel: 'warn',
});
