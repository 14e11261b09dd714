import { expect, test } from 'vitest';
import { scope } from '../scope.ts';
import type { CaseReport } from './conv2d-runner.ts';
import { lane } from './lane.ts';

/** `SEED=2 COUNT=5000 npm run test:gpu -- conv2d-random` draws other problems, or more; a failure names its own. */
const seed = Number(process.env.SEED ?? 1);
/** Fewer in Node: lavapipe takes up to 5 s to compile a problem. */
const [quick, all] = lane.name === 'chrome' ? [200, 1000] : [60, 200];
const count = Number(process.env.COUNT ?? (scope === 'all' ? all : quick));
const CHUNK = 20;
/** Large tiles take lavapipe 5 s each to compile, more on a busy machine. */
const TIMEOUT_MS = 600_000;

const chunks = Array.from({ length: Math.ceil(count / CHUNK) }, (_, index) => index * CHUNK);

test.each(chunks)(
  `seed ${seed}: drawn problems from #%i are right`,
  async (first) => {
    const reports: CaseReport[] = await lane.call('runDrawnCases', seed, first, CHUNK);
    expect(reports).toHaveLength(CHUNK);
    const wrong = reports.filter(({ faults }) => faults.length > 0);
    const lines = wrong.map(
      (r) => `SEED=${seed}: ${r.name} ${r.kernel} ${JSON.stringify(r.tiles)} ${r.faults}`,
    );
    expect(lines).toEqual([]);
  },
  TIMEOUT_MS,
);
