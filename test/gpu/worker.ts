// A worker that calls registered functions, as the test page does; `page/worker.ts` starts it.
import './page/image.ts';
import { callRegistered } from './page/registry.ts';

addEventListener('message', async ({ data: [name, argsJson] }: MessageEvent<[string, string]>) => {
  postMessage(await callRegistered(name, argsJson));
});
