import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { wgsl } from './.tools/wgsl.mjs';
import { PATIENCE_MS } from './test/harness/patience.ts';
import { SIDE_BY_SIDE } from './test/harness/side-by-side.ts';
import { scope } from './test/scope.ts';

/** Public entries by their place in `dist/`; package.json's `exports` and `bin` name the same files. */
const entries = Object.fromEntries(
  ['index', 'image/index', 'nn/index', 'readers/index', 'cli/main']
    .filter((name) => existsSync(new URL(`src/${name}.ts`, import.meta.url)))
    .map((name) => [name, `src/${name}.ts`]),
);

const sourceFolder = fileURLToPath(new URL('src', import.meta.url));

const unit: TestProjectConfiguration = {
  extends: true,
  // some parse every file, which takes its time on a busy machine
  test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 },
};

/** The reference against second opinions, which `test/peers` installs. */
const oracles: TestProjectConfiguration = {
  extends: true,
  test: { name: 'oracles', include: ['test/oracles/**/*.test.ts'], testTimeout: 60_000 },
};

/** Nets and pictures of many passes, each of which has tests of its own: `npm test` runs these in Chrome only. */
const longInNode = ['image-tiles', 'nn_super_resolution', 'nn_training'].map(
  (name) => `test/gpu/${name}.test.ts`,
);

/** The GPU tests, in Chrome and again in Node on Dawn; files `*.browser.test.ts` need a page, `*.node.test.ts` Node. */
const gpu = gpuLane('gpu', { include: ['test/gpu/**/*.test.ts'], exclude: ['**/*.node.test.ts'] });
const node = gpuLane('node', {
  include: ['test/gpu/**/*.test.ts'],
  exclude: ['**/*.browser.test.ts', ...(scope === 'all' ? [] : longInNode)],
});

/** Bounds of time, which a busy machine breaks. */
const timed = gpuLane('timed', { include: ['test/timed/**/*.test.ts'], exclude: [] });

function gpuLane(name: string, files: { include: string[]; exclude: string[] }): TestProjectConfiguration {
  const driver = name === 'node' ? 'dawn' : 'chrome';
  return {
    extends: true,
    test: {
      name,
      ...files,
      globalSetup: `test/harness/${driver}.setup.ts`,
      setupFiles: 'test/gpu/lane.setup.ts',
      testTimeout: 4 * PATIENCE_MS,
      hookTimeout: 2 * PATIENCE_MS,
      expect: { poll: { timeout: PATIENCE_MS } },
    },
  };
}

const relativeTo = (folder: string, file: string) =>
  path.posix.relative(folder, file).replace(/^(?!\.)/, './');

/** Vite writes a worker's address for pages of its own; the bundlers of those who use the library look for this form. */
const workerAddresses: Plugin = {
  name: 'worker-addresses',
  apply: 'build',
  enforce: 'post',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      const folder = path.posix.dirname(file.fileName);
      file.code = file.code.replace(
        /new URL\(\s*\/\* @vite-ignore \*\/\s*"\/(assets\/[^"]+)",\s*"" \+ import\.meta\.url\s*\)/g,
        (_, asset) => `new URL("${relativeTo(folder, asset)}", import.meta.url)`,
      );
    }
  },
};

export default defineConfig({
  plugins: [wgsl(), workerAddresses],
  worker: { format: 'es', plugins: () => [wgsl()] },
  resolve: {
    // so that the demo and the examples import the library as its users do
    alias: [
      { find: /^webgpu-conv$/, replacement: `${sourceFolder}/index.ts` },
      { find: /^webgpu-conv\/(image|nn|readers)$/, replacement: `${sourceFolder}/$1/index.ts` },
    ],
  },
  build: {
    lib: { entry: entries, formats: ['es'] },
    // of the command line only
    rolldownOptions: { external: /^node:/ },
    target: 'es2022',
    minify: false,
    sourcemap: true,
  },
  test: {
    // its entry for Node is CommonJS in a package of modules, which Node refuses; vite takes the other one
    server: { deps: { inline: ['wgsl_reflect'] } },
    passWithNoTests: true,
    reporters: ['default', './test/harness/report.ts'],
    maxWorkers: scope === 'timed' ? 1 : SIDE_BY_SIDE,
    projects: scope === 'timed' ? [timed] : [unit, oracles, gpu, node],
  },
});
