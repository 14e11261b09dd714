import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/** Public entries by their place in `dist/`; package.json's `exports` names the same files. */
const entries = Object.fromEntries(
  ['index', 'image/index', 'nn/index']
    .filter((name) => existsSync(new URL(`src/${name}.ts`, import.meta.url)))
    .map((name) => [name, `src/${name}.ts`]),
);

const sourceFolder = fileURLToPath(new URL('src', import.meta.url));

const unit: TestProjectConfiguration = {
  extends: true,
  test: { name: 'unit', include: ['test/unit/**/*.test.ts'] },
};

/** The reference against second opinions, which `test/peers` installs. */
const oracles: TestProjectConfiguration = {
  extends: true,
  test: { name: 'oracles', include: ['test/oracles/**/*.test.ts'], testTimeout: 60_000 },
};

/** The GPU tests, once in Chrome and once in Node on Dawn; files `*.browser.test.ts` need a page. */
const gpuLanes: TestProjectConfiguration[] = ['gpu', 'node'].map((name, index) => ({
  extends: true,
  test: {
    name,
    include: ['test/gpu/**/*.test.ts'],
    exclude: name === 'node' ? ['**/*.browser.test.ts'] : [],
    globalSetup: name === 'node' ? 'test/harness/dawn.setup.ts' : 'test/harness/chrome.setup.ts',
    setupFiles: 'test/gpu/lane.setup.ts',
    fileParallelism: false,
    // one lane after the other, each file by itself: some tests measure
    sequence: { groupOrder: index + 1 },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
}));

export default defineConfig({
  resolve: {
    // so that the demo and the examples import the library as its users do
    alias: [
      { find: /^webgpu-conv$/, replacement: `${sourceFolder}/index.ts` },
      { find: /^webgpu-conv\/(image|nn)$/, replacement: `${sourceFolder}/$1/index.ts` },
    ],
  },
  build: {
    lib: { entry: entries, formats: ['es'] },
    target: 'es2022',
    minify: false,
    sourcemap: true,
  },
  test: {
    // its entry for Node is CommonJS in a package of modules, which Node refuses; vite takes the other one
    server: { deps: { inline: ['wgsl_reflect'] } },
    passWithNoTests: true,
    reporters: ['default', './test/harness/report.ts'],
    projects: [unit, oracles, ...gpuLanes],
  },
});
