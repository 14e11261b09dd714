import readme from '../../../README.md?raw';
import * as library from '../../../src/index.ts';
import { register } from './registry.ts';

/** Runs the README's program as printed, its import resolved by hand, and gives back what it logs. */
async function runReadmeExample(): Promise<string[]> {
  const program = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const body = program.replace(/^import (\{[^}]*\}) from 'webgpu-conv';/m, 'const $1 = library;');
  const AsyncFunction = Object.getPrototypeOf(runReadmeExample).constructor;
  const logged: string[] = [];
  const log = (...values: unknown[]) => logged.push(values.map(String).join(' '));
  await new AsyncFunction('library', 'console', body)(library, { log });
  return logged;
}

register({ runReadmeExample });
