import type { Dtype } from '../../src/problem/options.ts';
import { loadImagePeers } from './images/peers.ts';
import { countGpuMemory } from './memory.ts';
import { loadPeers } from './peers/index.ts';
import type { BenchCase, Ceilings } from './report.ts';
import { openSession } from './session.ts';

/** What the page is opened with, as JSON in its address. */
export interface PageOptions {
  readonly quick: boolean;
  readonly dtype: Dtype;
  readonly peers: readonly string[];
}

declare global {
  interface Window {
    /** How the command line drives this page. */
    bench: {
      adapter: string;
      measureCeilings(): Promise<Ceilings>;
      race(suite: string, rowName: string, ceilings: Ceilings): Promise<BenchCase>;
    };
  }
}

const options: PageOptions = JSON.parse(new URLSearchParams(location.search).get('options') ?? '{}');
countGpuMemory();
const session = await openSession({
  ...options,
  peers: await loadPeers(options.peers),
  imagePeers: options.peers.length > 0 ? loadImagePeers : undefined,
});

window.bench = {
  adapter: session.adapter,
  measureCeilings: () => session.measureCeilings(),
  race: session.race,
};
