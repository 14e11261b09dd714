import { unwrap } from '../outcome.ts';
import { register } from './registry.ts';

let worker: Worker | undefined;

/** Calls a function registered by a file that `../worker.ts` imports, in a worker. */
async function callInWorker(name: string, ...args: unknown[]): Promise<unknown> {
  worker ??= new Worker(new URL('../worker.ts', import.meta.url), { type: 'module' });
  const here = worker;
  const json = await new Promise<string>((resolve, reject) => {
    here.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
    here.onerror = (event) => reject(new Error(`the worker failed: ${event.message}`));
    here.postMessage([name, JSON.stringify(args)]);
  });
  return unwrap(name, JSON.parse(json));
}

register({ callInWorker });
