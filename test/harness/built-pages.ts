import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, type Plugin } from 'vite';
import { published } from '../../.tools/published.mjs';
import { contentType } from './static-server.ts';

/** Pages by the folder they are served in: the page of the GPU tests, and the demo. */
const PAGES: Readonly<Record<string, { root: string; input: string; plugins: Plugin[] }>> = {
  page: { root: 'test/gpu', input: 'page.html', plugins: [] },
  demo: { root: 'demo', input: 'index.html', plugins: [published()] },
};

/**
 * Vite plugin that serves pages as a build makes them, below `/built/page/` and `/built/demo/`. One is built when it is first
 * asked for. Module by module, a page takes hundreds of requests and seconds to load.
 */
export function builtPages(): Plugin {
  const folder = mkdtempSync(path.join(tmpdir(), 'webgpu-conv-pages-'));
  const builds = new Map<string, Promise<string>>();
  const built = (name: string) => {
    const made = builds.get(name) ?? buildPage(name, path.join(folder, name));
    builds.set(name, made);
    return made;
  };
  return {
    name: 'built-pages',
    configureServer({ middlewares }) {
      middlewares.use('/built', async ({ url = '' }, response, next) => {
        const [name, ...rest] = new URL(url, 'http://localhost').pathname.slice(1).split('/');
        if (!Object.hasOwn(PAGES, name)) return next();
        const file = rest.join('/') || PAGES[name].input;
        try {
          const content = await readFile(path.join(await built(name), file));
          response.writeHead(200, { 'Content-Type': contentType(file) }).end(content);
        } catch (error) {
          response.writeHead(404).end(String(error));
        }
      });
    },
    buildEnd() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Builds a page into a folder, which it returns. */
async function buildPage(name: string, outDir: string): Promise<string> {
  const { root, input, plugins } = PAGES[name];
  await build({
    root,
    configFile: 'vite.config.ts',
    plugins,
    base: './',
    logLevel: 'error',
    build: {
      lib: false,
      outDir,
      minify: false,
      // files that register functions have an effect, whatever package.json says of the library
      rolldownOptions: { input: path.resolve(root, input), treeshake: false },
    },
    worker: { format: 'es', rolldownOptions: { treeshake: false } },
  });
  return outDir;
}
