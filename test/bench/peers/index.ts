import type { Contestant } from '../contestant.ts';
import { jaxContestant } from './jax.ts';
import { ortContestant } from './ort.ts';
import { tfjsContestant } from './tfjs.ts';

/** Starts each peer's WebGPU backend. Pages only: they come from the workspace `test/peers`. */
const PEERS: Readonly<Record<string, () => Promise<Contestant>>> = {
  tfjs: tfjsContestant,
  ort: ortContestant,
  jax: jaxContestant,
};

/** Loads peers by name; one that fails to load is a contestant that says so on each row. */
export async function loadPeers(names: readonly string[]): Promise<Contestant[]> {
  const peers: Contestant[] = [];
  for (const name of names) peers.push(await loadOrExplain(name));
  return peers;
}

async function loadOrExplain(name: string): Promise<Contestant> {
  const load = PEERS[name];
  if (!load) throw new RangeError(`no peer '${name}': there are ${Object.keys(PEERS).join(', ')}`);
  try {
    return await load();
  } catch (error) {
    return { name, enter: () => Promise.reject(error) };
  }
}
