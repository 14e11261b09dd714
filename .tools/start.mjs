// `npm start`: installs what is missing, serves the demo on this machine only, and opens it where there is a desktop.
import path from 'node:path';
import { installPackages, root } from './install.mjs';

installPackages(root);
const { createServer } = await import('vite');
const { published } = await import('./published.mjs');

const { DISPLAY, WAYLAND_DISPLAY, CI } = process.env;
const hasDesktop =
  !CI && (['darwin', 'win32'].includes(process.platform) || Boolean(DISPLAY || WAYLAND_DISPLAY));

const server = await createServer({
  root: path.join(root, 'demo'),
  configFile: path.join(root, 'vite.config.ts'),
  plugins: [published()],
  server: { host: '127.0.0.1', open: hasDesktop },
});
await server.listen();
console.log(`webgpu-conv demo: ${server.resolvedUrls?.local[0]}  (Ctrl+C stops it)`);
