// `npm run build:demo`: the demo as static files in demo/dist, for any host and any folder on it.
import path from 'node:path';
import { build } from 'vite';
import { root } from './install.mjs';

await build({
  root: path.join(root, 'demo'),
  configFile: path.join(root, 'vite.config.ts'),
  base: './',
  build: { lib: false, outDir: 'dist', emptyOutDir: true, minify: true, sourcemap: false },
});
