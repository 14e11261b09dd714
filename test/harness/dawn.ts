import { loadPeer } from '../peers/load.mjs';

/** What we use of the npm package `webgpu`; its own types come only with `test/peers`, which is not always installed. */
interface DawnPackage {
  create(flags: string[]): GPU;
  /** `GPUBufferUsage` and the like, which a page has as globals. */
  globals: Record<string, unknown>;
}

/** A new Dawn instance. Keep `gpu` for as long as anything runs: it is garbage-collected under you otherwise. */
export async function createDawn(): Promise<{ gpu: GPU; globals: DawnPackage['globals'] }> {
  const { create, globals } = (await loadPeer('webgpu')) as DawnPackage;
  return { gpu: create([]), globals };
}
