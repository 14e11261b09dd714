import { inject } from 'vitest';
import { createDawn } from '../harness/dawn.ts';
import { unwrap } from './outcome.ts';
import { callRegistered } from './page/registry.ts';

let isReady = false;

/** Same as `inPage()`, in this process on Dawn: the functions of `page/*.ts` find WebGPU where a page has it. */
export async function inDawn<T>(name: string, ...args: unknown[]): Promise<T> {
  if (!isReady) await openDawn();
  return unwrap(name, JSON.parse(await callRegistered(name, JSON.stringify(args)))) as T;
}

async function openDawn(): Promise<void> {
  const driverFiles = inject('vulkanDriverFiles');
  if (driverFiles) process.env.VK_DRIVER_FILES = driverFiles;
  // lavapipe's compiler unoptimized: tests compile a thousand pipelines and run each once
  process.env.GALLIVM_PERF ??= 'nopt';
  const { gpu, globals } = await createDawn();
  Object.assign(globalThis, globals);
  // global, so that the GPU object lives as long as anything runs on it
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  await Promise.all(Object.values(import.meta.glob('./page/*.ts')).map((load) => load()));
  isReady = true;
}

/** Lets go of Dawn, so that Node can end. */
export function closeDawn(): void {
  if (isReady) Object.defineProperty(globalThis, 'navigator', { value: undefined, configurable: true });
  isReady = false;
}
