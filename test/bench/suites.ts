import type { Dtype } from '../../src/problem/options.ts';
import type { Contestant } from './contestant.ts';
import { curveRows } from './curve.ts';
import { cameraContest, cameraRow } from './images/camera.ts';
import { type ImagePeer, imageContest } from './images/contest.ts';
import { hasReference } from './images/reference.ts';
import { imageRows } from './images/rows.ts';
import { layerContest } from './layers.ts';
import { modelRows } from './models/rows.ts';
import type { Contest } from './race.ts';
import { layerRows, withDtype } from './rows.ts';

/** What contests are held with. */
export interface Arena {
  readonly device: GPUDevice;
  readonly dtype: Dtype;
  readonly peers: readonly Contestant[];
  /** Only in pages: they need one. */
  readonly imagePeers: (device: GPUDevice) => Promise<Readonly<Record<string, ImagePeer>>>;
}

/** Rows of one kind, by name. */
export interface Suite {
  readonly rowNames: readonly string[];
  /** The rows that ask for no page and no peer: what a worker can race. */
  readonly aloneNames: readonly string[];
  contest(rowName: string, arena: Arena): Contest | Promise<Contest>;
}

/** All rows there are. */
export const SUITES: Readonly<Record<string, Suite>> = {
  layers: suiteOf(layerRows, (row, { device, dtype, peers }) =>
    layerContest(withDtype(row, dtype), device, peers),
  ),
  images: suiteOf(
    [cameraRow, ...imageRows],
    async (row, { device, imagePeers }) =>
      'steps' in row ? imageContest(row, device, await imagePeers(device)) : cameraContest(device),
    (row) => 'steps' in row && hasReference(row),
  ),
  models: suiteOf(modelRows, ({ contest }, { device, peers }) => {
    if (typeof document === 'undefined') throw new Error('models are read by a page');
    return contest(device, peers);
  }),
  curve: suiteOf(curveRows, (row, { device, dtype }) => layerContest(withDtype(row, dtype), device, [])),
};

function suiteOf<Row extends { readonly name: string }>(
  rows: readonly Row[],
  contest: (row: Row, arena: Arena) => Contest | Promise<Contest>,
  isAlone: (row: Row) => boolean = () => true,
): Suite {
  const namesOf = (chosen: readonly Row[]) => chosen.map(({ name }) => name);
  return {
    rowNames: namesOf(rows),
    aloneNames: namesOf(rows.filter(isAlone)),
    contest(rowName, arena) {
      const row = rows.find(({ name }) => name === rowName);
      if (!row) throw new RangeError(`no row '${rowName}'`);
      return contest(row, arena);
    },
  };
}
