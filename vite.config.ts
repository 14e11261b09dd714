import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** Public entries by their place in `dist/`; package.json's `exports` names the same files. */
const entries = Object.fromEntries(
  ['index', 'image/index', 'nn/index']
    .filter((name) => existsSync(new URL(`src/${name}.ts`, import.meta.url)))
    .map((name) => [name, `src/${name}.ts`]),
);

export default defineConfig({
  build: {
    lib: { entry: entries, formats: ['es'] },
    target: 'es2022',
    minify: false,
    sourcemap: true,
  },
  test: {
    passWithNoTests: true,
    projects: [
      { extends: true, test: { name: 'unit', environment: 'node', include: ['test/unit/**/*.test.ts'] } },
    ],
  },
});
