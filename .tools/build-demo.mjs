// `npm run build:demo [FOLDER]`: the demo as static files (default demo/dist), for any host and any folder on it.
import path from 'node:path';
import { build } from 'vite';
import { root } from './install.mjs';
import { published } from './published.mjs';

await build({
  root: path.join(root, 'demo'),
  configFile: path.join(root, 'vite.config.ts'),
  plugins: [published()],
  base: './',
  logLevel: 'warn',
  build: {
    lib: false,
    outDir: path.resolve(process.argv[2] ?? path.join(root, 'demo', 'dist')),
    emptyOutDir: true,
    minify: true,
    sourcemap: false,
  },
  worker: { format: 'es' },
});
