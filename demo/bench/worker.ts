// Does one job on its own device, answers, and is ended by the page.
import { openSession } from './harness.ts';
import type { Answer, Job } from './job.ts';

addEventListener('message', async ({ data }: MessageEvent<Job>) => {
  postMessage(await answer(data));
});

async function answer({ effort, row }: Job): Promise<Answer> {
  try {
    const session = await openSession(effort);
    const { adapter } = session;
    if (!row) return { kind: 'ceilings', adapter, ceilings: await session.measureCeilings() };
    return { kind: 'case', adapter, row: await session.race(row.suite, row.name, row.ceilings) };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
