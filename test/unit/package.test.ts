import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';

const folder = path.resolve('.test-output/dist');
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** `./dist/image/index.js` of the package, where it has its source. */
const entries = Object.values<{ default: string; types: string }>(manifest.exports)
  .map((entry) => path.posix.relative('dist', entry.default))
  .filter((file) => existsSync(`src/${file.replace(/\.js$/, '.ts')}`));

describe('the built package', () => {
  beforeAll(() => build({ logLevel: 'error', build: { outDir: folder, emptyOutDir: true } }), 60_000);

  test('has no run-time dependency', () => {
    expect(manifest.dependencies ?? {}).toEqual({});
  });

  test('is modules only: shaders are inlined, nothing is imported from outside but Node by the command line', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      path.extname(name),
    );
    expect(files.filter((name) => !/\.js(\.map)?$/.test(name))).toEqual([]);
    for (const file of files.filter((name) => name.endsWith('.js'))) {
      const code = readFileSync(path.join(folder, file), 'utf8');
      const specifiers = [...code.matchAll(/^(?:import|export)\b[^'"]*from\s*["']([^"']+)/gm)].map(
        (m) => m[1],
      );
      const isOutside = (name: string) =>
        !name.startsWith('.') && !(file.startsWith('cli') && name.startsWith('node:'));
      expect(specifiers.filter(isOutside)).toEqual([]);
    }
  });

  test('names its worker in the form that bundlers look for, and has it', () => {
    const address = /new Worker\(new URL\("(\.[^"]+)", import\.meta\.url\), \{\s*type: "module"/;
    const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .flatMap((name) => {
        const [, worker] = address.exec(readFileSync(path.join(folder, name), 'utf8')) ?? [];
        return worker ? [path.join(folder, path.dirname(name), worker)] : [];
      });
    expect(found).toHaveLength(1);
    expect(existsSync(found[0])).toBe(true);
  });

  test.each(entries)(
    '%s loads in bare Node, without WebGPU, and exports what its source does',
    async (file) => {
      const url = pathToFileURL(path.join(folder, file)).href;
      const program = `console.log(Object.keys(await import('${url}')).join())`;
      const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
        encoding: 'utf8',
      });
      const source = await import(path.resolve('src', file.replace(/\.js$/, '.ts')));
      expect(printed.trim().split(',').sort()).toEqual(Object.keys(source).join().split(',').sort());
    },
  );
});
